using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

internal static partial class Numerics
{
    private static void AddBits(Dictionary<string, Row> rows)
    {
        rows.Add("PopCount", call => Count(call, Opcode.PopCount));
        rows.Add("LeadingZeroCount", call => Count(call, Opcode.LeadingZeros));
        rows.Add("TrailingZeroCount", call => Count(call, Opcode.TrailingZeros));
        rows.Add("RotateLeft", call => Rotate(call, Opcode.Shl, Opcode.ShrU));
        rows.Add("RotateRight", call => Rotate(call, Opcode.ShrU, Opcode.Shl));
        rows.Add("Log2", Log2);
        rows.Add("IsPow2", IsPow2);
        rows.Add("RoundUpToPowerOf2", RoundUpToPowerOf2);
    }

    /// <summary>The bits of the operand without those that widening added.</summary>
    private static Value Unsigned(NumericCall call)
    {
        if (call.IsFloat)
            throw call.Emit.Refuse(Refusal.LibraryMethod, TypeNames.Signature(call.Method));
        var value = call.Operand(0);
        return call.Scalar.Bits < 32 && call.IsSigned
            ? call.Builder.Binary(Opcode.And, value, call.Constant((1L << call.Scalar.Bits) - 1)) : value;
    }

    private static ScalarValue Count(NumericCall call, Opcode op)
    {
        var value = Unsigned(call);
        int missing = call.Wide.Bits - call.Scalar.Bits;
        if (missing > 0 && op == Opcode.TrailingZeros)
            value = call.Builder.Binary(Opcode.Or, value, call.Constant(1L << call.Scalar.Bits));
        Value count = call.Builder.Unary(op, value);
        if (missing > 0 && op == Opcode.LeadingZeros)
            count = call.Builder.Binary(Opcode.Sub, count, call.Constant(missing));
        return new ScalarValue(count);
    }

    private static ScalarValue Rotate(NumericCall call, Opcode forward, Opcode back)
    {
        var value = Unsigned(call);
        int mask = call.Scalar.Bits - 1;
        var count = call.Emit.Coerce(((ScalarValue)call.Arguments[1]).Value, call.Wide);
        count = call.Builder.Binary(Opcode.And, count, call.Constant(mask));
        var rest = call.Builder.Binary(Opcode.And, call.Builder.Unary(Opcode.Neg, count), call.Constant(mask));
        return call.Wrap(call.Builder.Binary(Opcode.Or, call.Builder.Binary(forward, value, count), call.Builder.Binary(back, value, rest)));
    }

    /// <summary>The logarithm of a float; of an integer the place of the highest set bit, 0 for 0.</summary>
    private static ScalarValue Log2(NumericCall call)
    {
        if (call.IsFloat)
            return call.Wrap(call.Builder.Unary(Opcode.Log2, call.Operand(0)));
        var leading = call.Builder.Unary(Opcode.LeadingZeros, call.Builder.Binary(Opcode.Or, Unsigned(call), call.Constant(1)));
        return new ScalarValue(call.Builder.Binary(Opcode.Sub, call.Constant(call.Wide.Bits - 1), leading));
    }

    private static ScalarValue IsPow2(NumericCall call)
    {
        if (call.IsFloat)
            throw call.Emit.Refuse(Refusal.LibraryMethod, TypeNames.Signature(call.Method));
        Value x = call.Operand(0), zero = call.Constant(0);
        var below = call.Builder.Binary(Opcode.Sub, x, call.Constant(1));
        var single = call.Builder.Compare(Opcode.CmpEq, call.Builder.Binary(Opcode.And, x, below), zero);
        var positive = call.Builder.Compare(call.IsSigned ? Opcode.CmpGt : Opcode.CmpNe, x, zero);
        return new ScalarValue(call.Builder.Binary(Opcode.And, single, positive));
    }

    /// <summary>The smallest power of two not below the operand; 0 for 0 and where the result does not fit.</summary>
    private static ScalarValue RoundUpToPowerOf2(NumericCall call)
    {
        var below = call.Builder.Binary(Opcode.Sub, Unsigned(call), call.Constant(1));
        for (int shift = 1; shift < call.Scalar.Bits; shift *= 2)
            below = call.Builder.Binary(Opcode.Or, below, call.Builder.Binary(Opcode.ShrU, below, call.Constant(shift)));
        return call.Wrap(call.Builder.Binary(Opcode.Add, below, call.Constant(1)));
    }
}
