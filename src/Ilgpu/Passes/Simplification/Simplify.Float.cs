using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

internal sealed partial class Simplify
{
    private Value RewriteFloat(Instruction instruction)
    {
        var operands = instruction.Operands;
        var type = instruction.Type;
        var left = operands[0];
        switch (instruction.Op)
        {
            case Opcode.Neg when IsOp(left, Opcode.Neg, out var negated):
                return negated.Operands[0];
            case Opcode.Abs when IsOp(left, Opcode.Neg, out var inner) || IsOp(left, Opcode.Abs, out inner):
                return Become(instruction, Opcode.Abs, inner.Operands[0]);
            // x + -0 and x - +0 are x; x + +0 is not (-0 + +0 is +0).
            case Opcode.Add when IsReal(operands[1], -0.0):
            case Opcode.Sub when IsReal(operands[1], 0.0):
                return left;
            case Opcode.Add when IsOp(operands[1], Opcode.Neg, out var subtrahend):
                return Become(instruction, Opcode.Sub, left, subtrahend.Operands[0]);
            case Opcode.Add when IsOp(left, Opcode.Neg, out var subtrahend):
                return Become(instruction, Opcode.Sub, operands[1], subtrahend.Operands[0]);
            case Opcode.Sub when IsOp(operands[1], Opcode.Neg, out var addend):
                return Become(instruction, Opcode.Add, left, addend.Operands[0]);
            case Opcode.Mul or Opcode.FDiv when IsReal(operands[1], 1.0):
                return left;
            case Opcode.Mul or Opcode.FDiv when IsReal(operands[1], -1.0):
                return Become(instruction, Opcode.Neg, left);
            case Opcode.Mul or Opcode.FDiv when IsOp(left, Opcode.Neg, out var a) && IsOp(operands[1], Opcode.Neg, out var b):
                return Become(instruction, instruction.Op, a.Operands[0], b.Operands[0]);
            case Opcode.FDiv when operands[1] is Constant divisor && ExactReciprocal(divisor) is { } reciprocal:
                return Become(instruction, Opcode.Mul, left, reciprocal);
            case Opcode.FMin or Opcode.FMax when left == operands[1]:
                return left;
            default:
                return instruction;
        }
    }

    private static bool IsReal(Value value, double wanted) => value is Constant constant
        && BitConverter.DoubleToInt64Bits(constant.Type.Kind == ScalarKind.F32 ? constant.AsFloat : constant.AsDouble) == BitConverter.DoubleToInt64Bits(wanted);

    /// <summary>1/x where x is a power of two and both are normal, so that the product is the quotient bit for bit.</summary>
    private Constant? ExactReciprocal(Constant divisor)
    {
        if (divisor.Type.Kind == ScalarKind.F32)
        {
            float value = divisor.AsFloat, reciprocal = 1 / value;
            return (divisor.Bits & 0x7fffff) == 0 && float.IsNormal(value) && float.IsNormal(reciprocal)
                ? Known(divisor.Type, BitConverter.SingleToInt32Bits(reciprocal)) : null;
        }
        double wide = divisor.AsDouble, inverse = 1 / wide;
        return (divisor.Bits & 0xfffffffffffffL) == 0 && double.IsNormal(wide) && double.IsNormal(inverse)
            ? Known(divisor.Type, BitConverter.DoubleToInt64Bits(inverse)) : null;
    }
}
