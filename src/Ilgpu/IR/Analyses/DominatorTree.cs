namespace ConvGpu.Ilgpu.IR.Analyses;

/// <summary>
/// Dominators of reachable blocks (Cooper, Harvey and Kennedy, "A simple, fast dominance algorithm"), numbered so that the question
/// of dominance is two comparisons.
/// </summary>
internal sealed class DominatorTree
{
    private readonly int[] _parent;
    private readonly int[] _enter;
    private readonly int[] _leave;
    private readonly List<Block>?[] _children;

    public DominatorTree(ControlFlow flow)
    {
        Flow = flow;
        _parent = Compute(flow);
        int count = _parent.Length;
        _children = new List<Block>?[count];
        for (int i = 1; i < count; i++)
            (_children[_parent[i]] ??= []).Add(flow.ReversePostOrder[i]);
        _enter = new int[count];
        _leave = new int[count];
        Number();
    }

    public ControlFlow Flow { get; }

    /// <summary>Null for the entry.</summary>
    public Block? ImmediateDominator(Block block)
    {
        int order = Flow.OrderOf(block);
        return order == 0 ? null : Flow.ReversePostOrder[_parent[order]];
    }

    /// <summary>Blocks whose immediate dominator this is, in reverse post-order.</summary>
    public IReadOnlyList<Block> Children(Block block) => (IReadOnlyList<Block>?)_children[Flow.OrderOf(block)] ?? [];

    /// <summary>Whether every path from the entry to <paramref name="inner"/> meets <paramref name="outer"/>; a block dominates itself.</summary>
    public bool Dominates(Block outer, Block inner)
    {
        int a = Flow.OrderOf(outer), b = Flow.OrderOf(inner);
        return a >= 0 && b >= 0 && _enter[a] <= _enter[b] && _leave[b] <= _leave[a];
    }

    /// <summary>The nearest block that dominates both.</summary>
    public Block CommonDominator(Block a, Block b)
    {
        int left = Flow.OrderOf(a), right = Flow.OrderOf(b);
        return Flow.ReversePostOrder[Intersect(_parent, left, right)];
    }

    private static int[] Compute(ControlFlow flow)
    {
        var blocks = flow.ReversePostOrder;
        var parent = new int[blocks.Length];
        Array.Fill(parent, -1);
        parent[0] = 0;
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = 1; i < blocks.Length; i++)
            {
                int found = -1;
                foreach (var place in flow.Predecessors(blocks[i]))
                {
                    int from = flow.OrderOf(place.From);
                    if (parent[from] >= 0)
                        found = found < 0 ? from : Intersect(parent, from, found);
                }
                changed |= parent[i] != found;
                parent[i] = found;
            }
        }
        return parent;
    }

    private static int Intersect(int[] parent, int a, int b)
    {
        while (a != b)
        {
            while (a > b)
                a = parent[a];
            while (b > a)
                b = parent[b];
        }
        return a;
    }

    private void Number()
    {
        int clock = 0;
        var stack = new Stack<(int Block, int Child)>();
        stack.Push((0, 0));
        while (stack.TryPop(out var top))
        {
            if (top.Child == 0)
                _enter[top.Block] = clock++;
            var children = _children[top.Block];
            if (children is not null && top.Child < children.Count)
            {
                stack.Push((top.Block, top.Child + 1));
                stack.Push((Flow.OrderOf(children[top.Child]), 0));
            }
            else
                _leave[top.Block] = clock++;
        }
    }
}
