using ConvGpu.Ilgpu.IR;
using static ConvGpu.Ilgpu.Backends.OpenCl.OpenClTypes;

namespace ConvGpu.Ilgpu.Backends.OpenCl;

/// <summary>Expressions for the elementwise opcodes, on scalars and on vectors.</summary>
internal sealed class OpenClElementwise(OpenClHelpers helpers, Func<Value, string> name)
{
    /// <summary>The expression, or null where the opcode is not elementwise.</summary>
    public string? Expression(Instruction instruction)
    {
        var type = instruction.Type;
        string A() => name(instruction.Operands[0]);
        string B() => name(instruction.Operands[1]);
        string C() => name(instruction.Operands[2]);
        switch (instruction.Op)
        {
            case Opcode.Neg: return Narrow(type, $"-{A()}");
            case Opcode.Add: return Narrow(type, $"{A()} + {B()}");
            case Opcode.Sub: return Narrow(type, $"{A()} - {B()}");
            case Opcode.Mul:
                return type is { Lanes: 1, Kind: ScalarKind.I8 or ScalarKind.I16 }
                    ? Narrow(type, $"(uint){A()} * (uint){B()}")
                    : $"{A()} * {B()}";
            case Opcode.Fma: return $"fma({A()}, {B()}, {C()})";
            case Opcode.DivS or Opcode.RemS or Opcode.DivU or Opcode.RemU: return Divide(instruction);
            case Opcode.FDiv: return $"{A()} / {B()}";
            case Opcode.FRem: return $"{helpers.FloatRemainder(type)}({A()}, {B()})";
            case Opcode.MulHiS: return AsUnsigned(type, $"mul_hi({AsSigned(instruction.Operands[0])}, {AsSigned(instruction.Operands[1])})");
            case Opcode.MulHiU: return $"mul_hi({A()}, {B()})";
            case Opcode.MinS: return AsUnsigned(type, $"min({AsSigned(instruction.Operands[0])}, {AsSigned(instruction.Operands[1])})");
            case Opcode.MaxS: return AsUnsigned(type, $"max({AsSigned(instruction.Operands[0])}, {AsSigned(instruction.Operands[1])})");
            case Opcode.MinU: return $"min({A()}, {B()})";
            case Opcode.MaxU: return $"max({A()}, {B()})";
            case Opcode.FMin: return $"{helpers.FloatMinMax(type, max: false)}({A()}, {B()})";
            case Opcode.FMax: return $"{helpers.FloatMinMax(type, max: true)}({A()}, {B()})";
            case Opcode.Abs: return type.IsFloat ? $"fabs({A()})" : $"abs({AsSigned(instruction.Operands[0])})";
            case Opcode.Not: return type is { Kind: ScalarKind.I1, Lanes: 1 } ? $"!{A()}" : Narrow(type, $"~{A()}");
            case Opcode.And: return Narrow(type, $"{A()} & {B()}");
            case Opcode.Or: return Narrow(type, $"{A()} | {B()}");
            case Opcode.Xor: return Narrow(type, $"{A()} ^ {B()}");
            case Opcode.Shl: return Narrow(type, $"{A()} << {ShiftCount(instruction)}");
            case Opcode.ShrU: return Narrow(type, $"{A()} >> {ShiftCount(instruction)}");
            case Opcode.ShrS: return AsUnsigned(type, $"{AsSigned(instruction.Operands[0])} >> {ShiftCount(instruction)}");
            case Opcode.PopCount: return Resize(instruction, $"popcount({A()})");
            case Opcode.LeadingZeros: return Resize(instruction, $"clz({A()})");
            case Opcode.TrailingZeros: return Resize(instruction, $"{helpers.TrailingZeros(instruction.Operands[0].Type)}({A()})");
            case Opcode.Select: return Select(instruction);
            case Opcode.CopySign: return $"copysign({A()}, {B()})";
            case Opcode.Rcp: return $"({Name(type)})(1) / {A()}";
            case Opcode.IsNaN: return Predicate(instruction, $"isnan({A()})");
            case Opcode.IsInfinity: return Predicate(instruction, $"isinf({A()})");
            case Opcode.IsFinite: return Predicate(instruction, $"isfinite({A()})");
            case Opcode.PtrAdd: return PointerAdd(instruction);
            case Opcode.PtrToInt when instruction.Operands[0].Type.Space == AddressSpace.Shared: return $"{helpers.LocalAddress()}({A()})";
            case Opcode.Atan2 or Opcode.Pow: return $"{instruction.Info.Name}({A()}, {B()})";
        }
        if (Compare(instruction) is { } comparison)
            return comparison;
        if (UnaryFunction(instruction.Op) is { } function)
            return $"{function}({A()})";
        return instruction.Info.Has(OpTraits.Convert) ? Convert(instruction) : null;
    }

