using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

internal sealed partial class Simplify
{
    private Value RewriteCompare(Instruction instruction)
    {
        var (left, right) = (instruction.Operands[0], instruction.Operands[1]);
        if (left is Constant && right is not Constant)
            return Become(instruction, Comparisons.Swapped(instruction.Op), right, left);
        if (!left.Type.IsInteger)
            return instruction;
        if (left == right)
            return Known(instruction.Type, instruction.Op is Opcode.CmpEq or Opcode.CmpLe or Opcode.CmpGe or Opcode.CmpLeU or Opcode.CmpGeU ? 1 : 0);
        bool equality = instruction.Op is Opcode.CmpEq or Opcode.CmpNe;
        if (left.Type.Kind == ScalarKind.I1)
            return equality && right is Constant side
                ? (side.Bits != 0) == (instruction.Op == Opcode.CmpEq) ? left : Become(instruction, Opcode.Not, left)
                : equality && right is not Constant
                    ? instruction.Op == Opcode.CmpNe ? Become(instruction, Opcode.Xor, left, right) : instruction
                    : instruction;
        if (right is not Constant constant)
        {
            if (equality && Narrow(left) is { } a && Narrow(right) is { } b)
                return Become(instruction, instruction.Op, a, b);
            return instruction;
        }
        if (constant.Bits == 0 && instruction.Op == Opcode.CmpGtU)
            return Become(instruction, Opcode.CmpNe, left, right);
        if (constant.Bits == 0 && instruction.Op == Opcode.CmpLeU)
            return Become(instruction, Opcode.CmpEq, left, right);
        return FromBool(instruction, left, constant) ?? FromRange(instruction, left, constant) ?? MoveTerm(instruction, left, constant) ?? instruction;
    }

    /// <summary>A widened bool, or a choice of two constants, against a constant is the bool, its inverse, or known.</summary>
    private Value? FromBool(Instruction instruction, Value left, Constant right)
    {
        Value condition;
        long ifTrue, ifFalse;
        if (IsOp(left, Opcode.ZExt, out var extend) && extend.Operands[0].Type.Kind == ScalarKind.I1)
            (condition, ifTrue, ifFalse) = (extend.Operands[0], 1, 0);
        else if (IsOp(left, Opcode.Select, out var select) && select.Operands[1] is Constant a && select.Operands[2] is Constant b
            && select.Operands[0].Type.Lanes == left.Type.Lanes)
            (condition, ifTrue, ifFalse) = (select.Operands[0], a.Bits, b.Bits);
        else
            return null;
        bool Holds(long value)
        {
            ScalarEvaluator.TryEvaluate(instruction.Op, ScalarKind.I1, left.Type.Kind, value, right.Bits, 0, out long bits);
            return bits != 0;
        }
        return (Holds(ifTrue), Holds(ifFalse)) switch
        {
            (true, false) => condition,
            (false, true) => Become(instruction, Opcode.Not, condition),
            (var both, _) => Known(instruction.Type, both ? 1 : 0),
        };
    }

    /// <summary>A comparison that the bounds of the left side decide.</summary>
    private Constant? FromRange(Instruction instruction, Value left, Constant right)
    {
        var (low, high) = RangeOf(left);
        long bits = right.Bits;
        bool? known = instruction.Op switch
        {
            Opcode.CmpLt => high < bits ? true : low >= bits ? false : null,
            Opcode.CmpLe => high <= bits ? true : low > bits ? false : null,
            Opcode.CmpGt => low > bits ? true : high <= bits ? false : null,
            Opcode.CmpGe => low >= bits ? true : high < bits ? false : null,
            Opcode.CmpEq => low > bits || high < bits ? false : null,
            Opcode.CmpNe => low > bits || high < bits ? true : null,
            _ => null,
        };
        return known is { } value ? Known(instruction.Type, value ? 1 : 0) : null;
    }

    /// <summary>x + a == b is x == b - a.</summary>
    private Value? MoveTerm(Instruction instruction, Value left, Constant right) =>
        instruction.Op is Opcode.CmpEq or Opcode.CmpNe && ConstantTerm(left, out var rest, out var term)
            ? Become(instruction, instruction.Op, rest, Known(left.Type, right.Bits - term.Bits))
            : null;

    private Value RewriteSelect(Instruction instruction)
    {
        var (condition, ifTrue, ifFalse) = (instruction.Operands[0], instruction.Operands[1], instruction.Operands[2]);
        if (condition is Constant known)
            return known.Bits != 0 ? ifTrue : ifFalse;
        if (ifTrue == ifFalse)
            return ifTrue;
        if (IsOp(condition, Opcode.Not, out var not))
            return Become(instruction, Opcode.Select, not.Operands[0], ifFalse, ifTrue);
        if (condition.Type.Lanes != instruction.Type.Lanes)
            return instruction;
        if (instruction.Type.Kind == ScalarKind.I1)
        {
            if (ifTrue is Constant t)
                return t.Bits != 0 ? Become(instruction, Opcode.Or, condition, ifFalse)
                    : Become(instruction, Opcode.And, Emit(Opcode.Not, instruction.Type, condition), ifFalse);
            if (ifFalse is Constant f)
                return f.Bits == 0 ? Become(instruction, Opcode.And, condition, ifTrue)
                    : Become(instruction, Opcode.Or, Emit(Opcode.Not, instruction.Type, condition), ifTrue);
        }
        else if (instruction.Type.IsInteger)
        {
            if (IsConstant(ifTrue, 1) && IsConstant(ifFalse, 0))
                return Become(instruction, Opcode.ZExt, condition);
            if (IsConstant(ifTrue, 0) && IsConstant(ifFalse, 1))
                return Become(instruction, Opcode.ZExt, Emit(Opcode.Not, condition.Type, condition));
            // Two widened bools: choose between the bools.
            if (Narrow(ifTrue) is { } a && Narrow(ifFalse) is { } b)
                return Become(instruction, Opcode.ZExt, Emit(Opcode.Select, condition.Type, condition, a, b));
        }
        return instruction;
    }
}
