using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConvGpu.Emulation.Checks;

namespace ConvGpu.Emulation.Execution;

internal enum SplitState : byte
{
    Running,
    /// <summary>At a block that begins and ends with a warp-wide operation, waiting for other lanes of the warp.</summary>
    AwaitsLanes,
    AwaitsBarrier,
}

/// <summary>Lanes of a warp at one place.</summary>
internal struct Split
{
    public int Block;
    public uint Mask;
    public SplitState State;
    public int Barrier;
}

/// <summary>
/// 32 lanes with their registers. Lanes that diverged are splits; the split at the first block in program order runs first, so that
/// lanes meet again where paths join, and splits take turns when that starves others (forward progress of every thread).
/// </summary>
internal sealed unsafe class Warp : IDisposable
{
    public const int Lanes = 32;
    private const int StarvationBlocks = 20_000;
    private const int TurnBlocks = 1_000;
    private const int SliceBlocks = 200_000;
    private readonly Split[] _splits = new Split[Lanes];
    private readonly Program _program;
    private int _splitCount;
    private int _sinceMerge;
    private int _turn;

    public Warp(Group group, Program program, int index)
    {
        Group = group;
        _program = program;
        Index = index;
        Registers = (byte*)NativeMemory.AlignedAlloc((nuint)program.FrameBytes, 64);
        LocalStride = program.LocalBytes;
        Local = LocalStride == 0 ? null : (byte*)NativeMemory.AlignedAlloc((nuint)LocalStride * Lanes, 64);
    }

    public Group Group { get; }

    /// <summary>Index in the group.</summary>
    public int Index { get; }

    public byte* Registers { get; private set; }

    /// <summary>Local memory of lane 0; lane l is LocalStride * l further.</summary>
    public byte* Local { get; private set; }

    public int LocalStride { get; }

    /// <summary>Lanes that exist and have not exited.</summary>
    public uint Live { get; private set; }

    public bool Finished => Live == 0;

    public int SplitCount => _splitCount;

    public Split[] Splits => _splits;

    /// <summary>Instructions executed since the start of the launch's group.</summary>
    public long Executed { get; private set; }

    /// <summary>Clock of the last synchronisation of all live lanes.</summary>
    public ulong FullSyncClock { get; private set; }

    /// <summary>Copies begun by cp.async and not completed, made on first use.</summary>
    public AsyncCopies? Copies { get; set; }

    private readonly (ulong Clock, uint Mask)[] _laneSync = new (ulong, uint)[Lanes];