    private static string? UnaryFunction(Opcode op) => op switch
    {
        Opcode.Ceiling => "ceil",
        Opcode.Truncate => "trunc",
        Opcode.RoundEven => "rint",
        Opcode.Sqrt or Opcode.Rsqrt or Opcode.Floor or Opcode.Sin or Opcode.Cos or Opcode.Tan or Opcode.Asin or Opcode.Acos or Opcode.Atan
            or Opcode.Sinh or Opcode.Cosh or Opcode.Tanh or Opcode.Exp or Opcode.Exp2 or Opcode.Log or Opcode.Log2 or Opcode.Log10
            => OpInfo.Of(op).Name,
        _ => null,
    };

    private string? Compare(Instruction instruction)
    {
        if (!instruction.Info.Has(OpTraits.Compare))
            return null;
        var left = instruction.Operands[0];
        var right = instruction.Operands[1];
        if (left.Type.Kind == ScalarKind.I1)
            return CompareBools(instruction.Op, left, right);
        var (symbol, unsigned) = instruction.Op switch
        {
            Opcode.CmpEq => ("==", true),
            Opcode.CmpNe => ("!=", true),
            Opcode.CmpLt => ("<", false),
            Opcode.CmpLe => ("<=", false),
            Opcode.CmpGt => (">", false),
            Opcode.CmpGe => (">=", false),
            Opcode.CmpLtU => ("<", true),
            Opcode.CmpLeU => ("<=", true),
            Opcode.CmpGtU => (">", true),
            _ => (">=", true),
        };
        if (!left.Type.IsFloat)
            return Predicate(instruction, unsigned || left.Type.IsPointer
                ? $"{name(left)} {symbol} {name(right)}"
                : $"{AsSigned(left)} {symbol} {AsSigned(right)}");
        // Unordered comparisons are the opposites of the ordered ones.
        string? opposite = instruction.Op switch
        {
            Opcode.CmpLtU => ">=",
            Opcode.CmpLeU => ">",
            Opcode.CmpGtU => "<=",
            Opcode.CmpGeU => "<",
            _ => null,
        };
        if (opposite is null)
            return Predicate(instruction, $"{name(left)} {symbol} {name(right)}");
        string ordered = $"({name(left)} {opposite} {name(right)})";
        return Predicate(instruction, left.Type.Lanes == 1 ? "!" + ordered : "~" + ordered);
    }

    private string CompareBools(Opcode op, Value left, Value right) => (op, left.Type.Lanes) switch
    {
        (Opcode.CmpEq, 1) => $"{name(left)} == {name(right)}",
        (Opcode.CmpNe, 1) => $"{name(left)} != {name(right)}",
        (Opcode.CmpEq, _) => $"~({name(left)} ^ {name(right)})",
        (Opcode.CmpNe, _) => $"{name(left)} ^ {name(right)}",
        _ => throw new InvalidOperationException($"{op} of bools has no meaning."),
    };

    /// <summary>Brings a comparison's result, as wide as its operands, to a mask of ints.</summary>
    private static string Predicate(Instruction instruction, string expression)
    {
        var operand = instruction.Operands[0].Type;
        if (operand.Lanes == 1)
            return expression;
        return operand.ElementBytes == 4 ? expression : $"convert_int{operand.Lanes}({expression})";
    }

    private string Select(Instruction instruction)
    {
        var condition = instruction.Operands[0];
        string mask = name(condition);
        if (condition.Type.Lanes > 1)
            mask = MaskFor(mask, instruction.Type);
        return $"{mask} ? {name(instruction.Operands[1])} : {name(instruction.Operands[2])}";
    }

    /// <summary>A mask of ints as one as wide as the elements of a type.</summary>
    private static string MaskFor(string mask, IrType type) =>
        type.Kind == ScalarKind.I1 || type.ElementBytes == 4 ? mask : $"convert_{Mask(type)}({mask})";

    private string Divide(Instruction instruction)
    {
        bool signed = instruction.Op is Opcode.DivS or Opcode.RemS;
        bool remainder = instruction.Op is Opcode.RemS or Opcode.RemU;
        var type = instruction.Type;
        string left = signed ? AsSigned(instruction.Operands[0]) : name(instruction.Operands[0]);
        string right = signed ? AsSigned(instruction.Operands[1]) : name(instruction.Operands[1]);
        bool safe = instruction.Operands[1] is Constant { Bits: not (0 or -1) };
        string quotient = safe
            ? $"{left} {(remainder ? "%" : "/")} {right}"
            : $"{helpers.Division(type, signed, remainder)}({left}, {right})";
        return signed ? AsUnsigned(type, quotient) : quotient;
    }

