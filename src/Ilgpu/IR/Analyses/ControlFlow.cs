namespace ConvGpu.Ilgpu.IR.Analyses;

/// <summary>An edge by its place: edge <paramref name="Index"/> of the terminator of <paramref name="From"/>.</summary>
internal readonly record struct EdgePlace(Block From, int Index)
{
    public Edge Edge => From.Terminator!.Edges[Index];
}

/// <summary>
/// Orders and predecessors of the blocks that the entry reaches, as they were when it was made. Predecessors are listed edge by edge:
/// a branch with both ways to one block counts twice.
/// </summary>
internal sealed class ControlFlow
{
    private readonly int[] _order;
    private readonly EdgePlace[][] _predecessors;

    public ControlFlow(Function function)
    {
        Function = function;
        _order = new int[function.BlockCount];
        Array.Fill(_order, -1);
        ReversePostOrder = Order(function, _order);
        _predecessors = CollectPredecessors();
    }

    public Function Function { get; }

    /// <summary>Reachable blocks, each before its successors unless the edge goes back.</summary>
    public Block[] ReversePostOrder { get; }

    /// <summary>Position in <see cref="ReversePostOrder"/>; -1 for a block that is not reached.</summary>
    public int OrderOf(Block block) => block.Id < _order.Length ? _order[block.Id] : -1;

    public bool IsReachable(Block block) => OrderOf(block) >= 0;

    /// <summary>The edges that lead here from reachable blocks.</summary>
    public EdgePlace[] Predecessors(Block block) => _predecessors[OrderOf(block)];

    private static Block[] Order(Function function, int[] order)
    {
        var result = new Block[function.Blocks.Count];
        int next = result.Length;
        var stack = new Stack<(Block Block, int Edge)>();
        order[function.Entry.Id] = 0;
        stack.Push((function.Entry, 0));
        while (stack.TryPop(out var top))
        {
            var edges = top.Block.Terminator!.Edges;
            // Last edge first, so that of two ways the first comes earlier in the order.
            if (top.Edge < edges.Count)
            {
                stack.Push((top.Block, top.Edge + 1));
                var target = edges[edges.Count - 1 - top.Edge].Target;
                if (order[target.Id] < 0)
                {
                    order[target.Id] = 0;
                    stack.Push((target, 0));
                }
            }
            else
                result[--next] = top.Block;
        }
        if (next > 0)
            result = result[next..];
        for (int i = 0; i < result.Length; i++)
            order[result[i].Id] = i;
        return result;
    }

    private EdgePlace[][] CollectPredecessors()
    {
        var counts = new int[ReversePostOrder.Length];
        foreach (var block in ReversePostOrder)
            foreach (var edge in block.Terminator!.Edges)
                counts[_order[edge.Target.Id]]++;
        var result = new EdgePlace[counts.Length][];
        for (int i = 0; i < result.Length; i++)
            result[i] = counts[i] == 0 ? [] : new EdgePlace[counts[i]];
        foreach (var block in ReversePostOrder)
        {
            var edges = block.Terminator!.Edges;
            for (int i = 0; i < edges.Count; i++)
            {
                int target = _order[edges[i].Target.Id];
                result[target][^counts[target]--] = new EdgePlace(block, i);
            }
        }
        return result;
    }
}
