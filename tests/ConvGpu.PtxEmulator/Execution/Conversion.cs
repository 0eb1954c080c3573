using System.Numerics;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Execution;

/// <summary>cvt of one value, for every pair of types.</summary>
internal static class Conversion
{
    internal readonly record struct Options(Rounding Rounding, bool ToIntegral, bool Flush, bool Saturate, bool Relu, bool Finite);

    /// <summary>Converts the bits of one type to those of another.</summary>
    public static ulong Convert(ulong bits, ScalarType from, ScalarType to, Options options)
    {
        if (!from.IsFloat())
        {
            var value = Integer(bits, from);
            return to.IsFloat() ? FromInteger(value, to, options) : Truncate(options.Saturate ? Clamp(value, to) : value);
        }

        var number = Number(bits, from);
        if (options.Flush && from == ScalarType.F32) number = Subnormals(number);
        if (!to.IsFloat()) return ToInteger(number, from, to, options);
        if (options.ToIntegral) number = Integral(number, options.Rounding);
        return FromNumber(number, to, options, from);
    }

    private static Int128 Integer(ulong bits, ScalarType type)
    {
        var shift = 64 - type.Size() * 8;
        return type.IsSigned() ? (long)(bits << shift) >> shift : bits << shift >> shift;
    }

    private static ulong Truncate(Int128 value) => ulong.CreateTruncating(value);

    private static Int128 Clamp(Int128 value, ScalarType type)
    {
        var bits = type.Size() * 8;
        var low = type.IsSigned() ? -(Int128.One << (bits - 1)) : Int128.Zero;
        var high = (type.IsSigned() ? Int128.One << (bits - 1) : Int128.One << bits) - 1;
        return Int128.Clamp(value, low, high);
    }

    private static double Number(ulong bits, ScalarType type) => type switch
    {
        ScalarType.F16 => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
        ScalarType.BF16 => BFloat.ToSingle((ushort)bits),
        ScalarType.F32 => BitConverter.UInt32BitsToSingle((uint)bits),
        _ => BitConverter.UInt64BitsToDouble(bits),
    };

    private static double Subnormals(double value) => Math.Abs(value) < 1.1754943508222875e-38 ? double.CopySign(0, value) : value;

    private static double Integral(double value, Rounding rounding) => rounding switch
    {
        Rounding.Zero => Math.Truncate(value),
        Rounding.Down => Math.Floor(value),
        Rounding.Up => Math.Ceiling(value),
        _ => Math.Round(value, MidpointRounding.ToEven),
    };

    /// <summary>Values out of range clamp; NaN gives 0, or the top bit alone where the source is .f64 or the destination has 64 bits.</summary>
    private static ulong ToInteger(double value, ScalarType from, ScalarType to, Options options)
    {
        if (double.IsNaN(value)) return from == ScalarType.F64 || to.Size() == 8 ? 1UL << (to.Size() * 8 - 1) : 0;
        value = Integral(value, options.Rounding);
        var wide = value >= 1e30 ? Int128.MaxValue : value <= -1e30 ? Int128.MinValue : (Int128)value;
        return Truncate(Clamp(wide, to));
    }

    private static ulong FromInteger(Int128 value, ScalarType to, Options options)
    {
        var format = Format(to);
        // 64 bits in two exact parts; their sum is rounded once.
        var high = (double)(value >> 32) * 4294967296.0;
        var low = (double)(uint)(value & 0xFFFFFFFF);
        return Bits(ExactArithmetic.Add(high, low, format, options.Rounding) is var rounded && options.Saturate ? Unit(rounded) : rounded, to);
    }

    private static double Unit(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, 0, 1);

    private static FloatFormat Format(ScalarType type) => type switch
    {
        ScalarType.F16 => FloatFormat.Half,
        ScalarType.BF16 => FloatFormat.BFloat16,
        ScalarType.TF32 => FloatFormat.TensorFloat32,
        ScalarType.F32 => FloatFormat.Single,
        _ => FloatFormat.Double,
    };

    private static ulong FromNumber(double value, ScalarType to, Options options, ScalarType from)
    {
        var format = Format(to);
        if (options.Relu && value < 0) value = 0;
        if (options.Relu && value == 0) value = 0;
        var exact = double.IsFinite(value) && to != from ? ExactArithmetic.Round(value, format, options.Rounding) : value;
        if (options.Flush && to == ScalarType.F32) exact = Subnormals(exact);
        if (options.Saturate) exact = Unit(exact);
        if (options.Finite && double.IsInfinity(exact)) exact = double.CopySign(format.MaximumFinite, exact);
        return Bits(exact, to);
    }

    private static ulong Bits(double value, ScalarType type) => type switch
    {
        ScalarType.F16 => double.IsNaN(value) ? 0x7FFFu : BitConverter.HalfToUInt16Bits((Half)value),
        ScalarType.BF16 => BFloat.FromDouble(value),
        ScalarType.F32 or ScalarType.TF32 => double.IsNaN(value) ? 0x7FFFFFFFu : BitConverter.SingleToUInt32Bits((float)value),
        _ => BitConverter.DoubleToUInt64Bits(value),
    };
}

/// <summary>cvt through <see cref="Conversion"/>, for registers of any width.</summary>
internal sealed unsafe class ConvertOperation(
    int d, ScalarType to, int toBytes, int a, ScalarType from, int fromBytes, Conversion.Options options) : Operation
{
    public override void Execute(Warp warp, uint mask)
    {
        var bits = to.Size() * 8;
        var extend = to.IsSigned() && !to.IsFloat();
        for (; mask != 0; mask &= mask - 1)
        {
            var l = BitOperations.TrailingZeroCount(mask);
            var value = Conversion.Convert(RawLane.Read(warp.Registers + a, l, fromBytes), from, to, options);
            value = extend ? (ulong)((long)(value << (64 - bits)) >> (64 - bits)) : value << (64 - bits) >> (64 - bits);
            RawLane.Write(warp.Registers + d, l, toBytes, value);
        }
    }
}
