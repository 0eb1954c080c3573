namespace ConvGpu.Ilgpu.IR.Analyses;

/// <summary>A natural loop: a header that dominates the sources of the edges that go back to it.</summary>
internal sealed class Loop(Block header)
{
    public Block Header { get; } = header;
    /// <summary>The loop around this one, or null.</summary>
    public Loop? Parent { get; set; }
    /// <summary>Loops directly inside.</summary>
    public List<Loop> Children { get; } = [];
    /// <summary>All blocks, inner loops' included, header first, in reverse post-order.</summary>
    public List<Block> Blocks { get; } = [];
    /// <summary>Edges inside that go back to the header.</summary>
    public List<EdgePlace> BackEdges { get; } = [];
    /// <summary>Edges from outside to the header.</summary>
    public List<EdgePlace> EntryEdges { get; } = [];
    /// <summary>Edges from a block inside to a block outside.</summary>
    public List<EdgePlace> Exits { get; } = [];
    /// <summary>1 for an outermost loop.</summary>
    public int Depth { get; set; }

    /// <summary>Whether <paramref name="other"/> is this loop or lies in it.</summary>
    public bool Encloses(Loop? other)
    {
        while (other is not null && other.Depth > Depth)
            other = other.Parent;
        return ReferenceEquals(other, this);
    }
}

/// <summary>The loops of a function. <see cref="IsReducible"/> is false when a cycle has two entries; such a cycle is not listed.</summary>
internal sealed class LoopForest
{
    private readonly Loop?[] _innermost;

    public LoopForest(DominatorTree dominators)
    {
        Dominators = dominators;
        var flow = dominators.Flow;
        var blocks = flow.ReversePostOrder;
        _innermost = new Loop?[blocks.Length];
        // Inner headers come later in the order, so going backwards finds inner loops first.
        for (int i = blocks.Length - 1; i >= 0; i--)
            FindLoop(blocks[i]);
        Link();
    }

    public DominatorTree Dominators { get; }
    public ControlFlow Flow => Dominators.Flow;

    /// <summary>Loops that no loop is around.</summary>
    public List<Loop> Roots { get; } = [];

    /// <summary>All loops, outer before inner.</summary>
    public List<Loop> All { get; } = [];

    public bool IsReducible { get; private set; } = true;

    /// <summary>The innermost loop that holds the block, or null.</summary>
    public Loop? LoopOf(Block block) => _innermost[Flow.OrderOf(block)];

    public int DepthOf(Block block) => LoopOf(block)?.Depth ?? 0;

    public bool Contains(Loop loop, Block block) => loop.Encloses(LoopOf(block));

    private void FindLoop(Block header)
    {
        Loop? loop = null;
        var work = new Stack<Block>();
        int order = Flow.OrderOf(header);
        foreach (var place in Flow.Predecessors(header))
        {
            if (Flow.OrderOf(place.From) < order)
                continue;
            if (!Dominators.Dominates(header, place.From))
            {
                IsReducible = false;
                continue;
            }
            (loop ??= new Loop(header)).BackEdges.Add(place);
            work.Push(place.From);
        }
        if (loop is null)
            return;
        _innermost[order] = loop;
        while (work.TryPop(out var block))
        {
            // A block of a loop found before stands for its outermost loop: continue from that loop's header.
            int at = Flow.OrderOf(block);
            if (_innermost[at] is { } inner)
            {
                while (inner.Parent is { } outer)
                    inner = outer;
                if (inner == loop)
                    continue;
                inner.Parent = loop;
                block = inner.Header;
            }
            else
                _innermost[at] = loop;
            foreach (var place in Flow.Predecessors(block))
                if (Dominators.Dominates(header, place.From))
                    work.Push(place.From);
        }
    }

    private void Link()
    {
        foreach (var block in Flow.ReversePostOrder)
        {
            var loop = LoopOf(block);
            if (loop?.Header == block)
            {
                loop.Depth = (loop.Parent?.Depth ?? 0) + 1;
                (loop.Parent?.Children ?? Roots).Add(loop);
                All.Add(loop);
            }
            for (var around = loop; around is not null; around = around.Parent)
                around.Blocks.Add(block);
        }
        foreach (var block in Flow.ReversePostOrder)
        {
            var edges = block.Terminator!.Edges;
            var from = LoopOf(block);
            for (int i = 0; i < edges.Count; i++)
            {
                var to = LoopOf(edges[i].Target);
                for (var left = from; left is not null && !left.Encloses(to); left = left.Parent)
                    left.Exits.Add(new EdgePlace(block, i));
                if (to?.Header == edges[i].Target && !to.Encloses(from))
                    to.EntryEdges.Add(new EdgePlace(block, i));
            }
        }
    }
}
