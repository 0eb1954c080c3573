using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Instructions;

/// <summary>Two 16-bit values in 32 bits: an operator on each.</summary>
internal struct PackedUnary<TOperator> : IUnary<uint, uint>
    where TOperator : struct, IUnary<ushort, ushort>
{
    public static uint Invoke(uint a) => TOperator.Invoke((ushort)a) | (uint)TOperator.Invoke((ushort)(a >> 16)) << 16;
}

internal struct PackedBinary<TOperator> : IBinary<uint, uint, uint>
    where TOperator : struct, IBinary<ushort, ushort, ushort>
{
    public static uint Invoke(uint a, uint b) =>
        TOperator.Invoke((ushort)a, (ushort)b) | (uint)TOperator.Invoke((ushort)(a >> 16), (ushort)(b >> 16)) << 16;
}

internal struct PackedTernary<TOperator> : ITernary<uint, uint, uint, uint>
    where TOperator : struct, ITernary<ushort, ushort, ushort, ushort>
{
    public static uint Invoke(uint a, uint b, uint c) =>
        TOperator.Invoke((ushort)a, (ushort)b, (ushort)c)
        | (uint)TOperator.Invoke((ushort)(a >> 16), (ushort)(b >> 16), (ushort)(c >> 16)) << 16;
}

internal struct AbsoluteHalf : IUnary<ushort, ushort>
{
    public static ushort Invoke(ushort a) => (ushort)(a & 0x7FFF);
}

internal struct NegateHalf : IUnary<ushort, ushort>
{
    public static ushort Invoke(ushort a) => (ushort)(a ^ 0x8000);
}

internal struct MinimumHalf<TF> : IBinary<ushort, ushort, ushort>
    where TF : struct, IFloatType<ushort>
{
    public static ushort Invoke(ushort a, ushort b) => TF.FromDouble(double.MinNumber(TF.ToDouble(a), TF.ToDouble(b)));
}

internal struct MaximumHalf<TF> : IBinary<ushort, ushort, ushort>
    where TF : struct, IFloatType<ushort>
{
    public static ushort Invoke(ushort a, ushort b) => TF.FromDouble(double.MaxNumber(TF.ToDouble(a), TF.ToDouble(b)));
}

internal struct PropagateNaNHalf<TOperator, TF> : IBinary<ushort, ushort, ushort>
    where TOperator : struct, IBinary<ushort, ushort, ushort>
    where TF : struct, IFloatType<ushort>
{
    public static ushort Invoke(ushort a, ushort b) =>
        double.IsNaN(TF.ToDouble(a)) || double.IsNaN(TF.ToDouble(b)) ? (ushort)0x7FFF : TOperator.Invoke(a, b);
}

internal struct ExclusiveSignHalf<TOperator> : IBinary<ushort, ushort, ushort>
    where TOperator : struct, IBinary<ushort, ushort, ushort>
{
    public static ushort Invoke(ushort a, ushort b)
    {
        var result = TOperator.Invoke((ushort)(a & 0x7FFF), (ushort)(b & 0x7FFF));
        return (ushort)(result & 0x7FFF | (a ^ b) & 0x8000);
    }
}

internal static class HalfLimits
{
    public static ushort Flush(ushort value) => (value & 0x7C00) == 0 ? (ushort)(value & 0x8000) : value;

    public static ushort Saturate(ushort value)
    {
        var number = (float)BitConverter.UInt16BitsToHalf(value);
        return number >= 1 ? (ushort)0x3C00 : number > 0 ? value : (ushort)0;
    }
}

internal struct FlushHalfBinary<TOperator> : IBinary<ushort, ushort, ushort>
    where TOperator : struct, IBinary<ushort, ushort, ushort>
{
    public static ushort Invoke(ushort a, ushort b) => HalfLimits.Flush(TOperator.Invoke(HalfLimits.Flush(a), HalfLimits.Flush(b)));
}

internal struct FlushHalfTernary<TOperator> : ITernary<ushort, ushort, ushort, ushort>
    where TOperator : struct, ITernary<ushort, ushort, ushort, ushort>
{
    public static ushort Invoke(ushort a, ushort b, ushort c) =>
        HalfLimits.Flush(TOperator.Invoke(HalfLimits.Flush(a), HalfLimits.Flush(b), HalfLimits.Flush(c)));
}

internal struct FlushHalfUnary<TOperator> : IUnary<ushort, ushort>
    where TOperator : struct, IUnary<ushort, ushort>
{
    public static ushort Invoke(ushort a) => HalfLimits.Flush(TOperator.Invoke(HalfLimits.Flush(a)));
}

internal struct SaturateHalfBinary<TOperator> : IBinary<ushort, ushort, ushort>
    where TOperator : struct, IBinary<ushort, ushort, ushort>
{
    public static ushort Invoke(ushort a, ushort b) => HalfLimits.Saturate(TOperator.Invoke(a, b));
}

internal struct SaturateHalfTernary<TOperator> : ITernary<ushort, ushort, ushort, ushort>
    where TOperator : struct, ITernary<ushort, ushort, ushort, ushort>
{
    public static ushort Invoke(ushort a, ushort b, ushort c) => HalfLimits.Saturate(TOperator.Invoke(a, b, c));
}

/// <summary>.relu: 0 for negative results, the canonical NaN for NaN.</summary>
internal struct ReluHalfTernary<TOperator, TF> : ITernary<ushort, ushort, ushort, ushort>
    where TOperator : struct, ITernary<ushort, ushort, ushort, ushort>
    where TF : struct, IFloatType<ushort>
{
    public static ushort Invoke(ushort a, ushort b, ushort c)
    {
        var result = TOperator.Invoke(a, b, c);
        var value = TF.ToDouble(result);
        return double.IsNaN(value) ? (ushort)0x7FFF : value <= 0 ? (ushort)0 : result;
    }
}
