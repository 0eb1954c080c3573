using System.Numerics;

namespace ConvGpu.Ilgpu.IR;

/// <summary>
/// One lane of each pure elementwise opcode, on bits as <see cref="Constant"/> holds them: integers sign-extended from their width,
/// f32 as the sign-extended bits of the float, i1 as 0 or 1. Constant folding and the interpreter share it.
/// </summary>
internal static class ScalarEvaluator
{
    /// <summary>Brings bits into the form that <see cref="Constant"/> holds for a kind.</summary>
    public static long Normalize(ScalarKind kind, long bits) => kind switch
    {
        ScalarKind.I1 => bits & 1,
        ScalarKind.I8 => (sbyte)bits,
        ScalarKind.I16 => (short)bits,
        ScalarKind.I32 or ScalarKind.F32 => (int)bits,
        _ => bits,
    };

    /// <summary>The bits without the sign extension.</summary>
    public static ulong ZeroExtend(ScalarKind kind, long bits) => kind switch
    {
        ScalarKind.I1 => (ulong)bits & 1,
        ScalarKind.I8 => (byte)bits,
        ScalarKind.I16 => (ushort)bits,
        ScalarKind.I32 or ScalarKind.F32 => (uint)bits,
        _ => (ulong)bits,
    };

    /// <summary>
    /// The result, or false where the opcode is no pure elementwise operation. The unspecified quotients are 0 (x/0), x (x%0), and the
    /// wrapped value (smallest by -1).
    /// </summary>
    /// <param name="op">The operation.</param>
    /// <param name="type">The result's kind.</param>
    /// <param name="operand">The first operand's kind; for Select the second's.</param>
    /// <param name="a">First operand; Select's condition.</param>
    /// <param name="b">Second operand, if any.</param>
    /// <param name="c">Third operand, if any.</param>
    /// <param name="result">Normalised bits.</param>
    public static bool TryEvaluate(Opcode op, ScalarKind type, ScalarKind operand, long a, long b, long c, out long result)
    {
        if (op == Opcode.Select)
        {
            result = a != 0 ? b : c;
            return true;
        }
        if (op is >= Opcode.Trunc and <= Opcode.IntToPtr)
            result = Convert(op, type, operand, a);
        else if (op is >= Opcode.CmpEq and <= Opcode.CmpGeU)
            result = Compare(op, operand, a, b) ? 1 : 0;
        else if (operand == ScalarKind.F32)
            return Single(op, F32(a), F32(b), F32(c), out result);
        else if (operand == ScalarKind.F64)
            return Double(op, F64(a), F64(b), F64(c), out result);
        else if (Integer(op, operand, a, b, out result))
            result = Normalize(type, result);
        else
            return false;
        return true;
    }

