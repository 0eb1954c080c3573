using System.Numerics;
using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Instructions;

internal enum ShuffleMode : byte
{
    Up,
    Down,
    Bfly,
    Idx,
}

/// <summary>shfl.sync. A source lane that does not take part gives a value that no kernel should use.</summary>
internal sealed unsafe class ShuffleTerminator(ShuffleMode mode, int d, int p, int a, int b, int c, int members) : WarpTerminator(members)
{
    private const uint Unpredictable = 0xBAD0BAD0;

    protected override void Together(Warp warp, uint lanes)
    {
        uint* source = stackalloc uint[Warp.Lanes];
        for (var l = 0; l < Warp.Lanes; l++) source[l] = (lanes >> l & 1) != 0 ? warp.Lane<uint>(a)[l] : Unpredictable;
        uint valid = 0;
        for (var rest = lanes; rest != 0; rest &= rest - 1)
        {
            var lane = BitOperations.TrailingZeroCount(rest);
            var offset = (int)(warp.Lane<uint>(b)[lane] & 31);
            var control = warp.Lane<uint>(c)[lane];
            int clamp = (int)(control & 31), segment = (int)(control >> 8 & 31);
            var maximum = (lane & segment) | (clamp & ~segment);
            var minimum = lane & segment;
            var (from, inside) = mode switch
            {
                ShuffleMode.Up => (lane - offset, lane - offset >= maximum),
                ShuffleMode.Down => (lane + offset, lane + offset <= maximum),
                ShuffleMode.Bfly => (lane ^ offset, (lane ^ offset) <= maximum),
                _ => (minimum | (offset & ~segment), (minimum | (offset & ~segment)) <= maximum),
            };
            if (!inside) from = lane;
            else valid |= 1u << lane;
            if (d >= 0) warp.Lane<uint>(d)[lane] = source[from & 31];
        }

        if (p >= 0) warp.SetPredicate(p, lanes, valid);
    }
}

internal enum VoteMode : byte
{
    All,
    Any,
    Uni,
    Ballot,
}

internal sealed unsafe class VoteTerminator(VoteMode mode, int d, int p, bool negated, int members) : WarpTerminator(members)
{
    protected override void Together(Warp warp, uint lanes)
    {
        var votes = (negated ? ~warp.Predicate(p) : warp.Predicate(p)) & lanes;
        if (mode == VoteMode.Ballot)
        {
            for (var rest = lanes; rest != 0; rest &= rest - 1) warp.Lane<uint>(d)[BitOperations.TrailingZeroCount(rest)] = votes;
            return;
        }

        var result = mode switch
        {
            VoteMode.All => votes == lanes,
            VoteMode.Any => votes != 0,
            _ => votes == lanes || votes == 0,
        };
        warp.SetPredicate(d, lanes, result ? uint.MaxValue : 0);
    }
}

internal sealed unsafe class MatchTerminator(bool all, int d, int p, int a, int bytes, int members) : WarpTerminator(members)
{
    protected override void Together(Warp warp, uint lanes)
    {
        uint* results = stackalloc uint[Warp.Lanes];
        uint matched = 0;
        for (var rest = lanes; rest != 0; rest &= rest - 1)
        {
            var lane = BitOperations.TrailingZeroCount(rest);
            uint same = 0;
            for (var others = lanes; others != 0; others &= others - 1)
            {
                var other = BitOperations.TrailingZeroCount(others);
                if (RawLane.Read(warp.Registers + a, other, bytes) == RawLane.Read(warp.Registers + a, lane, bytes)) same |= 1u << other;
            }

            if (all && same != lanes) same = 0;
            if (same == lanes) matched |= 1u << lane;
            results[lane] = same;
        }

        for (var rest = lanes; rest != 0 && d >= 0; rest &= rest - 1)
        {
            var lane = BitOperations.TrailingZeroCount(rest);
            warp.Lane<uint>(d)[lane] = results[lane];
        }

        if (p >= 0) warp.SetPredicate(p, lanes, matched);
    }
}

internal sealed unsafe class ReduceTerminator<TOperator, T>(int d, int a, int members) : WarpTerminator(members)
    where TOperator : struct, IBinary<T, T, T>
    where T : unmanaged
{
    protected override void Together(Warp warp, uint lanes)
    {
        var result = warp.Lane<T>(a)[BitOperations.TrailingZeroCount(lanes)];
        for (var rest = lanes & (lanes - 1); rest != 0; rest &= rest - 1)
            result = TOperator.Invoke(result, warp.Lane<T>(a)[BitOperations.TrailingZeroCount(rest)]);
        for (var rest = lanes; rest != 0; rest &= rest - 1) warp.Lane<T>(d)[BitOperations.TrailingZeroCount(rest)] = result;
    }
}

/// <summary>The lowest lane is elected.</summary>
internal sealed unsafe class ElectTerminator(int d, int p, int members) : WarpTerminator(members)
{
    protected override void Together(Warp warp, uint lanes)
    {
        var leader = BitOperations.TrailingZeroCount(lanes);
        for (var rest = lanes; rest != 0 && d >= 0; rest &= rest - 1) warp.Lane<uint>(d)[BitOperations.TrailingZeroCount(rest)] = (uint)leader;
        if (p >= 0) warp.SetPredicate(p, lanes, 1u << leader);
    }
}

internal sealed class WarpBarrierTerminator(int members) : WarpTerminator(members)
{
    protected override void Together(Warp warp, uint lanes)
    {
    }
}

internal sealed unsafe class ActiveMaskOperation(int d) : Operation
{
    public override void Execute(Warp warp, uint mask)
    {
        for (var rest = mask; rest != 0; rest &= rest - 1) warp.Lane<uint>(d)[BitOperations.TrailingZeroCount(rest)] = mask;
    }
}
