using System.Numerics;
using ConvGpu.Emulation.Checks;
using ConvGpu.Emulation.Memory;

namespace ConvGpu.Emulation.Execution;

/// <summary>A group of warps with its shared memory and barriers. One object serves one group after another.</summary>
internal sealed class Group : IDisposable
{
    private const int BarrierResources = 16;
    private readonly Warp[] _warps;
    private readonly BarrierState[] _barriers = new BarrierState[BarrierResources];

    private struct BarrierState
    {
        public int Arrived;
        /// <summary>Threads expected, or 0 for all of the group.</summary>
        public int Expected;
        public uint All;
        public uint Any;
        public int Count;
    }

    public Group(Launch launch)
    {
        Launch = launch;
        var threads = launch.Threads;
        Shared = new SharedMemory(this, launch.SharedBytes);
        _warps = new Warp[(threads + Warp.Lanes - 1) / Warp.Lanes];
        for (var i = 0; i < _warps.Length; i++) _warps[i] = new Warp(this, launch.Program, i);
    }

    public Launch Launch { get; }

    public SharedMemory Shared { get; }

    public (int X, int Y, int Z) Position { get; private set; }

    /// <summary>Counts synchronisations; never goes back.</summary>
    public ulong Clock { get; set; } = 1;

    public ulong StartClock { get; private set; }

    /// <summary>Clock of the last barrier of the whole group.</summary>
    public ulong BarrierClock { get; private set; }

    public int WarpCount => _warps.Length;

    /// <summary>Linear index in the grid.</summary>
    public long Index { get; private set; }

    /// <summary>Barriers of the whole group so far.</summary>
    public ulong BarrierCount { get; private set; }

    public long Executed { get; private set; }

    public void Run((int X, int Y, int Z) position)
    {
        Position = position;
        Index = position.X + (long)Launch.GridSize.X * (position.Y + (long)Launch.GridSize.Y * position.Z);
        BarrierCount = 0;
        StartClock = BarrierClock = ++Clock;
        Shared.Begin();
        Array.Clear(_barriers);
        foreach (var warp in _warps) warp.Start(Launch.Threads);
        while (true)
        {
            var ran = false;
            var finished = true;
            foreach (var warp in _warps)
            {
                if (warp.Finished) continue;
                ran |= warp.Run();
                finished &= warp.Finished;
            }

            if (finished) break;
            if (!ReleaseBarriers() && !ran) throw Deadlock();
        }

        foreach (var warp in _warps) Executed += warp.Executed;
    }

    /// <summary>Lanes of a warp arrive at a barrier; expected is 0 for the whole group.</summary>
    public void Arrive(Terminator operation, Warp warp, uint lanes, int barrier, int expected, uint predicate)
    {
        ref var state = ref _barriers[barrier];
        if (state.Arrived == 0)
        {
            state = new BarrierState { Expected = expected, All = 1 };
        }
        else if (state.Expected != expected)
        {
            throw warp.Fault(operation, Warp.FirstLane(lanes), FaultKind.BarrierDivergence,
                $"barrier {barrier} is used with {Text(expected)} and with {Text(state.Expected)} at once");
        }

        state.Arrived += BitOperations.PopCount(lanes);
        state.Count += BitOperations.PopCount(predicate & lanes);
        if ((predicate & lanes) != lanes) state.All = 0;
        if ((predicate & lanes) != 0) state.Any = 1;
        if (expected != 0 && state.Arrived > expected)
            throw warp.Fault(operation, Warp.FirstLane(lanes), FaultKind.BarrierDivergence,
                $"{state.Arrived} threads arrived at barrier {barrier}, which is for {expected}");
    }

    private static string Text(int expected) => expected == 0 ? "all threads" : $"{expected} threads";

    /// <summary>What bar.red gives the threads of a barrier that completes: all, any and the count.</summary>
    public (uint All, uint Any, int Count) Reduction(int barrier) => (_barriers[barrier].All, _barriers[barrier].Any, _barriers[barrier].Count);

    private bool ReleaseBarriers()
    {
        var live = 0;
        foreach (var warp in _warps) live += BitOperations.PopCount(warp.Live);
        var released = false;
        for (var i = 0; i < BarrierResources; i++)
        {
            ref var state = ref _barriers[i];
            if (state.Arrived == 0 || state.Arrived < (state.Expected == 0 ? live : state.Expected)) continue;
            var clock = ++Clock;
            if (state.Arrived >= live)
            {
                BarrierClock = clock;
                BarrierCount++;
            }

            foreach (var warp in _warps)
            {
                WriteReductions(warp, i);
                warp.Release(i);
            }

            state = default;
            released = true;
        }

        return released;
    }

    private void WriteReductions(Warp warp, int barrier)
    {
        for (var s = 0; s < warp.SplitCount; s++)
        {
            if (warp.Splits[s].State == SplitState.AwaitsBarrier && warp.Splits[s].Barrier == barrier && warp.WaitingAt(s) is Instructions.BarrierTerminator end)
                end.Complete(warp, warp.Splits[s].Mask, Reduction(barrier));
        }
    }

    private EmulationException Deadlock()
    {
        var waits = new List<string>();
        Operation? first = null;
        var thread = 0;
        var worst = 0;
        foreach (var warp in _warps)
        {
            for (var s = 0; s < warp.SplitCount; s++)
            {
                var split = warp.Splits[s];
                var at = warp.WaitingAt(s);
                var badness = split.State != SplitState.AwaitsLanes ? 0 : at is Instructions.BarrierTerminator ? 1 : 2;
                if (first is null || badness > worst)
                {
                    first = at;
                    worst = badness;
                    thread = warp.Index * Warp.Lanes + Warp.FirstLane(split.Mask);
                }

                if (waits.Count < 8) waits.Add($"warp {warp.Index} lanes 0x{split.Mask:X8} wait at line {at?.Line} `{at?.Source}`");
            }
        }

        var inBarrier = first is Instructions.BarrierTerminator;
        return Fault(first, thread, inBarrier ? FaultKind.BarrierDivergence : FaultKind.WarpDivergence,
            "threads wait for others that never come: " + string.Join("; ", waits));
    }

    public (int X, int Y, int Z) ThreadPosition(int thread)
    {
        var (x, y, _) = Launch.GroupSize;
        return (thread % x, thread / x % y, thread / (x * y));
    }

    public EmulationException Fault(Operation? operation, int thread, FaultKind kind, string detail) =>
        new(kind, Launch.Program.Name, operation?.Line ?? 0, operation?.Source.ToString() ?? "", Position, ThreadPosition(thread), detail);

    public void Dispose()
    {
        foreach (var warp in _warps) warp.Dispose();
        Shared.Dispose();
    }
}