    private static float F32(long bits) => BitConverter.Int32BitsToSingle((int)bits);
    private static double F64(long bits) => BitConverter.Int64BitsToDouble(bits);
    private static long Bits(float value) => BitConverter.SingleToInt32Bits(value);
    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);

    private static bool Integer(Opcode op, ScalarKind kind, long a, long b, out long result)
    {
        ulong ua = ZeroExtend(kind, a), ub = ZeroExtend(kind, b);
        int bits = new IrType(kind).Bits;
        int shift = (int)b & (bits - 1);
        result = op switch
        {
            Opcode.Neg => -a,
            Opcode.Add => a + b,
            Opcode.Sub => a - b,
            Opcode.Mul => a * b,
            Opcode.DivS => b == 0 ? 0 : b == -1 ? -a : a / b,
            Opcode.DivU => ub == 0 ? 0 : (long)(ua / ub),
            Opcode.RemS => b == 0 ? a : b == -1 ? 0 : a % b,
            Opcode.RemU => ub == 0 ? a : (long)(ua % ub),
            Opcode.MulHiS => (long)((Int128)a * b >> bits),
            Opcode.MulHiU => (long)(ulong)((UInt128)ua * ub >> bits),
            Opcode.MinS => Math.Min(a, b),
            Opcode.MaxS => Math.Max(a, b),
            Opcode.MinU => (long)Math.Min(ua, ub),
            Opcode.MaxU => (long)Math.Max(ua, ub),
            Opcode.Abs => a < 0 ? -a : a,
            Opcode.Not => ~a,
            Opcode.And => a & b,
            Opcode.Or => a | b,
            Opcode.Xor => a ^ b,
            Opcode.Shl => a << shift,
            Opcode.ShrS => a >> shift,
            Opcode.ShrU => (long)(ua >> shift),
            Opcode.PopCount => BitOperations.PopCount(ua),
            Opcode.LeadingZeros => BitOperations.LeadingZeroCount(ua) - (64 - bits),
            Opcode.TrailingZeros => ua == 0 ? bits : BitOperations.TrailingZeroCount(ua),
            _ => 0,
        };
        return op is >= Opcode.Neg and <= Opcode.TrailingZeros and not (Opcode.Fma or Opcode.FDiv or Opcode.FRem or Opcode.FMin or Opcode.FMax);
    }

    private static bool Compare(Opcode op, ScalarKind kind, long a, long b)
    {
        if (kind is ScalarKind.F32 or ScalarKind.F64)
        {
            double x = kind == ScalarKind.F32 ? F32(a) : F64(a), y = kind == ScalarKind.F32 ? F32(b) : F64(b);
            return op switch
            {
                Opcode.CmpEq => x == y,
                Opcode.CmpNe => x != y,
                Opcode.CmpLt => x < y,
                Opcode.CmpLe => x <= y,
                Opcode.CmpGt => x > y,
                Opcode.CmpGe => x >= y,
                Opcode.CmpLtU => !(x >= y),
                Opcode.CmpLeU => !(x > y),
                Opcode.CmpGtU => !(x <= y),
                _ => !(x < y),
            };
        }
        ulong ua = ZeroExtend(kind, a), ub = ZeroExtend(kind, b);
        return op switch
        {
            Opcode.CmpEq => a == b,
            Opcode.CmpNe => a != b,
            Opcode.CmpLt => a < b,
            Opcode.CmpLe => a <= b,
            Opcode.CmpGt => a > b,
            Opcode.CmpGe => a >= b,
            Opcode.CmpLtU => ua < ub,
            Opcode.CmpLeU => ua <= ub,
            Opcode.CmpGtU => ua > ub,
            _ => ua >= ub,
        };
    }

    private static long Convert(Opcode op, ScalarKind to, ScalarKind from, long a)
    {
        double real = from == ScalarKind.F32 ? F32(a) : from == ScalarKind.F64 ? F64(a) : 0;
        return op switch
        {
            Opcode.ZExt => Normalize(to, (long)ZeroExtend(from, a)),
            // An i1 that is set is -1 as a signed number.
            Opcode.SExt => Normalize(to, from == ScalarKind.I1 ? -a : a),
            Opcode.FConvert => to == ScalarKind.F32 ? Bits((float)real) : Bits(real),
            Opcode.SToF => FromInteger(to, from == ScalarKind.I1 ? -a : a),
            Opcode.UToF => to == ScalarKind.F32 ? Bits((float)ZeroExtend(from, a)) : Bits((double)ZeroExtend(from, a)),
            Opcode.FToS => to switch
            {
                ScalarKind.I8 => Saturate(real, sbyte.MinValue, sbyte.MaxValue),
                ScalarKind.I16 => Saturate(real, short.MinValue, short.MaxValue),
                ScalarKind.I32 => Saturate(real, int.MinValue, int.MaxValue),
                _ => (long)real,
            },
            Opcode.FToU => Normalize(to, to switch
            {
                ScalarKind.I8 => Saturate(real, 0, byte.MaxValue),
                ScalarKind.I16 => Saturate(real, 0, ushort.MaxValue),
                ScalarKind.I32 => Saturate(real, 0, uint.MaxValue),
                _ => (long)(ulong)real,
            }),
            _ => Normalize(to, a),
        };
    }

    private static long FromInteger(ScalarKind to, long a) => to == ScalarKind.F32 ? Bits((float)a) : Bits((double)a);

    private static long Saturate(double value, long low, long high) =>
        double.IsNaN(value) ? 0 : value <= low ? low : value >= high ? high : (long)value;

    private static bool Single(Opcode op, float a, float b, float c, out long result)
    {
        if (op is >= Opcode.IsNaN and <= Opcode.IsFinite)
            return Double(op, a, b, c, out result);
        float value = op switch
        {
            Opcode.Neg => -a,
            Opcode.Add => a + b,
            Opcode.Sub => a - b,
            Opcode.Mul => a * b,
            Opcode.Fma => MathF.FusedMultiplyAdd(a, b, c),
            Opcode.FDiv => a / b,
            Opcode.FRem => a % b,
            Opcode.FMin => MathF.Min(a, b),
            Opcode.FMax => MathF.Max(a, b),
            Opcode.Abs => MathF.Abs(a),
            Opcode.Sqrt => MathF.Sqrt(a),
            Opcode.Rsqrt => 1 / MathF.Sqrt(a),
            Opcode.Rcp => 1 / a,
            Opcode.Floor => MathF.Floor(a),
            Opcode.Ceiling => MathF.Ceiling(a),
            Opcode.Truncate => MathF.Truncate(a),
            Opcode.RoundEven => MathF.Round(a, MidpointRounding.ToEven),
            Opcode.CopySign => MathF.CopySign(a, b),
            Opcode.Sin => MathF.Sin(a),
            Opcode.Cos => MathF.Cos(a),
            Opcode.Tan => MathF.Tan(a),
            Opcode.Asin => MathF.Asin(a),
            Opcode.Acos => MathF.Acos(a),
            Opcode.Atan => MathF.Atan(a),
            Opcode.Atan2 => MathF.Atan2(a, b),
            Opcode.Sinh => MathF.Sinh(a),
            Opcode.Cosh => MathF.Cosh(a),
            Opcode.Tanh => MathF.Tanh(a),
            Opcode.Exp => MathF.Exp(a),
            Opcode.Exp2 => MathF.Pow(2, a),
            Opcode.Log => MathF.Log(a),
            Opcode.Log2 => MathF.Log2(a),
            Opcode.Log10 => MathF.Log10(a),
            Opcode.Pow => MathF.Pow(a, b),
            _ => 0,
        };
        result = Bits(value);
        return IsReal(op);
    }

    private static bool Double(Opcode op, double a, double b, double c, out long result)
    {
        if (op is >= Opcode.IsNaN and <= Opcode.IsFinite)
        {
            result = (op == Opcode.IsNaN ? double.IsNaN(a) : op == Opcode.IsInfinity ? double.IsInfinity(a) : double.IsFinite(a)) ? 1 : 0;
            return true;
        }
        double value = op switch
        {
            Opcode.Neg => -a,
            Opcode.Add => a + b,
            Opcode.Sub => a - b,
            Opcode.Mul => a * b,
            Opcode.Fma => Math.FusedMultiplyAdd(a, b, c),
            Opcode.FDiv => a / b,
            Opcode.FRem => a % b,
            Opcode.FMin => Math.Min(a, b),
            Opcode.FMax => Math.Max(a, b),
            Opcode.Abs => Math.Abs(a),
            Opcode.Sqrt => Math.Sqrt(a),
            Opcode.Rsqrt => 1 / Math.Sqrt(a),
            Opcode.Rcp => 1 / a,
            Opcode.Floor => Math.Floor(a),
            Opcode.Ceiling => Math.Ceiling(a),
            Opcode.Truncate => Math.Truncate(a),
            Opcode.RoundEven => Math.Round(a, MidpointRounding.ToEven),
            Opcode.CopySign => Math.CopySign(a, b),
            Opcode.Sin => Math.Sin(a),
            Opcode.Cos => Math.Cos(a),
            Opcode.Tan => Math.Tan(a),
            Opcode.Asin => Math.Asin(a),
            Opcode.Acos => Math.Acos(a),
            Opcode.Atan => Math.Atan(a),
            Opcode.Atan2 => Math.Atan2(a, b),
            Opcode.Sinh => Math.Sinh(a),
            Opcode.Cosh => Math.Cosh(a),
            Opcode.Tanh => Math.Tanh(a),
            Opcode.Exp => Math.Exp(a),
            Opcode.Exp2 => Math.Pow(2, a),
            Opcode.Log => Math.Log(a),
            Opcode.Log2 => Math.Log2(a),
            Opcode.Log10 => Math.Log10(a),
            Opcode.Pow => Math.Pow(a, b),
            _ => 0,
        };
        result = Bits(value);
        return IsReal(op);
    }

    private static bool IsReal(Opcode op) => op is Opcode.Neg or Opcode.Add or Opcode.Sub or Opcode.Mul or Opcode.Fma or Opcode.FDiv
        or Opcode.FRem or Opcode.FMin or Opcode.FMax or Opcode.Abs or (>= Opcode.Sqrt and <= Opcode.Pow);
}
