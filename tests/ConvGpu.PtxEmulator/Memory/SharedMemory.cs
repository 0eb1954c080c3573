using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConvGpu.Emulation.Checks;
using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Memory;

/// <summary>Shared memory of a group, with the shadow that finds races and reads of bytes nobody wrote.</summary>
internal sealed unsafe class SharedMemory : IDisposable
{
    private readonly Group _group;
    private readonly RaceShadow? _shadow;
    private readonly bool _races;
    private readonly bool _uninitialized;
    private byte* _data;
    private ulong _start;

    public SharedMemory(Group group, int bytes)
    {
        _group = group;
        Bytes = bytes;
        _data = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 64), 64);
        var options = group.Launch.Options;
        _races = options.SharedRaces;
        _uninitialized = options.UninitializedShared;
        if (bytes > 0 && (_races || _uninitialized)) _shadow = new RaceShadow(bytes);
    }

    public int Bytes { get; }

    public byte* Data => _data;

    public bool Checked => _shadow is not null;

    public void Begin()
    {
        NativeMemory.Fill(_data, (nuint)Bytes, 0xCE);
        _start = _group.StartClock << RaceShadow.ClockShift;
    }

    /// <summary>Notes a read of the bytes at an offset from the start of the data.</summary>
    public void NoteRead(Warp warp, Operation operation, int lane, long offset, int bytes, bool strong)
    {
        var shadow = _shadow!;
        var thread = (ulong)(uint)(warp.Index * Warp.Lanes + lane);
        var barrier = _group.BarrierClock << RaceShadow.ClockShift;
        var stamp = _group.Clock << RaceShadow.ClockShift | thread | (strong ? RaceShadow.AtomicFlag : 0);
        if (bytes < 4 && shadow.Split[offset >> 2] == 0) shadow.SplitWord(offset >> 2);
        for (var i = offset; i < offset + bytes; i += Step(shadow, i, bytes))
        {
            var written = shadow.Writes[i];
            if (written < barrier)
            {
                if (written < _start && _uninitialized) throw Uninitialized(warp, operation, lane, i);
            }
            else if ((written & RaceShadow.ThreadMask) != thread && _races) CheckOrder(warp, operation, lane, i, written, strong, "read", "written");

            var read = shadow.Reads[i];
            if (read < barrier || (read & RaceShadow.PartyMask) == thread) shadow.Reads[i] = stamp;
            else if (((read ^ stamp) & ~(31 | RaceShadow.ManyFlag)) == 0 && (read & RaceShadow.ManyFlag) != 0) continue;
            else if ((read & RaceShadow.AnyFlag) == 0 || (strong ? 0 : read & RaceShadow.AtomicFlag) != 0) shadow.Reads[i] = Joined(warp, lane, read, stamp);
        }
    }

    /// <summary>Notes a write of the bytes at an offset from the start of the data.</summary>
    public void NoteWrite(Warp warp, Operation operation, int lane, long offset, int bytes, bool strong)
    {
        var shadow = _shadow!;
        var thread = (ulong)(uint)(warp.Index * Warp.Lanes + lane);
        var barrier = _group.BarrierClock << RaceShadow.ClockShift;
        var stamp = _group.Clock << RaceShadow.ClockShift | thread | (strong ? RaceShadow.AtomicFlag : 0);
        if (bytes < 4 && shadow.Split[offset >> 2] == 0) shadow.SplitWord(offset >> 2);
        for (var i = offset; i < offset + bytes; i += Step(shadow, i, bytes))
        {
            if (_races)
            {
                var written = shadow.Writes[i];
                if (written >= barrier && (written & RaceShadow.ThreadMask) != thread)
                    CheckOrder(warp, operation, lane, i, written, strong, "written", "written");
                var read = shadow.Reads[i];
                if (read >= barrier && (read & RaceShadow.PartyMask) != thread)
                    CheckOrder(warp, operation, lane, i, read, strong, "written", "read");
            }

            shadow.Writes[i] = stamp;
        }
    }

    /// <summary>Bytes that share a stamp: a word, unless it is used narrower or was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(RaceShadow shadow, long offset, int bytes)
    {
        if (bytes >= 4) return shadow.Split[offset >> 2] == 0 ? 4 : 1;
        return 1;
    }

    /// <summary>The stamp of a byte that another thread read before in the same interval.</summary>
    private static ulong Joined(Warp warp, int lane, ulong read, ulong stamp)
    {
        if ((read & RaceShadow.AnyFlag) != 0) return stamp | RaceShadow.AnyFlag;
        var strongBoth = read & stamp & RaceShadow.AtomicFlag;
        stamp = (stamp & ~RaceShadow.AtomicFlag) | strongBoth;
        var other = (int)(read & RaceShadow.ThreadMask);
        if (other >> 5 != warp.Index) return stamp | RaceShadow.AnyFlag;
        var ordered = (read & RaceShadow.ManyFlag) != 0
            ? warp.FullSyncClock > read >> RaceShadow.ClockShift
            : warp.SynchronizedSince(read >> RaceShadow.ClockShift, lane, other & 31);
        return ordered ? stamp : stamp | RaceShadow.ManyFlag;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CheckOrder(Warp warp, Operation operation, int lane, long offset, ulong stamp, bool strong, string now, string before)
    {
        if (strong && (stamp & RaceShadow.AtomicFlag) != 0) return;
        var other = (int)(stamp & RaceShadow.ThreadMask);
        if ((stamp & RaceShadow.AnyFlag) == 0 && other >> 5 == warp.Index)
        {
            var clock = stamp >> RaceShadow.ClockShift;
            if ((stamp & RaceShadow.ManyFlag) != 0 ? warp.FullSyncClock > clock : warp.SynchronizedSince(clock, lane, other & 31)) return;
        }

        throw warp.Fault(operation, lane, FaultKind.SharedRace,
            $"shared byte {offset} is {now} here and was {before} by thread {_group.ThreadPosition(other)}" +
            ((stamp & (RaceShadow.AnyFlag | RaceShadow.ManyFlag)) != 0 ? " and others" : "") + " with no barrier between");
    }

    private static EmulationException Uninitialized(Warp warp, Operation operation, int lane, long offset) =>
        warp.Fault(operation, lane, FaultKind.UninitializedShared, $"shared byte {offset} was never written by this group");

    public void Dispose()
    {
        NativeMemory.AlignedFree(_data);
        _data = null;
        _shadow?.Dispose();
    }
}
