using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

internal static partial class Numerics
{
    /// <summary>The members of XMath and IntrinsicMath that are one operation of the device; the others are inlined from C#.</summary>
    private static readonly HashSet<string> DeviceFunctions =
    [
        "Sqrt", "Rsqrt", "Rcp", "Floor", "Ceiling", "Truncate", "CopySign", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Atan2", "Sinh", "Cosh",
        "Tanh", "Exp", "Exp2", "Log2", "Log10", "Pow", "Abs", "Min", "Max", "IsNaN", "IsInfinity", "IsFinite",
        "PopCount", "LeadingZeroCount", "TrailingZeroCount",
    ];

    private static void AddFunctions(Dictionary<string, Row> rows)
    {
        foreach (var op in (Opcode[])[Opcode.Sqrt, Opcode.Rsqrt, Opcode.Rcp, Opcode.Floor, Opcode.Ceiling, Opcode.Sin, Opcode.Cos, Opcode.Tan,
            Opcode.Asin, Opcode.Acos, Opcode.Atan, Opcode.Sinh, Opcode.Cosh, Opcode.Tanh, Opcode.Exp, Opcode.Exp2, Opcode.Log10, Opcode.Truncate])
            rows.Add(op.ToString(), Unary(op));
        rows.Add("ReciprocalEstimate", Unary(Opcode.Rcp));
        rows.Add("ReciprocalSqrtEstimate", Unary(Opcode.Rsqrt));
        rows.Add("Atan2", Binary(Opcode.Atan2));
        rows.Add("Pow", Binary(Opcode.Pow));
        rows.Add("CopySign", Binary(Opcode.CopySign));
        rows.Add("Log", Log);
        rows.Add("SinCos", SinCos);
        rows.Add("Round", Round);
        rows.Add("FusedMultiplyAdd", Fma);
        rows.Add("MultiplyAddEstimate", Fma);
        rows.Add("Abs", call => call.IsFloat || call.IsSigned ? Unary(Opcode.Abs)(call) : call.Wrap(call.Operand(0)));
        rows.Add("Min", Binary(Opcode.MinS, Opcode.MinU, Opcode.FMin));
        rows.Add("Max", Binary(Opcode.MaxS, Opcode.MaxU, Opcode.FMax));
        rows.Add("MinNumber", call => Number(call, Opcode.FMin));
        rows.Add("MaxNumber", call => Number(call, Opcode.FMax));
        rows.Add("Clamp", Clamp);
        rows.Add("Sign", Sign);
        rows.Add("IsNaN", Test(Opcode.IsNaN, ofInteger: false));
        rows.Add("IsInfinity", Test(Opcode.IsInfinity, ofInteger: false));
        rows.Add("IsFinite", Test(Opcode.IsFinite, ofInteger: true));
        rows.Add("IsPositiveInfinity", call => IsInfinity(call, float.PositiveInfinity));
        rows.Add("IsNegativeInfinity", call => IsInfinity(call, float.NegativeInfinity));
        rows.Add("IsNegative", call => new ScalarValue(SignBit(call)));
        rows.Add("IsPositive", call => new ScalarValue(call.Builder.Unary(Opcode.Not, SignBit(call))));
        rows.Add("IsZero", call => new ScalarValue(call.Builder.Compare(Opcode.CmpEq, call.Operand(0), call.Constant(0))));
        rows.Add("IsEvenInteger", call => IsOdd(call, Opcode.CmpEq));
        rows.Add("IsOddInteger", call => IsOdd(call, Opcode.CmpNe));
        rows.Add("DivRem", DivRem);
        rows.Add("BigMul", BigMul);
    }

    private static ScalarValue Fma(NumericCall call) =>
        call.Wrap(call.Builder.Emit(Opcode.Fma, call.Scalar, call.Operand(0), call.Operand(1), call.Operand(2)));

    private static ScalarValue Log(NumericCall call)
    {
        Value result = call.Builder.Unary(Opcode.Log, call.Operand(0));
        if (call.Arguments.Length == 2)
            result = call.Builder.Binary(Opcode.FDiv, result, call.Builder.Unary(Opcode.Log, call.Operand(1)));
        return call.Wrap(result);
    }

    private static StackValue SinCos(NumericCall call)
    {
        var x = call.Operand(0);
        StackValue sin = call.Wrap(call.Builder.Unary(Opcode.Sin, x)), cos = call.Wrap(call.Builder.Unary(Opcode.Cos, x));
        return MethodTranslator.Tuple(call.Emit, typeof(ValueTuple<,>).MakeGenericType(call.Type, call.Type), [sin, cos]);
    }

