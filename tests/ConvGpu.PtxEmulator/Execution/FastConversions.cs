using System.Numerics;
using ConvGpu.Emulation.Instructions;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Execution;

/// <summary>Conversions that the processor does with the same result, for registers as wide as the types.</summary>
internal static class FastConversions
{
    /// <summary>The operator that converts, or null.</summary>
    public static Type? Find(ScalarType to, ScalarType from, Conversion.Options options, int toBytes, int fromBytes)
    {
        if (toBytes != to.Size() || fromBytes < from.Size() || options.Flush || options.Saturate || options.Relu || options.Finite) return null;
        if (!to.IsFloat() && !from.IsFloat())
        {
            // The wider register holds the value in its low bits.
            var source = fromBytes == from.Size() ? Make.Clr(from) : null;
            return source is null ? null : typeof(ConvertInteger<,>).MakeGenericType(Make.Clr(to), source);
        }

        if (fromBytes != from.Size()) return null;
        return (to, from, options.Rounding, options.ToIntegral) switch
        {
            (ScalarType.F32, ScalarType.S32, Rounding.Nearest, _) => typeof(ConvertNumber<float, int>),
            (ScalarType.F64, ScalarType.S32, Rounding.Nearest, _) => typeof(ConvertNumber<double, int>),
            (ScalarType.F64, ScalarType.U32, Rounding.Nearest, _) => typeof(ConvertNumber<double, uint>),
            (ScalarType.F64, ScalarType.F32, _, false) => typeof(ConvertNumber<double, float>),
            (ScalarType.F32, ScalarType.F64, Rounding.Nearest, false) => typeof(ConvertNumber<float, double>),
            (ScalarType.S32, ScalarType.F32, Rounding.Zero, _) => typeof(ConvertNumber<int, float>),
            (ScalarType.U32, ScalarType.F32, Rounding.Zero, _) => typeof(ConvertNumber<uint, float>),
            _ => null,
        };
    }

    private struct ConvertInteger<TD, TA> : IUnary<TD, TA>
        where TD : unmanaged, IBinaryInteger<TD>
        where TA : unmanaged, IBinaryInteger<TA>
    {
        public static TD Invoke(TA a) => TD.CreateTruncating(a);
    }

    /// <summary>Saturating where the destination is an integer, with NaN to 0.</summary>
    private struct ConvertNumber<TD, TA> : IUnary<TD, TA>
        where TD : unmanaged, INumber<TD>
        where TA : unmanaged, INumber<TA>
    {
        public static TD Invoke(TA a) => TD.CreateSaturating(a);
    }
}
