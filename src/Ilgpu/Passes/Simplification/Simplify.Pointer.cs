using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

internal sealed partial class Simplify
{
    /// <summary>
    /// The largest constant that leaves a 32-bit index sum for the byte offset. The two differ only where the 32-bit sum wraps, that is
    /// for an index within this distance of the ends of its range, and no view has elements there.
    /// </summary>
    private const long LargestMovedIndex = 1 << 20;

    /// <summary>Normal form: base pointer that is no constant step itself, index without constant term, all constants in the offset.</summary>
    private Value RewritePtrAdd(Instruction instruction)
    {
        var (pointer, index) = (instruction.Operands[0], instruction.Operands[1]);
        if (index is Constant constant)
        {
            long offset = constant.Bits * instruction.Immediate + instruction.Immediate2;
            if (offset == 0)
                return pointer;
            if (constant.Bits != 0 || instruction.Immediate != 1 || constant.Type != IrType.I32.WithLanes(constant.Type.Lanes))
            {
                instruction.Operands[1] = Known(IrType.I32.WithLanes(index.Type.Lanes), 0);
                (instruction.Immediate, instruction.Immediate2) = (1, offset);
                _rewritten = true;
                return instruction;
            }
            if (IsOp(pointer, Opcode.PtrAdd, out var inner))
                return Become(instruction, inner, inner.Operands[1], inner.Immediate, offset + inner.Immediate2);
            return instruction;
        }
        if (IsOp(index, Opcode.SExt, out var extend) && extend.Operands[0].Type.Kind == ScalarKind.I32)
            return Become(instruction, null, extend.Operands[0], instruction.Immediate, instruction.Immediate2);
        if (ConstantTerm(index, out var rest, out var term) && (index.Type.Kind == ScalarKind.I64 || Math.Abs(term.Bits) <= LargestMovedIndex))
            return Become(instruction, null, rest, instruction.Immediate, instruction.Immediate2 + term.Bits * instruction.Immediate);
        if (index.Type.Kind == ScalarKind.I64 && IsOp(index, Opcode.Mul, out var product) && product.Operands[1] is Constant factor)
            return Become(instruction, null, product.Operands[0], instruction.Immediate * factor.Bits, instruction.Immediate2);
        if (IsOp(pointer, Opcode.PtrAdd, out var step) && step.Operands[1] is Constant { Bits: 0 })
            return Become(instruction, step, index, instruction.Immediate, instruction.Immediate2 + step.Immediate2);
        return instruction;
    }

    private Instruction Become(Instruction instruction, Instruction? past, Value index, long scale, long offset)
    {
        instruction.Operands = [past?.Operands[0] ?? instruction.Operands[0], index];
        (instruction.Immediate, instruction.Immediate2) = (scale, offset);
        _rewritten = true;
        return instruction;
    }
}
