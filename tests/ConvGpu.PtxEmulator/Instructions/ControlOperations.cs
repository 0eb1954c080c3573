using System.Numerics;
using ConvGpu.Emulation.Checks;
using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Instructions;

/// <summary>bra, with or without guard.</summary>
internal sealed class BranchTerminator(int target) : Terminator
{
    private int _block = -1;

    public override IReadOnlyList<int> TargetInstructions { get; } = [target];

    public override bool FallsThrough => Guard >= 0;

    public override void Resolve(Func<int, int> blockOf) => _block = blockOf(target);

    public override void Advance(Warp warp, int split)
    {
        var mask = warp.Splits[split].Mask;
        var taken = Selected(warp, mask);
        if (taken == mask) warp.Go(split, _block);
        else
        {
            if (taken != 0) warp.Fork(split, taken, _block);
            warp.Go(split, Next);
        }
    }
}

/// <summary>brx.idx.</summary>
internal sealed unsafe class IndexedBranchTerminator(int slot, int[] targets) : Terminator
{
    private int[] _blocks = [];

    public override IReadOnlyList<int> TargetInstructions => targets;

    public override bool FallsThrough => Guard >= 0;

    public override void Resolve(Func<int, int> blockOf) => _blocks = targets.Select(blockOf).ToArray();

    public override void Advance(Warp warp, int split)
    {
        var rest = Selected(warp, warp.Splits[split].Mask);
        var index = warp.Lane<uint>(slot);
        while (rest != 0)
        {
            var first = BitOperations.TrailingZeroCount(rest);
            if (index[first] >= (uint)_blocks.Length)
                throw warp.Fault(this, first, FaultKind.OutOfBounds, $"branch index {index[first]} of {_blocks.Length} targets");
            var block = _blocks[index[first]];
            uint same = 0;
            for (var lanes = rest; lanes != 0; lanes &= lanes - 1)
            {
                var l = BitOperations.TrailingZeroCount(lanes);
                if (index[l] < (uint)_blocks.Length && _blocks[index[l]] == block) same |= 1u << l;
            }

            rest &= ~same;
            if (same == warp.Splits[split].Mask)
            {
                warp.Go(split, block);
                return;
            }

            warp.Fork(split, same, block);
        }

        warp.Go(split, Next);
    }
}

/// <summary>exit, and ret of the entry.</summary>
internal sealed class ExitTerminator : Terminator
{
    public override bool FallsThrough => Guard >= 0;

    public override void Advance(Warp warp, int split)
    {
        var mask = warp.Splits[split].Mask;
        var leaving = Selected(warp, mask);
        if (leaving == 0) warp.Go(split, Next);
        else warp.Exit(split, leaving, Next);
    }
}

internal sealed class TrapOperation : Operation
{
    public override void Execute(Warp warp, uint mask) => throw warp.Fault(this, Warp.FirstLane(mask), FaultKind.Trap, "trap");
}

internal enum BarrierKind : byte
{
    Sync,
    Arrive,
    Count,
    All,
    Any,
}

/// <summary>bar and barrier.</summary>
internal sealed unsafe class BarrierTerminator(BarrierKind kind, bool aligned, int number, int count, int d, int p, bool negated) : Terminator
{
    public override void Advance(Warp warp, int split)
    {
        var mask = warp.Splits[split].Mask;
        var here = Selected(warp, mask);
        if (here != mask)
        {
            if (here == 0)
            {
                warp.Go(split, Next);
                return;
            }

            // Lanes whose guard is false go on; at an aligned barrier the others then wait for them in vain, unless they exit.
            warp.Fork(split, mask & ~here, Next);
        }

        if (aligned && here != warp.Live)
        {
            warp.Wait(split, SplitState.AwaitsLanes);
            return;
        }

        var first = Warp.FirstLane(here);
        var barrier = warp.Lane<uint>(number)[first];
        var expected = count < 0 ? 0 : warp.Lane<uint>(count)[first];
        for (var rest = here; rest != 0; rest &= rest - 1)
        {
            var l = BitOperations.TrailingZeroCount(rest);
            if (warp.Lane<uint>(number)[l] != barrier || (count >= 0 && warp.Lane<uint>(count)[l] != expected))
                throw warp.Fault(this, l, FaultKind.BarrierDivergence, "lanes of a warp name different barriers or counts");
        }

        if (barrier > 15) throw warp.Fault(this, first, FaultKind.BarrierDivergence, $"barrier {barrier}: barriers are numbered 0 to 15");
        if (expected % 32 != 0) throw warp.Fault(this, first, FaultKind.BarrierDivergence, $"{expected} threads are no multiple of the warp size");
        var predicate = p < 0 ? 0 : negated ? ~warp.Predicate(p) : warp.Predicate(p);
        warp.Group.Arrive(this, warp, here, (int)barrier, (int)expected, predicate);
        if (kind == BarrierKind.Arrive) warp.Go(split, Next);
        else warp.Wait(split, SplitState.AwaitsBarrier, (int)barrier);
    }

    /// <summary>Gives waiting lanes the result of the reduction.</summary>
    public void Complete(Warp warp, uint mask, (uint All, uint Any, int Count) reduction)
    {
        if (d < 0) return;
        if (kind != BarrierKind.Count)
        {
            warp.SetPredicate(d, mask, (kind == BarrierKind.All ? reduction.All : reduction.Any) != 0 ? uint.MaxValue : 0);
            return;
        }

        for (; mask != 0; mask &= mask - 1) warp.Lane<int>(d)[BitOperations.TrailingZeroCount(mask)] = reduction.Count;
    }
}
