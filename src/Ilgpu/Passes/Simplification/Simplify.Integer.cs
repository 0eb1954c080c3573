using System.Numerics;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

internal sealed partial class Simplify
{
    private Value RewriteInteger(Instruction instruction)
    {
        var operands = instruction.Operands;
        var type = instruction.Type;
        var left = operands[0];
        var right = operands.Length > 1 ? operands[1] : left;
        switch (instruction.Op)
        {
            case Opcode.Add:
                return RewriteAdd(instruction, left, right);
            case Opcode.Sub:
                if (left == right)
                    return Known(type, 0);
                if (IsConstant(left, 0))
                    return Become(instruction, Opcode.Neg, right);
                if (right is Constant subtrahend)
                    return Become(instruction, Opcode.Add, left, Known(type, -subtrahend.Bits));
                if (ConstantTerm(left, out var minuend, out var first))
                    return Become(instruction, Opcode.Add, Emit(Opcode.Sub, type, minuend, right), first);
                if (ConstantTerm(right, out var rest, out var second))
                    return Become(instruction, Opcode.Add, Emit(Opcode.Sub, type, left, rest), Known(type, -second.Bits));
                if (IsOp(left, Opcode.Add, out var sum) && (sum.Operands[0] == right || sum.Operands[1] == right))
                    return sum.Operands[0] == right ? sum.Operands[1] : sum.Operands[0];
                break;
            case Opcode.Neg when IsOp(left, Opcode.Neg, out var negated):
                return negated.Operands[0];
            case Opcode.Mul when right is Constant factor:
                if (factor.Bits == 0)
                    return factor;
                if (factor.Bits == 1)
                    return left;
                if (IsOp(left, Opcode.Mul, out var product) && product.Operands[1] is Constant inner)
                    return Become(instruction, Opcode.Mul, product.Operands[0], Known(type, inner.Bits * factor.Bits));
                if (ConstantTerm(left, out var term, out var added))
                    return Become(instruction, Opcode.Add, Emit(Opcode.Mul, type, term, factor), Known(type, added.Bits * factor.Bits));
                break;
            case Opcode.Shl when right is Constant count:
                return Become(instruction, Opcode.Mul, left, Known(type, 1L << ((int)count.Bits & (type.Bits - 1))));
            case Opcode.ShrS or Opcode.ShrU when right is Constant by:
                return RewriteShiftRight(instruction, left, (int)by.Bits & (type.Bits - 1));
            case Opcode.And or Opcode.Or or Opcode.Xor:
                return RewriteBits(instruction, left, right);
            case Opcode.Not:
                return RewriteNot(instruction, left);
            case Opcode.DivS or Opcode.DivU or Opcode.RemS or Opcode.RemU when right is Constant divisor:
                return RewriteDivision(instruction, left, divisor);
            case Opcode.MinS or Opcode.MaxS or Opcode.MinU or Opcode.MaxU when left == right:
                return left;
        }
        return instruction;
    }

    /// <summary>Constants move to the outside of sums, so that equal variable parts meet and addresses split into base and offset.</summary>
    private Value RewriteAdd(Instruction instruction, Value left, Value right)
    {
        var type = instruction.Type;
        if (IsConstant(right, 0))
            return left;
        if (ConstantTerm(left, out var rest, out var inner))
            return right is Constant outer
                ? Become(instruction, Opcode.Add, rest, Known(type, inner.Bits + outer.Bits))
                : Become(instruction, Opcode.Add, Emit(Opcode.Add, type, rest, right), inner);
        if (right is Constant)
            return instruction;
        if (ConstantTerm(right, out rest, out inner))
            return Become(instruction, Opcode.Add, Emit(Opcode.Add, type, left, rest), inner);
        if (IsOp(right, Opcode.Neg, out var negated))
            return Become(instruction, Opcode.Sub, left, negated.Operands[0]);
        if (IsOp(left, Opcode.Neg, out negated))
            return Become(instruction, Opcode.Sub, right, negated.Operands[0]);
        if (IsOp(left, Opcode.Sub, out var difference) && difference.Operands[1] == right)
            return difference.Operands[0];
        if (IsOp(right, Opcode.Sub, out difference) && difference.Operands[1] == left)
            return difference.Operands[0];
        return instruction;
    }

