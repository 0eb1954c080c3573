namespace ConvGpu.Ilgpu.IR.Analyses;

/// <summary>
/// Post-dominators of reachable blocks: who is met on every path to the end. All returns, and blocks of loops that never end, lead to one
/// virtual exit, which is written null.
/// </summary>
internal sealed class PostDominatorTree
{
    private readonly ControlFlow _flow;
    private readonly int[] _parent;
    private readonly int[] _order;
    private readonly int[] _reversed;
    private readonly bool[] _leaves;

    public PostDominatorTree(ControlFlow flow)
    {
        _flow = flow;
        int count = flow.ReversePostOrder.Length;
        // Numbers are positions in a post-order of the reversed graph from the virtual exit, which has the number `count`.
        _order = new int[count];
        _leaves = new bool[count];
        _reversed = ReversedOrder();
        _parent = new int[count + 1];
        Array.Fill(_parent, -1);
        _parent[0] = 0;
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = 1; i <= count; i++)
            {
                int found = -1;
                int block = _reversed[i];
                foreach (var edge in flow.ReversePostOrder[block].Terminator!.Edges)
                    Meet(ref found, _order[flow.OrderOf(edge.Target)]);
                if (_leaves[block])
                    Meet(ref found, 0);
                changed |= _parent[i] != found;
                _parent[i] = found;
            }
        }
    }

    /// <summary>The first block that every path from here meets after this block; null when that is only the end of the function.</summary>
    public Block? ImmediatePostDominator(Block block)
    {
        int parent = _parent[_order[_flow.OrderOf(block)]];
        return parent == 0 ? null : _flow.ReversePostOrder[_reversed[parent]];
    }

    /// <summary>Whether every path from <paramref name="inner"/> to the end meets <paramref name="outer"/>; a block post-dominates itself.</summary>
    public bool PostDominates(Block outer, Block inner)
    {
        int target = _order[_flow.OrderOf(outer)];
        int current = _order[_flow.OrderOf(inner)];
        while (current > target)
            current = _parent[current];
        return current == target;
    }

    private void Meet(ref int found, int other)
    {
        if (_parent[other] < 0)
            return;
        if (found < 0)
        {
            found = other;
            return;
        }
        while (found != other)
        {
            while (found > other)
                found = _parent[found];
            while (other > found)
                other = _parent[other];
        }
    }

    /// <summary>Reverse post-order of the reversed graph: position 0 is the virtual exit, position i the block with that flow order.</summary>
    private int[] ReversedOrder()
    {
        int count = _flow.ReversePostOrder.Length;
        var result = new int[count + 1];
        int next = count;
        var seen = new bool[count];
        var stack = new Stack<(int Block, int Edge)>();
        // Roots are the ends first, then in each endless loop the block that comes last in flow order.
        for (int pass = 0; pass < 2; pass++)
            for (int root = 0; root < count; root++)
            {
                int start = pass == 0 ? root : count - 1 - root;
                if (seen[start] || (pass == 0 && _flow.ReversePostOrder[start].Terminator!.Edges.Count > 0))
                    continue;
                seen[start] = true;
                _leaves[start] = true;
                stack.Push((start, 0));
                while (stack.TryPop(out var top))
                {
                    var predecessors = _flow.Predecessors(_flow.ReversePostOrder[top.Block]);
                    if (top.Edge < predecessors.Length)
                    {
                        stack.Push((top.Block, top.Edge + 1));
                        int from = _flow.OrderOf(predecessors[top.Edge].From);
                        if (!seen[from])
                        {
                            seen[from] = true;
                            stack.Push((from, 0));
                        }
                    }
                    else
                    {
                        result[next] = top.Block;
                        _order[top.Block] = next--;
                    }
                }
            }
        result[0] = -1;
        return result;
    }
}
