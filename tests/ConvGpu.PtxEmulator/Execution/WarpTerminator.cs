using System.Numerics;
using ConvGpu.Emulation.Checks;

namespace ConvGpu.Emulation.Execution;

/// <summary>
/// An operation that waits for the lanes of a member mask. Lanes of the mask that have not exited must come to the same instruction;
/// lanes with different masks are different parties.
/// </summary>
internal abstract unsafe class WarpTerminator(int memberSlot) : Terminator
{
    public sealed override void Advance(Warp warp, int split)
    {
        var mask = warp.Splits[split].Mask;
        var here = Selected(warp, mask);
        var members = warp.Lane<uint>(memberSlot);
        uint done = mask & ~here;
        for (var rest = here; rest != 0;)
        {
            var first = BitOperations.TrailingZeroCount(rest);
            var mine = members[first];
            uint same = 0;
            for (var lanes = rest; lanes != 0; lanes &= lanes - 1)
            {
                var l = BitOperations.TrailingZeroCount(lanes);
                if (members[l] == mine) same |= 1u << l;
            }

            rest &= ~same;
            if ((same & ~mine) != 0)
                throw warp.Fault(this, Warp.FirstLane(same & ~mine), FaultKind.WarpDivergence, $"the lane is not in its own member mask 0x{mine:X8}");
            if ((mine & warp.Live) != same) continue;
            Together(warp, same);
            warp.Synchronized(same);
            done |= same;
        }

        if (done == mask) warp.Go(split, Next);
        else
        {
            if (done != 0) warp.Fork(split, done, Next);
            warp.Wait(split, SplitState.AwaitsLanes);
        }
    }

    /// <summary>Computes for lanes that all came.</summary>
    protected abstract void Together(Warp warp, uint lanes);
}