    private static bool ConstantTerm(Value value, out Value rest, out Constant constant)
    {
        if (IsOp(value, Opcode.Add, out var sum) && sum.Operands[1] is Constant term)
        {
            (rest, constant) = (sum.Operands[0], term);
            return true;
        }
        (rest, constant) = (value, null!);
        return false;
    }

    private Value RewriteShiftRight(Instruction instruction, Value left, int count)
    {
        if (count == 0)
            return left;
        if (instruction.Op == Opcode.ShrS && RangeOf(left).Low >= 0)
            return Become(instruction, Opcode.ShrU, left, instruction.Operands[1]);
        return instruction;
    }

    private Value RewriteBits(Instruction instruction, Value left, Value right)
    {
        var (op, type) = (instruction.Op, instruction.Type);
        if (left == right)
            return op == Opcode.Xor ? Known(type, 0) : left;
        if (right is Constant constant)
        {
            bool ones = constant.Bits == (type.Kind == ScalarKind.I1 ? 1 : -1);
            if (constant.Bits == 0)
                return op == Opcode.And ? constant : left;
            if (ones)
                return op == Opcode.And ? left : op == Opcode.Or ? constant : Become(instruction, Opcode.Not, left);
            if (IsOp(left, op, out var inner) && inner.Operands[1] is Constant other)
                return Become(instruction, op, inner.Operands[0], Known(type, op switch
                {
                    Opcode.And => constant.Bits & other.Bits,
                    Opcode.Or => constant.Bits | other.Bits,
                    _ => constant.Bits ^ other.Bits,
                }));
            if (op == Opcode.And && constant.Bits > 0 && BitOperations.IsPow2(constant.Bits + 1) && RangeOf(left) is { Low: >= 0 } range && range.High <= constant.Bits)
                return left;
        }
        // Widened bools combine as bools.
        if (Narrow(left) is { } a && Narrow(right) is { } b && !(a is Constant && b is Constant))
            return Become(instruction, Opcode.ZExt, Emit(op, IrType.I1.WithLanes(type.Lanes), a, b));
        return instruction;
    }

    /// <summary>The i1 that an integer is the widened form of, or null.</summary>
    private Value? Narrow(Value value)
    {
        if (value.Type.Kind == ScalarKind.I1)
            return null;
        if (IsOp(value, Opcode.ZExt, out var extend) && extend.Operands[0].Type.Kind == ScalarKind.I1)
            return extend.Operands[0];
        return value is Constant { Bits: 0 or 1 } constant ? Known(IrType.I1.WithLanes(value.Type.Lanes), constant.Bits) : null;
    }

    private Value RewriteNot(Instruction instruction, Value operand)
    {
        if (operand is not Instruction inner)
            return instruction;
        if (inner.Op == Opcode.Not)
            return inner.Operands[0];
        if (instruction.Type.Kind == ScalarKind.I1 && inner.Op is >= Opcode.CmpEq and <= Opcode.CmpGeU)
            return Become(instruction, Comparisons.Inverse(inner.Op, inner.Operands[0].Type.IsFloat), inner.Operands[0], inner.Operands[1]);
        return instruction;
    }

    private Value RewriteDivision(Instruction instruction, Value left, Constant divisor)
    {
        var (op, type) = (instruction.Op, instruction.Type);
        bool quotient = op is Opcode.DivS or Opcode.DivU;
        if (divisor.Bits == 1)
            return quotient ? left : Known(type, 0);
        if (op is Opcode.DivS or Opcode.RemS)
        {
            if (divisor.Bits <= 1)
                return instruction;
            var range = RangeOf(left);
            if (range.Low < 0)
                return instruction;
            if (range.High < divisor.Bits)
                return quotient ? Known(type, 0) : left;
            if (!BitOperations.IsPow2(divisor.Bits))
                return Become(instruction, quotient ? Opcode.DivU : Opcode.RemU, left, divisor);
        }
        ulong value = ScalarEvaluator.ZeroExtend(type.Kind, divisor.Bits);
        if (!BitOperations.IsPow2(value))
            return instruction;
        return quotient
            ? Become(instruction, Opcode.ShrU, left, Known(type, BitOperations.TrailingZeroCount(value)))
            : Become(instruction, Opcode.And, left, Known(type, (long)value - 1));
    }
}
