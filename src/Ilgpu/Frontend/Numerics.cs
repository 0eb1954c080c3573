using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>A numeric member called with operands of one primitive type: Math.Max(int, int), T.CreateTruncating, float.IsNaN.</summary>
internal sealed record NumericCall(Emitter Emit, MethodBase Method, Type Type, StackValue[] Arguments)
{
    public IrBuilder Builder => Emit.Builder;
    public IrType Scalar => TypeLayout.ScalarOf(Type)!.Value;
    public bool IsFloat => Scalar.IsFloat;
    public bool IsSigned => Emitter.IsSigned(Type);

    /// <summary>The type that the stack computes in: at least I32.</summary>
    public IrType Wide => Scalar.IsInteger && Scalar.Bits < 32 ? IrType.I32 : Scalar;

    /// <summary>An argument in <see cref="Wide"/>; a reference (`this` of an instance method) is followed.</summary>
    public Value Operand(int index) => Arguments[index] switch
    {
        ScalarValue scalar => Emit.Coerce(scalar.Value, Wide),
        PointerValue pointer when Emit.Load(pointer.Value, Type) is ScalarValue loaded => Emit.Coerce(loaded.Value, Wide),
        _ => throw Emit.Refuse(Refusal.InvalidIl, $"Argument {index} of {TypeNames.Of(Method)}"),
    };

    public Opcode Pick(Opcode signed, Opcode unsigned, Opcode floating) => IsFloat ? floating : IsSigned ? signed : unsigned;

    public Value Constant(long value) => Scalar.Kind switch
    {
        ScalarKind.F32 => Emit.Function.Float(value),
        ScalarKind.F64 => Emit.Function.Double(value),
        _ => Emit.Function.Constant(Wide, value),
    };

    /// <summary>A result in the operand type, wrapped to its width.</summary>
    public ScalarValue Wrap(Value value) => (ScalarValue)Emit.FromLeaves(Type, [Emit.Coerce(value, Scalar)]);
}

/// <summary>
/// The members of Math, MathF, BitOperations, XMath, IntrinsicMath, of the primitive types and of the generic-mathematics interfaces
/// that devices compute themselves. One name means one operation wherever it is declared.
/// </summary>
internal static partial class Numerics
{
    private delegate StackValue Row(NumericCall call);

    private static readonly Dictionary<string, Row> Rows = Build();

    /// <summary>Static properties without arguments, as T.Zero and float.Pi: read when the kernel is compiled.</summary>
    private static bool IsConstantProperty(MethodBase method) => method.IsStatic && method.Name.StartsWith("get_", StringComparison.Ordinal);

    /// <summary>Whether the method belongs to a type whose members are translated by this table rather than from IL.</summary>
    public static bool Owns(MethodBase method)
    {
        var type = method.DeclaringType!;
        return type == typeof(Math) || type == typeof(MathF) || type == typeof(System.Numerics.BitOperations) || IsPrimitive(type)
            || type.FullName is "ILGPU.Algorithms.XMath" or "ILGPU.IntrinsicMath" && DeviceFunctions.Contains(method.Name);
    }

    public static bool TryEmit(Emitter emit, MethodBase method, Type type, StackValue[] arguments, [NotNullWhen(true)] out StackValue? result)
    {
        result = null;
        if (type.IsByRef)
            type = type.GetElementType()!;
        if (!IsPrimitive(type))
            return false;
        if (IsConstantProperty(method))
        {
            var getter = method.DeclaringType!.IsInterface ? MemberResolver.Resolve((MethodInfo)method, type) : (MethodInfo)method;
            if (getter?.Invoke(null, null) is not { } value)
                return false;
            result = emit.Constant(value, value.GetType());
            return true;
        }
        if (!Rows.TryGetValue(method.Name, out var row))
            return false;
        result = row(new NumericCall(emit, method, type, arguments));
        if (method is MethodInfo { ReturnType: var returned } && IsPrimitive(returned))
            result = emit.As(result, returned);
        return true;
    }

    private static bool IsPrimitive(Type type) => type.IsPrimitive && TypeLayout.ScalarOf(type) is not null;

    private static Dictionary<string, Row> Build()
    {
        var rows = new Dictionary<string, Row>();
        AddOperators(rows);
        AddFunctions(rows);
        AddBits(rows);
        AddConversions(rows);
        return rows;
    }

    private static Row Unary(Opcode op) => call => call.Wrap(call.Builder.Unary(op, call.Operand(0)));

    private static Row Binary(Opcode op) => Binary(op, op, op);

    private static Row Binary(Opcode signed, Opcode unsigned, Opcode floating) => call =>
        call.Wrap(call.Builder.Binary(call.Pick(signed, unsigned, floating), call.Operand(0), call.Operand(1)));

    private static Row Compare(Opcode signed, Opcode unsigned) => call => new ScalarValue(
        call.Builder.Compare(call.IsFloat || call.IsSigned ? signed : unsigned, call.Operand(0), call.Operand(1)));

