using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

internal sealed partial class MethodTranslator
{
    private bool StepArithmetic(string name)
    {
        switch (name)
        {
            case "add":
                Add(negate: false);
                return true;
            case "sub":
                Add(negate: true);
                return true;
            case "mul":
                Binary(Opcode.Mul, Opcode.Mul);
                return true;
            case "div":
                Binary(Opcode.DivS, Opcode.FDiv);
                return true;
            case "div.un":
                Binary(Opcode.DivU, Opcode.FDiv);
                return true;
            case "rem":
                Binary(Opcode.RemS, Opcode.FRem);
                return true;
            case "rem.un":
                Binary(Opcode.RemU, Opcode.FRem);
                return true;
            case "and":
                Bitwise(Opcode.And);
                return true;
            case "or":
                Bitwise(Opcode.Or);
                return true;
            case "xor":
                Bitwise(Opcode.Xor);
                return true;
            case "shl":
                Shift(Opcode.Shl);
                return true;
            case "shr":
                Shift(Opcode.ShrS);
                return true;
            case "shr.un":
                Shift(Opcode.ShrU);
                return true;
            case "neg":
                Push(Builder.Unary(Opcode.Neg, PopNumber()));
                return true;
            case "not":
                Push(Builder.Unary(Opcode.Not, PopNumber()));
                return true;
            case "ceq":
                Push(Compare(Opcode.CmpEq, Opcode.CmpEq));
                return true;
            case "cgt":
                Push(Compare(Opcode.CmpGt, Opcode.CmpGt));
                return true;
            case "cgt.un":
                Push(Compare(Opcode.CmpGtU, Opcode.CmpGtU));
                return true;
            case "clt":
                Push(Compare(Opcode.CmpLt, Opcode.CmpLt));
                return true;
            case "clt.un":
                Push(Compare(Opcode.CmpLtU, Opcode.CmpLtU));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Two numbers in one type: I32 meets I64 by sign extension, F32 meets F64 by widening.</summary>
    private (Value Left, Value Right) PopPair()
    {
        var right = PopNumber();
        var left = PopNumber();
        if (left.Type.IsPointer || right.Type.IsPointer)
            return (_emit.Coerce(left, IrType.I64), _emit.Coerce(right, IrType.I64));
        if (left.Type == right.Type)
            return (left, right);
        if (left.Type.IsFloat && right.Type.IsFloat)
            return (_emit.Coerce(left, IrType.F64), _emit.Coerce(right, IrType.F64));
        return (_emit.Coerce(left, IrType.I64), _emit.Coerce(right, IrType.I64));
    }

    private void Binary(Opcode integer, Opcode floating)
    {
        var (left, right) = PopPair();
        Push(Fold(left.Type.IsFloat ? floating : integer, left, right));
    }

    /// <summary>Arithmetic on two literals is done here, so that sizes and conditions stay visible as constants.</summary>
    private Value Fold(Opcode op, Value left, Value right)
    {
        if (ConstantEvaluator.Literal(left) is { } a && ConstantEvaluator.Literal(right) is { } b && op is Opcode.Add or Opcode.Sub or Opcode.Mul)
            return _emit.Function.Constant(left.Type, op switch { Opcode.Add => a + b, Opcode.Sub => a - b, _ => a * b });
        return Builder.Binary(op, left, right);
    }

    /// <summary>Addition and subtraction of numbers, or of a pointer and a byte offset.</summary>
    private void Add(bool negate)
    {
        if (_stack.Count < 2)
            throw _emit.Refuse(Refusal.InvalidIl, "A read from the empty stack");
        var right = Pop();
        var left = Pop();
        var pointer = left as PointerValue ?? right as PointerValue;
        if (pointer is null || left is PointerValue && right is PointerValue)
        {
            Push(left);
            Push(right);
            Binary(negate ? Opcode.Sub : Opcode.Add, negate ? Opcode.Sub : Opcode.Add);
            return;
        }
        var offset = _emit.Full(((ScalarValue)(left is PointerValue ? right : left)).Value);
        if (negate)
            offset = Builder.Unary(Opcode.Neg, offset);
        Push(new PointerValue(AddBytes(pointer.Value, offset), pointer.Pointee));
    }

    private Value AddBytes(Value pointer, Value offset) => offset switch
    {
        Constant known => _emit.Offset(pointer, known.Bits),
        Instruction { Op: Opcode.Mul } scaled when scaled.Operands[1] is Constant size => Builder.PtrAdd(pointer, Unextended(scaled.Operands[0]), size.Bits, 0),
        _ => Builder.PtrAdd(pointer, offset, 1, 0),
    };

    /// <summary>ptradd sign-extends its index itself.</summary>
    private static Value Unextended(Value index) =>
        index is Instruction { Op: Opcode.SExt } extended && extended.Operands[0].Type == IrType.I32 ? extended.Operands[0] : index;

    private void Bitwise(Opcode op)
    {
        if (_stack.Count >= 2 && _stack.ToArray() is [ScalarValue { Value: var top }, ScalarValue { Value: var below }, ..]
            && (top.Type == IrType.I1 || below.Type == IrType.I1) && IsBit(top) && IsBit(below))
        {
            Pop();
            Pop();
            Push(Builder.Binary(op, _emit.Coerce(below, IrType.I1), _emit.Coerce(top, IrType.I1)));
            return;
        }
        Binary(op, op);
    }

    private static bool IsBit(Value value) => value.Type == IrType.I1 || value is Constant { Bits: 0 or 1 };

    private void Shift(Opcode op)
    {
        var count = PopNumber();
        var value = PopNumber();
        Push(Builder.Binary(op, value, _emit.Coerce(count, value.Type)));
    }

    /// <summary>Compares the two topmost values; the result is I1.</summary>
    private Value Compare(Opcode integer, Opcode floating)
    {
        if (_stack.Count < 2)
            throw _emit.Refuse(Refusal.InvalidIl, "A read from the empty stack");
        var right = Pop();
        var left = Pop();
        if (left is BoxedValue or ArrayValue && right is NullValue)
            return _emit.Function.Bool(integer != Opcode.CmpEq);
        if (left is ScalarValue { Value: var a } && right is ScalarValue { Value: var b } && (a.Type == IrType.I1 || b.Type == IrType.I1)
            && IsBit(a) && IsBit(b) && integer is Opcode.CmpEq or Opcode.CmpNe or Opcode.CmpGtU && BitCompare(integer, left, right) is { } simple)
            return simple;
        Push(left);
        Push(right);
        var (x, y) = PopPair();
        if (FoldCompare(integer, x, y) is { } known)
            return _emit.Function.Bool(known);
        return Builder.Compare(x.Type.IsFloat ? floating : integer, x, y);
    }

    private Value? BitCompare(Opcode op, StackValue left, StackValue right)
    {
        Value a = ((ScalarValue)left).Value, b = ((ScalarValue)right).Value;
        if (op == Opcode.CmpGtU)
            return b is Constant { Bits: 0 } ? a : null;
        if (b is Constant zero && a.Type == IrType.I1)
            return zero.Bits == 0 == (op == Opcode.CmpEq) ? Not(a) : a;
        return Builder.Compare(op, _emit.Coerce(a, IrType.I1), _emit.Coerce(b, IrType.I1));
    }

    private static bool? FoldCompare(Opcode op, Value left, Value right)
    {
        if (ConstantEvaluator.Literal(left) is not { } a || ConstantEvaluator.Literal(right) is not { } b)
            return null;
        return op switch
        {
            Opcode.CmpEq => a == b,
            Opcode.CmpNe => a != b,
            Opcode.CmpLt => a < b,
            Opcode.CmpLe => a <= b,
            Opcode.CmpGt => a > b,
            Opcode.CmpGe => a >= b,
            Opcode.CmpLtU => (ulong)a < (ulong)b,
            Opcode.CmpLeU => (ulong)a <= (ulong)b,
            Opcode.CmpGtU => (ulong)a > (ulong)b,
            Opcode.CmpGeU => (ulong)a >= (ulong)b,
            _ => null,
        };
    }

    /// <summary>What brtrue tests: an I1 that is true when the value is neither zero nor null.</summary>
    private Value PopCondition()
    {
        var value = Pop();
        return value switch
        {
            ScalarValue { Value.Type.IsFloat: false } scalar => _emit.Coerce(scalar.Value, IrType.I1),
            NullValue => _emit.Function.Bool(false),
            BoxedValue or ArrayValue or TextValue => _emit.Function.Bool(true),
            _ => throw _emit.Refuse(Refusal.InvalidIl, $"{Describe(value)} used as a condition"),
        };
    }

    private Value Not(Value condition) =>
        condition is Constant known ? _emit.Function.Bool(known.Bits == 0) : Builder.Unary(Opcode.Not, condition);
}