    public void Start(int threads)
    {
        var lanes = Math.Min(Lanes, threads - Index * Lanes);
        Live = lanes == Lanes ? uint.MaxValue : (1u << lanes) - 1;
        _splitCount = 1;
        _splits[0] = new Split { Block = 0, Mask = Live };
        _sinceMerge = 0;
        Executed = 0;
        FullSyncClock = 0;
        Array.Clear(_laneSync);
        Copies?.Clear();
        _program.InitializeFrame(this);
        if (Local != null) NativeMemory.Fill(Local, (nuint)LocalStride * Lanes, 0xCB);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Predicate(int slot) => *(uint*)(Registers + slot);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Lane<T>(int slot)
        where T : unmanaged => (T*)(Registers + slot);

    public void SetPredicate(int slot, uint mask, uint value)
    {
        var p = (uint*)(Registers + slot);
        *p = (*p & ~mask) | (value & mask);
    }

    /// <summary>Runs until every lane waits or has exited, or a slice of time is over. Returns whether anything ran.</summary>
    public bool Run()
    {
        var slice = SliceBlocks;
        var ran = false;
        while (slice-- > 0)
        {
            var split = Choose();
            if (split < 0) break;
            ran = true;
            var block = _program.Blocks[_splits[split].Block];
            Execute(block, _splits[split].Mask);
            if (block.End is { } end) end.Advance(this, split);
            else _splits[split].Block = block.Next;
        }

        if (Executed > Group.Launch.Options.MaximumInstructionsPerWarp)
            throw Fault(_program.Blocks[_splits[0].Block].End, FirstLane(_splits[0].Mask), FaultKind.Timeout, "the warp executes without end");
        return ran;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Execute(Block block, uint mask)
    {
        var body = block.Body;
        foreach (var operation in body)
        {
            var lanes = mask;
            if (operation.Guard >= 0)
            {
                lanes &= Predicate(operation.Guard) ^ operation.GuardFlip;
                if (lanes == 0) continue;
            }

            operation.Execute(this, lanes);
        }

        Executed += body.Length + 1;
    }

    /// <summary>The split to run next, after splits at the same place are merged; -1 if all wait.</summary>
    private int Choose()
    {
        if (_splitCount == 1) return _splits[0].State == SplitState.Running ? 0 : -1;
        var best = -1;
        for (var i = 0; i < _splitCount; i++)
        {
            if (_splits[i].State == SplitState.Running && (best < 0 || _splits[i].Block < _splits[best].Block)) best = i;
        }

        if (best < 0) return best;
        if (++_sinceMerge > StarvationBlocks)
        {
            if (_sinceMerge > StarvationBlocks + TurnBlocks)
            {
                _sinceMerge = StarvationBlocks;
                _turn++;
            }

            best = TakeTurn(best);
        }

        return Merge(best);
    }

    private int TakeTurn(int best)
    {
        for (var i = 0; i < _splitCount; i++)
        {
            var candidate = (_turn + i) % _splitCount;
            if (_splits[candidate].State == SplitState.Running) return candidate;
        }

        return best;
    }

    private int Merge(int into)
    {
        for (var i = _splitCount - 1; i >= 0; i--)
        {
            if (i == into || _splits[i].Block != _splits[into].Block || _splits[i].State == SplitState.AwaitsBarrier) continue;
            _splits[into].Mask |= _splits[i].Mask;
            _sinceMerge = 0;
            Remove(i);
            if (into == _splitCount) into = i;
        }

        return into;
    }

    private void Remove(int split) => _splits[split] = _splits[--_splitCount];

    /// <summary>Leaves the lanes of a split at its block and sends others on from another.</summary>
    public void Fork(int split, uint lanes, int block)
    {
        _splits[split].Mask &= ~lanes;
        _splits[_splitCount++] = new Split { Block = block, Mask = lanes };
    }

    public void Go(int split, int block)
    {
        _splits[split].Block = block;
        _splits[split].State = SplitState.Running;
    }

    public void Wait(int split, SplitState state, int barrier = 0)
    {
        _splits[split].State = state;
        _splits[split].Barrier = barrier;
    }

    /// <summary>Ends lanes of a split; the rest goes on at a block.</summary>
    public void Exit(int split, uint lanes, int next)
    {
        Live &= ~lanes;
        var rest = _splits[split].Mask & ~lanes;
        if (rest == 0) Remove(split);
        else
        {
            _splits[split].Mask = rest;
            _splits[split].Block = next;
        }

        for (var i = 0; i < _splitCount; i++)
        {
            if (_splits[i].State == SplitState.AwaitsLanes) _splits[i].State = SplitState.Running;
        }
    }

    /// <summary>Lets splits that wait at a barrier go on.</summary>
    public void Release(int barrier)
    {
        for (var i = 0; i < _splitCount; i++)
        {
            if (_splits[i].State != SplitState.AwaitsBarrier || _splits[i].Barrier != barrier) continue;
            Go(i, _program.Blocks[_splits[i].Block].Next);
        }
    }

    /// <summary>Notes that lanes synchronised: their earlier accesses are ordered before their later ones.</summary>
    public void Synchronized(uint lanes)
    {
        var clock = ++Group.Clock;
        if ((lanes & Live) == Live)
        {
            FullSyncClock = clock;
            return;
        }

        for (var rest = lanes; rest != 0; rest &= rest - 1) _laneSync[BitOperations.TrailingZeroCount(rest)] = (clock, lanes);
    }

    /// <summary>Whether two lanes synchronised at or after the clock went past a value.</summary>
    public bool SynchronizedSince(ulong clock, int lane, int other) =>
        FullSyncClock > clock || (_laneSync[lane].Clock > clock && (_laneSync[lane].Mask >> other & 1) != 0);

    public Terminator? WaitingAt(int split) => _program.Blocks[_splits[split].Block].End;

    public static int FirstLane(uint mask) => BitOperations.TrailingZeroCount(mask) & 31;

    public EmulationException Fault(Operation? operation, int lane, FaultKind kind, string detail) =>
        Group.Fault(operation, Index * Lanes + lane, kind, detail);

    public void Dispose()
    {
        NativeMemory.AlignedFree(Registers);
        Registers = null;
        NativeMemory.AlignedFree(Local);
        Local = null;
    }
}