    /// <summary>Round(x) goes to the nearest, ties to even; Round(x, mode) needs a constant mode.</summary>
    private static ScalarValue Round(NumericCall call)
    {
        var x = call.Operand(0);
        if (call.Arguments.Length == 1)
            return call.Wrap(call.Builder.Unary(Opcode.RoundEven, x));
        if (call.Method.GetParameters() is not [_, { ParameterType: var mode }] || mode != typeof(MidpointRounding))
            throw call.Emit.Refuse(Refusal.LibraryMethod, TypeNames.Signature(call.Method));
        if (ConstantEvaluator.Literal(((ScalarValue)call.Arguments[1]).Value) is not { } known)
            throw call.Emit.Refuse(Refusal.NotConstant, "The rounding mode");
        if ((MidpointRounding)known == MidpointRounding.AwayFromZero)
        {
            // the largest number below one half: adding it never carries a smaller fraction over
            Value half = call.Scalar == IrType.F32 ? call.Emit.Function.Float(0.49999997f) : call.Emit.Function.Double(0.49999999999999994);
            x = call.Builder.Binary(Opcode.Add, x, call.Builder.Binary(Opcode.CopySign, half, x));
            return call.Wrap(call.Builder.Unary(Opcode.Truncate, x));
        }
        return call.Wrap(call.Builder.Unary((MidpointRounding)known switch
        {
            MidpointRounding.ToEven => Opcode.RoundEven,
            MidpointRounding.ToZero => Opcode.Truncate,
            MidpointRounding.ToNegativeInfinity => Opcode.Floor,
            _ => Opcode.Ceiling,
        }, x));
    }

    /// <summary>Minimum or maximum that prefers a number over NaN.</summary>
    private static ScalarValue Number(NumericCall call, Opcode op)
    {
        if (!call.IsFloat)
            return (ScalarValue)Rows[op == Opcode.FMin ? "Min" : "Max"](call);
        Value x = call.Operand(0), y = call.Operand(1);
        Value both = call.Builder.Binary(op, x, y);
        both = call.Builder.Select(call.Builder.Emit(Opcode.IsNaN, IrType.I1, y), x, both);
        return call.Wrap(call.Builder.Select(call.Builder.Emit(Opcode.IsNaN, IrType.I1, x), y, both));
    }

    private static ScalarValue Clamp(NumericCall call)
    {
        var low = call.Builder.Binary(call.Pick(Opcode.MaxS, Opcode.MaxU, Opcode.FMax), call.Operand(0), call.Operand(1));
        return call.Wrap(call.Builder.Binary(call.Pick(Opcode.MinS, Opcode.MinU, Opcode.FMin), low, call.Operand(2)));
    }

    private static ScalarValue Sign(NumericCall call)
    {
        Value x = call.Operand(0), zero = call.Constant(0);
        if (!call.IsFloat && !call.IsSigned)
            return new ScalarValue(call.Emit.Full(call.Builder.Compare(Opcode.CmpNe, x, zero)));
        Value greater = call.Emit.Full(call.Builder.Compare(Opcode.CmpGt, x, zero)), less = call.Emit.Full(call.Builder.Compare(Opcode.CmpLt, x, zero));
        return new ScalarValue(call.Builder.Binary(Opcode.Sub, greater, less));
    }

    private static Row Test(Opcode op, bool ofInteger) => call => new ScalarValue(
        call.IsFloat ? call.Builder.Emit(op, IrType.I1, call.Operand(0)) : call.Emit.Function.Bool(ofInteger));

    private static ScalarValue IsInfinity(NumericCall call, float infinity)
    {
        if (!call.IsFloat)
            return new ScalarValue(call.Emit.Function.Bool(false));
        Value bound = call.Scalar == IrType.F32 ? call.Emit.Function.Float(infinity) : call.Emit.Function.Double(infinity);
        return new ScalarValue(call.Builder.Compare(Opcode.CmpEq, call.Operand(0), bound));
    }

    private static Value SignBit(NumericCall call)
    {
        if (!call.IsFloat && !call.IsSigned)
            return call.Emit.Function.Bool(false);
        var bits = call.Operand(0);
        if (call.IsFloat)
            bits = call.Builder.Convert(Opcode.BitCast, bits, call.Scalar == IrType.F32 ? IrType.I32 : IrType.I64);
        return call.Builder.Compare(Opcode.CmpLt, bits, call.Emit.Function.Constant(bits.Type, 0));
    }

    private static ScalarValue IsOdd(NumericCall call, Opcode test)
    {
        if (call.IsFloat)
            throw call.Emit.Refuse(Refusal.LibraryMethod, TypeNames.Signature(call.Method));
        var lowest = call.Builder.Binary(Opcode.And, call.Operand(0), call.Constant(1));
        return new ScalarValue(call.Builder.Compare(test, lowest, call.Constant(0)));
    }

    private static StackValue DivRem(NumericCall call)
    {
        if (call.IsFloat || call.Arguments.Length != 2)
            throw call.Emit.Refuse(Refusal.LibraryMethod, TypeNames.Signature(call.Method));
        Value x = call.Operand(0), y = call.Operand(1);
        Value quotient = call.Builder.Binary(call.IsSigned ? Opcode.DivS : Opcode.DivU, x, y);
        Value rest = call.Builder.Binary(call.IsSigned ? Opcode.RemS : Opcode.RemU, x, y);
        return MethodTranslator.Tuple(call.Emit, typeof(ValueTuple<,>).MakeGenericType(call.Type, call.Type), [call.Wrap(quotient), call.Wrap(rest)]);
    }

    private static ScalarValue BigMul(NumericCall call)
    {
        if (call.Scalar != IrType.I32 || call.Arguments.Length != 2)
            throw call.Emit.Refuse(Refusal.LibraryMethod, TypeNames.Signature(call.Method));
        var extend = call.IsSigned ? Opcode.SExt : Opcode.ZExt;
        return new ScalarValue(call.Builder.Binary(Opcode.Mul,
            call.Builder.Convert(extend, call.Operand(0), IrType.I64), call.Builder.Convert(extend, call.Operand(1), IrType.I64)));
    }
}
