using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Memory;

namespace ConvGpu.Emulation.Checks;

/// <summary>
/// Races in global memory within one launch. Threads of different groups are never ordered; threads of a group are by its barriers.
/// A stamp is (launch, group, barrier interval, thread).
/// </summary>
internal sealed unsafe class GlobalRaceCheck(ulong launch)
{
    private const ulong StrongFlag = 1UL << 63;
    private const ulong ManyFlag = 1UL << 62;

    /// <summary>Launch in 10 bits, group in 26, interval in 16, thread in 10.</summary>
    private ulong Stamp(Warp warp, int lane) =>
        (launch & 0x3FF) << 52 | ((ulong)warp.Group.Index & 0x3FFFFFF) << 26 | (warp.Group.BarrierCount & 0xFFFF) << 10
        | (uint)(warp.Index * Warp.Lanes + lane);

    public void Note(Warp warp, Operation operation, int lane, Allocation allocation, long offset, int bytes, AccessKind kind, bool strong)
    {
        var shadow = allocation.Shadow ??= new RaceShadow(allocation.Bytes);
        var stamp = Stamp(warp, lane);
        var flag = strong ? StrongFlag : 0;
        for (var i = offset; i < offset + bytes; i++)
        {
            if (kind == AccessKind.Read)
            {
                if (Conflicts(warp, lane, stamp, shadow.Writes[i], strong)) throw Fault(warp, operation, lane, allocation, i, "read", "written");
                var read = shadow.Reads[i];
                var other = Conflicts(warp, lane, stamp, read, strong: false);
                shadow.Reads[i] = stamp | flag | (other ? ManyFlag : 0);
                continue;
            }

            if (Conflicts(warp, lane, stamp, shadow.Writes[i], strong)) throw Fault(warp, operation, lane, allocation, i, "written", "written");
            if (Conflicts(warp, lane, stamp, shadow.Reads[i], strong)) throw Fault(warp, operation, lane, allocation, i, "written", "read");
            shadow.Writes[i] = stamp | flag;
        }
    }

    private static bool Conflicts(Warp warp, int lane, ulong stamp, ulong other, bool strong)
    {
        if (other == 0 || (strong && (other & StrongFlag) != 0)) return false;
        var many = (other & ManyFlag) != 0;
        other &= ~(StrongFlag | ManyFlag);
        if (other >> 52 != stamp >> 52) return false;
        if (other >> 26 != stamp >> 26) return true;
        if (other >> 10 != stamp >> 10) return false;
        return many || other != stamp;
    }

    private static EmulationException Fault(Warp warp, Operation operation, int lane, Allocation allocation, long offset, string now, string before) =>
        warp.Fault(operation, lane, FaultKind.GlobalRace,
            $"byte {offset} of the allocation 0x{allocation.Start:X} is {now} here and was {before} by another thread with no order between");
}
