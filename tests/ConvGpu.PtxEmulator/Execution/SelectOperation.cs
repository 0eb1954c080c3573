using System.Numerics;

namespace ConvGpu.Emulation.Execution;

/// <summary>d = p ? a : b.</summary>
internal sealed unsafe class SelectOperation<T>(int d, int a, int b, int p) : Operation
    where T : unmanaged
{
    public override void Execute(Warp warp, uint mask)
    {
        var pd = warp.Lane<T>(d);
        var pa = warp.Lane<T>(a);
        var pb = warp.Lane<T>(b);
        var predicate = warp.Predicate(p);
        for (; mask != 0; mask &= mask - 1)
        {
            var l = BitOperations.TrailingZeroCount(mask);
            pd[l] = (predicate >> l & 1) != 0 ? pa[l] : pb[l];
        }
    }
}

/// <summary>setp of pairs: p from the low halves, q from the high ones.</summary>
internal sealed unsafe class PackedCompareOperation<TOperator>(int p, int q, int a, int b) : Operation
    where TOperator : struct, IBinary<bool, ushort, ushort>
{
    public override void Execute(Warp warp, uint mask)
    {
        var pa = warp.Lane<uint>(a);
        var pb = warp.Lane<uint>(b);
        uint low = 0, high = 0;
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            var l = BitOperations.TrailingZeroCount(rest);
            if (TOperator.Invoke((ushort)pa[l], (ushort)pb[l])) low |= 1u << l;
            if (TOperator.Invoke((ushort)(pa[l] >> 16), (ushort)(pb[l] >> 16))) high |= 1u << l;
        }

        if (p >= 0) warp.SetPredicate(p, mask, low);
        if (q >= 0) warp.SetPredicate(q, mask, high);
    }
}