    private string ShiftCount(Instruction instruction)
    {
        var count = instruction.Operands[1];
        int bits = instruction.Type.Bits;
        if (count is Constant constant && instruction.Type.Lanes == 1)
            return $"{constant.Bits & (bits - 1)}";
        string text = name(count);
        if (count.Type.Lanes > 1 && count.Type.ElementBytes != instruction.Type.ElementBytes)
            text = $"convert_{Name(instruction.Type)}({text})";
        return instruction.Type.Lanes == 1 ? $"({text} & {bits - 1})" : $"({text} & ({Name(instruction.Type)})({bits - 1}))";
    }

    private string PointerAdd(Instruction instruction)
    {
        string pointer = name(instruction.Operands[0]);
        return $"{pointer} + {Offset(instruction.Operands[1], name(instruction.Operands[1]), instruction.Immediate, instruction.Immediate2)}";
    }

    /// <summary>A byte offset: sign-extended index times scale plus offset.</summary>
    public static string Offset(Value index, string text, long scale, long offset)
    {
        if (index is Constant constant)
            return $"{constant.Bits * scale + offset}l";
        string wide = index.Type.Kind == ScalarKind.I64 ? $"(long){text}" : $"(long)(int){text}";
        string scaled = scale == 1 ? wide : $"{wide} * {scale}";
        return offset == 0 ? scaled : $"({scaled} + {offset}l)";
    }

    private string Convert(Instruction instruction)
    {
        var from = instruction.Operands[0].Type;
        var to = instruction.Type;
        string value = name(instruction.Operands[0]);
        bool vector = to.Lanes > 1;
        switch (instruction.Op)
        {
            case Opcode.Trunc when to.Kind == ScalarKind.I1:
                return vector ? Predicate(instruction, $"({value} & ({Name(from)})(1)) != ({Name(from)})(0)")
                    : $"({value} & 1) != 0";
            case Opcode.Trunc:
                return vector ? $"convert_{Name(to)}({value})" : $"({Name(to)}){value}";
            case Opcode.SExt when from.Kind == ScalarKind.I1:
                return vector ? $"as_{Name(to)}({MaskFor(value, to)})" : $"({Name(to)})-({Signed(to)}){value}";
            case Opcode.SExt:
                return vector ? $"as_{Name(to)}(convert_{Signed(to)}(as_{Signed(from)}({value})))" : $"({Name(to)})({Signed(from)}){value}";
            case Opcode.ZExt when from.Kind == ScalarKind.I1 && vector:
                return $"as_{Name(to)}({MaskFor(value, to)}) & ({Name(to)})(1)";
            case Opcode.UToF when from.Kind == ScalarKind.I1 && vector:
                return $"convert_{Name(to)}({value} & 1)";
            case Opcode.SToF when from.Kind == ScalarKind.I1:
                return vector ? $"convert_{Name(to)}({value})" : $"-({Name(to)}){value}";
            case Opcode.ZExt or Opcode.UToF or Opcode.FConvert:
                return vector ? $"convert_{Name(to)}({value})" : $"({Name(to)}){value}";
            case Opcode.SToF:
                return vector ? $"convert_{Name(to)}(as_{Signed(from)}({value}))" : $"({Name(to)})({Signed(from)}){value}";
            case Opcode.FToS:
                return AsUnsigned(to, $"{helpers.ToInteger(from, to, signed: true)}({value})");
            case Opcode.FToU:
                return $"{helpers.ToInteger(from, to, signed: false)}({value})";
            case Opcode.BitCast:
                return $"as_{Name(to)}({value})";
            default:
                return $"({Name(to)}){value}";
        }
    }

    private string AsSigned(Value value) =>
        value.Type.Lanes == 1 ? $"({Signed(value.Type)}){name(value)}" : $"as_{Signed(value.Type)}({name(value)})";

    private static string AsUnsigned(IrType type, string expression) =>
        type.Lanes == 1 ? $"({Name(type)})({expression})" : $"as_{Name(type)}({expression})";

    /// <summary>Undoes C's promotion of small scalars to int.</summary>
    private static string Narrow(IrType type, string expression) =>
        type is { Lanes: 1, Kind: ScalarKind.I8 or ScalarKind.I16 } ? $"({Name(type)})({expression})" : expression;

    /// <summary>A count comes in the operand's type; the instruction may want another.</summary>
    private static string Resize(Instruction instruction, string expression)
    {
        if (instruction.Type == instruction.Operands[0].Type)
            return expression;
        return instruction.Type.Lanes == 1 ? $"({Name(instruction.Type)}){expression}" : $"convert_{Name(instruction.Type)}({expression})";
    }
}