    private static void AddOperators(Dictionary<string, Row> rows)
    {
        rows.Add("op_Addition", Binary(Opcode.Add));
        rows.Add("op_Subtraction", Binary(Opcode.Sub));
        rows.Add("op_Multiply", Binary(Opcode.Mul));
        rows.Add("op_Division", Binary(Opcode.DivS, Opcode.DivU, Opcode.FDiv));
        rows.Add("op_Modulus", Binary(Opcode.RemS, Opcode.RemU, Opcode.FRem));
        rows.Add("op_UnaryNegation", Unary(Opcode.Neg));
        rows.Add("op_UnaryPlus", call => call.Wrap(call.Operand(0)));
        rows.Add("op_OnesComplement", Unary(Opcode.Not));
        rows.Add("op_BitwiseAnd", Binary(Opcode.And));
        rows.Add("op_BitwiseOr", Binary(Opcode.Or));
        rows.Add("op_ExclusiveOr", Binary(Opcode.Xor));
        rows.Add("op_Increment", call => call.Wrap(call.Builder.Binary(Opcode.Add, call.Operand(0), call.Constant(1))));
        rows.Add("op_Decrement", call => call.Wrap(call.Builder.Binary(Opcode.Sub, call.Operand(0), call.Constant(1))));
        rows.Add("op_LeftShift", call => Shift(call, Opcode.Shl));
        rows.Add("op_RightShift", call => Shift(call, call.IsSigned ? Opcode.ShrS : Opcode.ShrU));
        rows.Add("op_UnsignedRightShift", call => Shift(call, Opcode.ShrU));
        rows.Add("op_Equality", Compare(Opcode.CmpEq, Opcode.CmpEq));
        rows.Add("op_Inequality", Compare(Opcode.CmpNe, Opcode.CmpNe));
        rows.Add("op_LessThan", Compare(Opcode.CmpLt, Opcode.CmpLtU));
        rows.Add("op_LessThanOrEqual", Compare(Opcode.CmpLe, Opcode.CmpLeU));
        rows.Add("op_GreaterThan", Compare(Opcode.CmpGt, Opcode.CmpGtU));
        rows.Add("op_GreaterThanOrEqual", Compare(Opcode.CmpGe, Opcode.CmpGeU));
        rows.Add("Equals", Equal);
        rows.Add("CompareTo", CompareTo);
    }

    /// <summary>The count is masked by the width of the type; narrow types shift as .NET does, in their own width.</summary>
    private static ScalarValue Shift(NumericCall call, Opcode op)
    {
        var value = call.Operand(0);
        if (op == Opcode.ShrU && call.Scalar.Bits < 32)
            value = call.Builder.Binary(Opcode.And, value, call.Constant((1L << call.Scalar.Bits) - 1));
        var count = call.Emit.Coerce(((ScalarValue)call.Arguments[1]).Value, call.Wide);
        if (call.Scalar.Bits < 32)
            count = call.Builder.Binary(Opcode.And, count, call.Constant(call.Scalar.Bits - 1));
        return call.Wrap(call.Builder.Binary(op, value, count));
    }

    /// <summary>x.Equals(y): as ==, but NaN equals NaN.</summary>
    private static ScalarValue Equal(NumericCall call)
    {
        Value x = call.Operand(0), y = call.Operand(1);
        Value equal = call.Builder.Compare(Opcode.CmpEq, x, y);
        if (call.IsFloat)
        {
            var both = call.Builder.Binary(Opcode.And, call.Builder.Emit(Opcode.IsNaN, IrType.I1, x), call.Builder.Emit(Opcode.IsNaN, IrType.I1, y));
            equal = call.Builder.Binary(Opcode.Or, equal, both);
        }
        return new ScalarValue(equal);
    }

    /// <summary>-1, 0 or 1; NaN is below all numbers. Types narrower than int give the difference, as in .NET.</summary>
    private static ScalarValue CompareTo(NumericCall call)
    {
        Value x = call.Operand(0), y = call.Operand(1);
        if (call.Scalar.Bits < 32 && call.Scalar != IrType.I1)
            return new ScalarValue(call.Builder.Binary(Opcode.Sub, x, y));
        Value less = call.Builder.Compare(call.Pick(Opcode.CmpLt, Opcode.CmpLtU, Opcode.CmpLt), x, y);
        Value greater = call.Builder.Compare(call.Pick(Opcode.CmpGt, Opcode.CmpGtU, Opcode.CmpGt), x, y);
        if (call.IsFloat)
        {
            Value xNaN = call.Builder.Emit(Opcode.IsNaN, IrType.I1, x), yNaN = call.Builder.Emit(Opcode.IsNaN, IrType.I1, y);
            less = call.Builder.Binary(Opcode.Or, less, call.Builder.Binary(Opcode.And, xNaN, call.Builder.Unary(Opcode.Not, yNaN)));
            greater = call.Builder.Binary(Opcode.Or, greater, call.Builder.Binary(Opcode.And, yNaN, call.Builder.Unary(Opcode.Not, xNaN)));
        }
        return new ScalarValue(call.Builder.Binary(Opcode.Sub, call.Emit.Full(greater), call.Emit.Full(less)));
    }
}
