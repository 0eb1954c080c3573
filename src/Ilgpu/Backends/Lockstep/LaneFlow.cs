using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>
/// The blocks of a normalised function in the order in which lockstep code runs them: a topological order (but for back edges) in which
/// the blocks of a loop are contiguous and so are the blocks that a block dominates, those behind a loop counting as dominated by its header.
/// What items do before they return early comes before the barriers of the others where that keeps the order.
/// </summary>
internal sealed class LaneFlow
{
    private readonly int[] _index;
    private readonly int[] _end;
    private readonly List<Block>?[] _inside;
    private readonly List<Block>?[] _behind;
    private readonly List<Block> _blocks = [];
    private readonly HashSet<Block> _toBarrier = [];

    public LaneFlow(Function function)
    {
        Flow = new ControlFlow(function);
        Dominators = new DominatorTree(Flow);
        Loops = new LoopForest(Dominators);
        PostDominators = new PostDominatorTree(Flow);
        int count = Flow.ReversePostOrder.Length;
        _inside = new List<Block>?[count];
        _behind = new List<Block>?[count];
        _index = new int[count];
        _end = new int[count];
        FindWaysToBarriers();
        for (int i = 1; i < count; i++)
            Attach(Flow.ReversePostOrder[i]);
        Order(function.Entry);
    }

    public ControlFlow Flow { get; }
    public DominatorTree Dominators { get; }
    public LoopForest Loops { get; }
    public PostDominatorTree PostDominators { get; }
    public IReadOnlyList<Block> Blocks => _blocks;

    public int IndexOf(Block block) => _index[Flow.OrderOf(block)];

    /// <summary>One past the last position of the blocks that <paramref name="block"/> dominates (in the sense of this order).</summary>
    public int EndOf(Block block) => _end[Flow.OrderOf(block)];

    /// <summary>Whether the group comes together in the block or behind it.</summary>
    public bool LeadsToBarrier(Block block) => _toBarrier.Contains(block);

    /// <summary>Whether the edge repeats a loop.</summary>
    public bool IsBackEdge(Block from, Block to) => IndexOf(to) <= IndexOf(from);

    /// <summary>The block all whose lanes come to <paramref name="block"/>, in the same iteration, and which runs before it; or null.</summary>
    public Block? EquivalentBefore(Block block)
    {
        var source = Dominators.ImmediateDominator(block);
        var loop = Loops.LoopOf(block);
        while (source is not null && Loops.LoopOf(source) is { } around && !around.Encloses(loop))
            source = Dominators.ImmediateDominator(around.Header);
        return source is not null && PostDominators.PostDominates(block, source) ? source : null;
    }

    /// <summary>
    /// Positions of later blocks whose lanes come to no barrier any more: they have returned, or will when the block's turn comes. Where
    /// all go that come to <paramref name="barrier"/>, lanes that are there before have passed it by instead.
    /// </summary>
    public IEnumerable<int> LeavingBefore(Block barrier)
    {
        for (int i = IndexOf(barrier) + 1; i < _blocks.Count; i++)
            if (_blocks[i].Terminator is Return || (!LeadsToBarrier(_blocks[i]) && !PostDominators.PostDominates(_blocks[i], barrier)))
                yield return i;
    }

    private void FindWaysToBarriers()
    {
        var work = new Stack<Block>(Flow.ReversePostOrder.Where(block => block.Instructions.Exists(ConvergentOps.NeedsGroup)));
        while (work.TryPop(out var block))
            if (_toBarrier.Add(block))
                foreach (var place in Flow.Predecessors(block))
                    work.Push(place.From);
    }

    private void Attach(Block block)
    {
        var dominator = Dominators.ImmediateDominator(block)!;
        Loop? left = null;
        for (var loop = Loops.LoopOf(dominator); loop is not null && !loop.Encloses(Loops.LoopOf(block)); loop = loop.Parent)
            left = loop;
        if (left is not null)
            (_behind[Flow.OrderOf(left.Header)] ??= []).Add(block);
        else
            (_inside[Flow.OrderOf(dominator)] ??= []).Add(block);
    }

    private void Order(Block block)
    {
        int order = Flow.OrderOf(block);
        _index[order] = _blocks.Count;
        _blocks.Add(block);
        // Stable: without barriers the order stays.
        foreach (var child in (_inside[order] ?? []).OrderBy(child => LeadsToBarrier(block) && ReturnsEarly(block, child) ? 0 : 1))
            Order(child);
        foreach (var child in _behind[order] ?? [])
            Order(child);
        _end[order] = _blocks.Count;
    }

    private bool ReturnsEarly(Block from, Block block) => !LeadsToBarrier(block) && Flow.Predecessors(block).All(place => place.From == from);
}
