using System.Numerics;
using System.Runtime.Intrinsics;

namespace ConvGpu.Emulation.Execution;

/// <summary>Applies an operator to every lane of the mask.</summary>
internal sealed unsafe class UnaryOperation<TOperator, TD, TA>(int d, int a) : Operation
    where TOperator : struct, IUnary<TD, TA>
    where TD : unmanaged
    where TA : unmanaged
{
    public override void Execute(Warp warp, uint mask)
    {
        var pd = warp.Lane<TD>(d);
        var pa = warp.Lane<TA>(a);
        if (mask == uint.MaxValue)
        {
            for (var l = 0; l < Warp.Lanes; l++) pd[l] = TOperator.Invoke(pa[l]);
            return;
        }

        for (; mask != 0; mask &= mask - 1)
        {
            var l = BitOperations.TrailingZeroCount(mask);
            pd[l] = TOperator.Invoke(pa[l]);
        }
    }
}

internal sealed unsafe class BinaryOperation<TOperator, TD, TA, TB>(int d, int a, int b) : Operation
    where TOperator : struct, IBinary<TD, TA, TB>
    where TD : unmanaged
    where TA : unmanaged
    where TB : unmanaged
{
    public override void Execute(Warp warp, uint mask)
    {
        var pd = warp.Lane<TD>(d);
        var pa = warp.Lane<TA>(a);
        var pb = warp.Lane<TB>(b);
        if (mask == uint.MaxValue)
        {
            for (var l = 0; l < Warp.Lanes; l++) pd[l] = TOperator.Invoke(pa[l], pb[l]);
            return;
        }

        for (; mask != 0; mask &= mask - 1)
        {
            var l = BitOperations.TrailingZeroCount(mask);
            pd[l] = TOperator.Invoke(pa[l], pb[l]);
        }
    }
}

internal sealed unsafe class TernaryOperation<TOperator, TD, TA, TB, TC>(int d, int a, int b, int c) : Operation
    where TOperator : struct, ITernary<TD, TA, TB, TC>
    where TD : unmanaged
    where TA : unmanaged
    where TB : unmanaged
    where TC : unmanaged
{
    public override void Execute(Warp warp, uint mask)
    {
        var pd = warp.Lane<TD>(d);
        var pa = warp.Lane<TA>(a);
        var pb = warp.Lane<TB>(b);
        var pc = warp.Lane<TC>(c);
        for (; mask != 0; mask &= mask - 1)
        {
            var l = BitOperations.TrailingZeroCount(mask);
            pd[l] = TOperator.Invoke(pa[l], pb[l], pc[l]);
        }
    }
}

internal sealed unsafe class QuaternaryOperation<TOperator, TD, TA, TB, TC, TE>(int d, int a, int b, int c, int e) : Operation
    where TOperator : struct, IQuaternary<TD, TA, TB, TC, TE>
    where TD : unmanaged
    where TA : unmanaged
    where TB : unmanaged
    where TC : unmanaged
    where TE : unmanaged
{
    public override void Execute(Warp warp, uint mask)
    {
        var pd = warp.Lane<TD>(d);
        var pa = warp.Lane<TA>(a);
        var pb = warp.Lane<TB>(b);
        var pc = warp.Lane<TC>(c);
        var pe = warp.Lane<TE>(e);
        for (; mask != 0; mask &= mask - 1)
        {
            var l = BitOperations.TrailingZeroCount(mask);
            pd[l] = TOperator.Invoke(pa[l], pb[l], pc[l], pe[l]);
        }
    }
}

internal sealed unsafe class VectorUnaryOperation<TOperator, T>(int d, int a) : Operation
    where TOperator : struct, IVectorUnary<T>
    where T : unmanaged
{
    public override void Execute(Warp warp, uint mask)
    {
        var pd = warp.Lane<T>(d);
        var pa = warp.Lane<T>(a);
        if (mask == uint.MaxValue)
        {
            for (var l = 0; l < Warp.Lanes; l += Vector256<T>.Count) TOperator.Invoke(Vector256.LoadAligned(pa + l)).StoreAligned(pd + l);
            return;
        }

        for (; mask != 0; mask &= mask - 1)
        {
            var l = BitOperations.TrailingZeroCount(mask);
            pd[l] = TOperator.Invoke(pa[l]);
        }
    }
}

internal sealed unsafe class VectorBinaryOperation<TOperator, T>(int d, int a, int b) : Operation
    where TOperator : struct, IVectorBinary<T>
    where T : unmanaged
{
    public override void Execute(Warp warp, uint mask)
    {
        var pd = warp.Lane<T>(d);
        var pa = warp.Lane<T>(a);
        var pb = warp.Lane<T>(b);
        if (mask == uint.MaxValue)
        {
            for (var l = 0; l < Warp.Lanes; l += Vector256<T>.Count)
                TOperator.Invoke(Vector256.LoadAligned(pa + l), Vector256.LoadAligned(pb + l)).StoreAligned(pd + l);
            return;
        }

        for (; mask != 0; mask &= mask - 1)
        {
            var l = BitOperations.TrailingZeroCount(mask);
            pd[l] = TOperator.Invoke(pa[l], pb[l]);
        }
    }
}

internal sealed unsafe class VectorTernaryOperation<TOperator, T>(int d, int a, int b, int c) : Operation
    where TOperator : struct, IVectorTernary<T>
    where T : unmanaged
{
    public override void Execute(Warp warp, uint mask)
    {
        var pd = warp.Lane<T>(d);
        var pa = warp.Lane<T>(a);
        var pb = warp.Lane<T>(b);
        var pc = warp.Lane<T>(c);
        if (mask == uint.MaxValue)
        {
            for (var l = 0; l < Warp.Lanes; l += Vector256<T>.Count)
            {
                TOperator.Invoke(Vector256.LoadAligned(pa + l), Vector256.LoadAligned(pb + l), Vector256.LoadAligned(pc + l))
                    .StoreAligned(pd + l);
            }

            return;
        }

        for (; mask != 0; mask &= mask - 1)
        {
            var l = BitOperations.TrailingZeroCount(mask);
            pd[l] = TOperator.Invoke(pa[l], pb[l], pc[l]);
        }
    }
}
