using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>
/// Which branches stay and where each leads once masked branches run both their ways one after the other (after Moll and Hack, "Partial
/// Control-Flow Linearization", 2018). Blocks are visited in order; each carries the targets that lanes have been sent to but that have
/// not run yet. A way leads to the earliest of those and its own target, and defers the others.
/// </summary>
internal sealed class LinearPlan
{
    private readonly LaneFlow _flow;
    private readonly Divergence _divergence;
    private readonly bool _hasRegions;
    private readonly SortedSet<int>[] _deferred;
    private readonly Block[][] _next;
    private readonly Block?[] _skip;
    private readonly bool[] _pending;
    /// <summary>Blocks that lead to the end of a masked loop when no lane comes to them.</summary>
    private readonly Dictionary<Loop, List<int>> _guardedUntilExit = [];

    public LinearPlan(LaneFlow flow, Divergence divergence, LaneGeometry geometry)
    {
        _hasRegions = geometry.Vectors > 1 && flow.LeadsToBarrier(flow.Blocks[0]);
        _flow = flow;
        _divergence = divergence;
        int count = flow.Blocks.Count;
        _deferred = new SortedSet<int>[count];
        for (int i = 0; i < count; i++)
            _deferred[i] = [];
        _next = new Block[count][];
        _skip = new Block?[count];
        _pending = new bool[count];
        for (int i = 0; i < count; i++)
            Plan(flow.Blocks[i], i);
    }

    /// <summary>Where each edge of the block's terminator leads; one entry when the branch is masked. A latch of a masked loop has two:
    /// the header, and where to go when no lane is left.</summary>
    public Block[] NextOf(Block block) => _next[_flow.IndexOf(block)];

    /// <summary>Where to go instead when no lane comes to this block, or null when it runs regardless.</summary>
    public Block? SkipOf(Block block) => _skip[_flow.IndexOf(block)];

    /// <summary>Lanes wait for this block while others run: its mask and parameters pass through variables.</summary>
    public bool IsPending(Block block) => _pending[_flow.IndexOf(block)];

    public bool IsMaskedLatch(Block block) =>
        block.Terminator is Jump jump && _flow.IsBackEdge(block, jump.Edge.Target) && _divergence.IsMasked(_flow.Loops.LoopOf(jump.Edge.Target)!);

    /// <summary>The branch is replaced by masks: it differs between lanes, or leaves a loop whose other lanes stay.</summary>
    public bool IsMasked(Block block) => block.Terminator is Branch && (_divergence.IsMasked(block) || LeavesMaskedLoop(block));

    private bool LeavesMaskedLoop(Block block)
    {
        for (var loop = _flow.Loops.LoopOf(block); loop is not null; loop = loop.Parent)
            if (_divergence.IsMasked(loop) && block.Successors.Any(target => !_flow.Loops.Contains(loop, target)))
                return true;
        return false;
    }

    private void Plan(Block block, int index)
    {
        var waiting = _deferred[index];
        if (waiting.Count > 0 && NeedsGuard(block) && !(_hasRegions && IsForAll(block, waiting.Min)))
            Guard(block, index, waiting);
        if (IsMaskedLatch(block))
        {
            var header = ((Jump)block.Terminator!).Edge.Target;
            var exit = Lead(waiting, []);
            _next[index] = [header, exit];
            foreach (int guarded in _guardedUntilExit.GetValueOrDefault(_flow.Loops.LoopOf(header)!, []))
                _skip[guarded] = exit;
        }
        else if (IsMasked(block))
            _next[index] = [Lead(waiting, block.Successors.Select(_flow.IndexOf).ToArray())];
        else
            _next[index] = block.Successors.Select(target => _flow.IsBackEdge(block, target) ? target : Lead(waiting, [_flow.IndexOf(target)])).ToArray();
    }

    /// <summary>
    /// Where nobody comes to the block, the earliest waiting block is next. When that is behind a masked loop, nobody is left in the loop, and
    /// items may wait for earlier blocks of which only the loop's end knows.
    /// </summary>
    private void Guard(Block block, int index, SortedSet<int> waiting)
    {
        var next = _flow.Blocks[waiting.Min];
        for (var loop = _flow.Loops.LoopOf(block); loop is not null && !_flow.Loops.Contains(loop, next); loop = loop.Parent)
        {
            if (!_divergence.IsMasked(loop))
                continue;
            if (!_guardedUntilExit.TryGetValue(loop, out var guarded))
                _guardedUntilExit.Add(loop, guarded = []);
            guarded.Add(index);
            return;
        }
        _skip[index] = next;
        Lead(waiting, []);
    }

    /// <summary>Goes to the earliest of the waiting blocks and the targets; the rest wait there.</summary>
    private Block Lead(SortedSet<int> waiting, int[] targets)
    {
        var all = new SortedSet<int>(waiting);
        all.UnionWith(targets);
        int first = all.Min;
        all.Remove(first);
        _deferred[first].UnionWith(all);
        foreach (int later in all)
            _pending[later] = true;
        return _flow.Blocks[first];
    }

    /// <summary>
    /// A block that lanes may not come to is guarded when running it (and what it dominates) without lanes would be wrong or slow, and no
    /// barrier is inside: an access to one address for all lanes has no mask, a loop takes time.
    /// </summary>
    private bool NeedsGuard(Block block)
    {
        if (_flow.Loops.LoopOf(block)?.Header == block || !ComesFromMask(block))
            return false;
        bool needed = false;
        int weight = 0;
        for (int i = _flow.IndexOf(block); i < _flow.EndOf(block); i++)
        {
            var inner = _flow.Blocks[i];
            needed |= _flow.Loops.LoopOf(inner)?.Header == inner;
            foreach (var instruction in inner.Instructions)
            {
                if (ConvergentOps.NeedsGroup(instruction))
                    return false;
                weight++;
                needed |= instruction.Op is Opcode.Load or Opcode.Store && _divergence.Of(instruction.Operands[0]).IsUniform;
            }
        }
        return needed || weight > 16;
    }

    /// <summary>
    /// Whether vectors without lanes must run the block, and what it dominates, all the same: a way leads from there to a place before
    /// <paramref name="target"/> (the start of the loop around included), where others may come from around a barrier; or it takes along what the whole group agrees on, to where
    /// such a value may decide on the way to a barrier.
    /// </summary>
    private bool IsForAll(Block block, int target)
    {
        int start = _flow.IndexOf(block), end = _flow.EndOf(block);
        for (int i = start; i < end; i++)
            foreach (var next in _flow.Blocks[i].Successors)
                if (_flow.IndexOf(next) is var at && (at < start || at >= end)
                    && (at < target || (_flow.LeadsToBarrier(next) && next.Parameters.Exists(_divergence.IsGroupUniform))))
                    return true;
        return false;
    }

    private bool ComesFromMask(Block block) =>
        _pending[_flow.IndexOf(block)] || _flow.Flow.Predecessors(block).Any(place => IsMasked(place.From));
}
