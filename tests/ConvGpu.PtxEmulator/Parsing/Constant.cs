using System.Globalization;
using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Parsing;

internal enum ConstantKind : byte
{
    Signed,
    Unsigned,
    Double,
    /// <summary>Written 0fXXXXXXXX: exactly these 32 bits.</summary>
    Single,
}

/// <summary>A literal or the value of a constant expression.</summary>
internal readonly record struct Constant(ConstantKind Kind, ulong Bits)
{
    public bool IsInteger => Kind is ConstantKind.Signed or ConstantKind.Unsigned;

    public long AsInteger => (long)Bits;

    public double AsDouble => Kind == ConstantKind.Single
        ? BitConverter.UInt32BitsToSingle((uint)Bits)
        : IsInteger ? Kind == ConstantKind.Signed ? (long)Bits : Bits : BitConverter.UInt64BitsToDouble(Bits);

    public static Constant Integer(long value) => new(ConstantKind.Signed, (ulong)value);

    public static Constant Float(double value) => new(ConstantKind.Double, BitConverter.DoubleToUInt64Bits(value));

    public override string ToString() => IsInteger
        ? AsInteger.ToString(CultureInfo.InvariantCulture)
        : AsDouble.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The bits of this constant as a value of the type, or null with the reason why it cannot be one.</summary>
    public ulong? Convert(ScalarType type, out string reason)
    {
        reason = "";
        var size = type.Size();
        if (type == ScalarType.Pred && IsInteger) return Bits == 0 ? 0u : 1u;
        if (IsInteger)
        {
            if (type.IsFloat())
            {
                reason = $"the integer {this} is no .{type.Name()} constant (write a decimal point or the 0f/0d form)";
                return null;
            }

            if (size >= 8) return Bits;
            var bits = size * 8;
            var value = (long)Bits;
            var fits = Kind == ConstantKind.Unsigned ? Bits >> bits == 0 : value >= -(1L << (bits - 1)) && value < 1L << bits;
            if (!fits)
            {
                reason = $"the constant {this} does not fit .{type.Name()}";
                return null;
            }

            return Bits & (ulong.MaxValue >> (64 - bits));
        }

        if (type.Class() == TypeClass.Integer || type == ScalarType.Pred)
        {
            reason = $"the floating-point constant {this} is no .{type.Name()}";
            return null;
        }

        switch (type)
        {
            case ScalarType.F32 or ScalarType.B32 when Kind == ConstantKind.Single:
                return Bits;
            case ScalarType.F32:
                return BitConverter.SingleToUInt32Bits((float)AsDouble);
            case ScalarType.F64:
                return BitConverter.DoubleToUInt64Bits(AsDouble);
            case ScalarType.B64 when Kind == ConstantKind.Double:
                return Bits;
            case ScalarType.F16:
                return BitConverter.HalfToUInt16Bits((Half)AsDouble);
            case ScalarType.BF16:
                return BFloat.FromDouble(AsDouble);
            default:
                reason = $"a floating-point constant of another size is no .{type.Name()}";
                return null;
        }
    }
}
