using System.Numerics;
using System.Runtime.Intrinsics;

namespace ConvGpu.Emulation.Execution;

internal enum Combination : byte
{
    None,
    And,
    Or,
    Xor,
}

/// <summary>Where comparisons go: p, q and the predicate they are combined with. Slots are -1 where absent.</summary>
internal readonly record struct CompareTargets(int P, int Q, Combination Combination, int Other, bool OtherNegated)
{
    public void Write(Warp warp, uint mask, uint result)
    {
        var negated = ~result;
        if (Combination != Combination.None)
        {
            var other = warp.Predicate(Other);
            if (OtherNegated) other = ~other;
            result = Combine(result, other);
            negated = Combine(negated, other);
        }

        if (P >= 0) warp.SetPredicate(P, mask, result);
        if (Q >= 0) warp.SetPredicate(Q, mask, negated);
    }

    private uint Combine(uint value, uint other) => Combination switch
    {
        Combination.And => value & other,
        Combination.Or => value | other,
        _ => value ^ other,
    };
}

/// <summary>setp: comparisons of all lanes into predicates.</summary>
internal sealed unsafe class CompareOperation<TOperator, T>(CompareTargets targets, int a, int b) : Operation
    where TOperator : struct, ICompare<T>
    where T : unmanaged
{
    public override void Execute(Warp warp, uint mask) => targets.Write(warp, mask, Compare(warp));

    /// <summary>All lanes are compared; the caller uses those of its mask.</summary>
    private uint Compare(Warp warp)
    {
        var pa = warp.Lane<T>(a);
        var pb = warp.Lane<T>(b);
        uint result = 0;
        for (var l = 0; l < Warp.Lanes; l += Vector256<T>.Count)
        {
            result |= TOperator.Invoke(Vector256.LoadAligned(pa + l), Vector256.LoadAligned(pb + l)).ExtractMostSignificantBits() << l;
        }

        return result;
    }
}

/// <summary>setp for types that vectors do not hold.</summary>
internal sealed unsafe class ScalarCompareOperation<TOperator, T>(CompareTargets targets, int a, int b) : Operation
    where TOperator : struct, IBinary<bool, T, T>
    where T : unmanaged
{
    public override void Execute(Warp warp, uint mask)
    {
        var pa = warp.Lane<T>(a);
        var pb = warp.Lane<T>(b);
        uint result = 0;
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            var l = BitOperations.TrailingZeroCount(rest);
            if (TOperator.Invoke(pa[l], pb[l])) result |= 1u << l;
        }

        targets.Write(warp, mask, result);
    }
}

/// <summary>A predicate from one value a lane (testp).</summary>
internal sealed unsafe class TestOperation<TOperator, T>(int p, int a) : Operation
    where TOperator : struct, IUnary<bool, T>
    where T : unmanaged
{
    public override void Execute(Warp warp, uint mask)
    {
        var pa = warp.Lane<T>(a);
        uint result = 0;
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            var l = BitOperations.TrailingZeroCount(rest);
            if (TOperator.Invoke(pa[l])) result |= 1u << l;
        }

        warp.SetPredicate(p, mask, result);
    }
}
