using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

internal sealed partial class Simplify
{
    private Value RewriteConversion(Instruction instruction)
    {
        var operand = instruction.Operands[0];
        var type = instruction.Type;
        if (operand.Type == type && instruction.Op == Opcode.BitCast)
            return operand;
        if (operand is Constant { Type.IsPointer: true, Bits: 0 } && type.IsPointer)
            return Known(type, 0);
        if (operand is not Instruction inner)
            return instruction;
        switch (instruction.Op)
        {
            case Opcode.Trunc when inner.Op is Opcode.SExt or Opcode.ZExt:
                var source = inner.Operands[0];
                return source.Type == type ? source
                    : Become(instruction, source.Type.Bits > type.Bits ? Opcode.Trunc : inner.Op, source);
            case Opcode.Trunc when inner.Op == Opcode.Trunc:
                return Become(instruction, Opcode.Trunc, inner.Operands[0]);
            // What a narrower addition, subtraction or product of widened values loses is cut off anyway.
            case Opcode.Trunc when inner.Op is Opcode.Add or Opcode.Sub or Opcode.Mul && IsWidened(inner.Operands[0], type) && IsWidened(inner.Operands[1], type):
                return Become(instruction, inner.Op, Emit(Opcode.Trunc, type, inner.Operands[0]), Emit(Opcode.Trunc, type, inner.Operands[1]));
            case Opcode.SExt or Opcode.ZExt when inner.Op == Opcode.ZExt:
                return Become(instruction, Opcode.ZExt, inner.Operands[0]);
            case Opcode.SExt when inner.Op == Opcode.SExt:
                return Become(instruction, Opcode.SExt, inner.Operands[0]);
            // A value that is not negative widens both ways alike; indices are taken as signed.
            case Opcode.ZExt when operand.Type.Kind == ScalarKind.I32 && RangeOf(operand).Low >= 0:
                return Become(instruction, Opcode.SExt, operand);
            case Opcode.BitCast when inner.Op == Opcode.BitCast:
                return inner.Operands[0].Type == type ? inner.Operands[0] : Become(instruction, Opcode.BitCast, inner.Operands[0]);
            case Opcode.PtrToInt when inner.Op == Opcode.IntToPtr:
                return inner.Operands[0];
            case Opcode.IntToPtr when inner.Op == Opcode.PtrToInt:
                return inner.Operands[0].Type == type ? inner.Operands[0] : Become(instruction, Opcode.BitCast, inner.Operands[0]);
            case Opcode.FConvert when inner.Op == Opcode.FConvert && inner.Operands[0].Type == type && type.Kind == ScalarKind.F32:
                return inner.Operands[0];
            case Opcode.FConvert when type.Kind == ScalarKind.F32 && IsExactInDouble(inner.Op):
                return NarrowFloat(instruction, inner);
            case Opcode.SToF or Opcode.UToF when inner.Op is Opcode.ZExt or Opcode.SExt && !(instruction.Op == Opcode.UToF && inner.Op == Opcode.SExt):
                return Become(instruction, inner.Op == Opcode.ZExt ? Opcode.UToF : Opcode.SToF, inner.Operands[0]);
            default:
                return instruction;
        }
    }

    private static bool IsWidened(Value value, IrType narrow) =>
        value is Constant || value is Instruction { Op: Opcode.SExt or Opcode.ZExt } extend && extend.Operands[0].Type == narrow;

    /// <summary>53 bits are more than twice 24 and two: rounding the double result again gives the float result.</summary>
    private static bool IsExactInDouble(Opcode op) => op is Opcode.Add or Opcode.Sub or Opcode.Mul or Opcode.FDiv or Opcode.Sqrt
        or Opcode.Neg or Opcode.Abs or Opcode.Floor or Opcode.Ceiling or Opcode.Truncate or Opcode.RoundEven or Opcode.FMin or Opcode.FMax;

    private Value NarrowFloat(Instruction instruction, Instruction inner)
    {
        var narrow = new Value[inner.Operands.Length];
        for (int i = 0; i < narrow.Length; i++)
            if (inner.Operands[i] is Instruction { Op: Opcode.FConvert } widen && widen.Operands[0].Type == instruction.Type)
                narrow[i] = widen.Operands[0];
            else if (inner.Operands[i] is Constant constant && (float)constant.AsDouble == constant.AsDouble)
                narrow[i] = Known(instruction.Type, BitConverter.SingleToInt32Bits((float)constant.AsDouble));
            else
                return instruction;
        return Become(instruction, inner.Op, narrow);
    }
}
