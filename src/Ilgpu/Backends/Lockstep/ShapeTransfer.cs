using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>The shape of an instruction's result from the shapes of its operands.</summary>
internal static class ShapeTransfer
{
    public static LaneShape Of(Instruction instruction, Divergence shapes, LaneGeometry geometry, LocalLayout locals)
    {
        LaneShape Operand(int index) => shapes.Of(instruction.Operands[index]);
        switch (instruction.Op)
        {
            case Opcode.ThreadIndex:
                return geometry.Indices[instruction.Immediate];
            case Opcode.LaneIndex:
                return geometry.Lanes == 1 ? LaneShape.Uniform(Uniformity.Group) : LaneShape.Linear(1, exact: true);
            case Opcode.GroupIndex or Opcode.GridDimension or Opcode.GroupDimension or Opcode.WarpSize or Opcode.DynamicShared
                or Opcode.SharedAlloca or Opcode.BarrierReduce or Opcode.GroupBroadcast:
                return LaneShape.Uniform(Uniformity.Group);
            case Opcode.Alloca:
                return locals.Find(instruction) is { IsInterleaved: true }
                    ? LaneShape.Uniform(Uniformity.Group)
                    : LaneShape.Linear(LocalLayout.BytesPerItem(instruction), exact: true);
            case Opcode.Load:
                return Operand(0).IsUniform && locals.RootOf(instruction.Operands[0]) is null
                    ? LaneShape.Uniform(LaneShape.Max(Operand(0).Level, geometry.VectorLevel))
                    : LaneShape.Varying;
            case Opcode.Atomic or Opcode.AtomicCompareExchange or Opcode.WarpShuffle:
                return LaneShape.Varying;
            case Opcode.Add:
                return IsIntegral(instruction) ? Combine(Operand(0), Operand(1), (a, b) => a + b) : Elementwise(instruction, shapes);
            case Opcode.Sub:
                return IsIntegral(instruction) ? Combine(Operand(0), Operand(1), (a, b) => a - b) : Elementwise(instruction, shapes);
            case Opcode.PtrAdd:
                return Combine(Operand(0), Operand(1), (a, b) => a + b * instruction.Immediate);
            case Opcode.Mul when IsIntegral(instruction) && instruction.Operands[1] is Constant factor:
                return Combine(Operand(0), Operand(0), (a, _) => a * factor.Bits);
            case Opcode.Mul when IsIntegral(instruction) && instruction.Operands[0] is Constant factor:
                return Combine(Operand(1), Operand(1), (a, _) => a * factor.Bits);
            case Opcode.Shl when instruction.Operands[1] is Constant shift:
                return Combine(Operand(0), Operand(0), (a, _) => a << (int)(shift.Bits & (instruction.Type.Bits - 1)));
            case Opcode.Neg when IsIntegral(instruction):
                return Combine(Operand(0), Operand(0), (a, _) => -a);
            case Opcode.SExt when instruction.Operands[0].Type.Kind == ScalarKind.I32 && Operand(0).IsLinear:
                return Operand(0) with { IsExact = false };
            case Opcode.Trunc when instruction.Type.Kind == ScalarKind.I32 && Operand(0).IsLinear:
                return LaneShape.Linear((int)Operand(0).Stride!.Value, Operand(0).IsExact);
            case Opcode.Select when Operand(0).IsUniform && LaneShape.Meet(Operand(1), Operand(2)) is { IsLinear: true } met:
                return met;
            default:
                return Elementwise(instruction, shapes);
        }
    }

    private static bool IsIntegral(Instruction instruction) => instruction.Type.Kind is ScalarKind.I32 or ScalarKind.I64;

    private static LaneShape Combine(LaneShape a, LaneShape b, Func<long, long, long> strides)
    {
        if (a.Stride is not { } left || b.Stride is not { } right)
            return LaneShape.Varying;
        if (left == 0 && right == 0)
            return LaneShape.Uniform(LaneShape.Max(a.Level, b.Level));
        // A difference of linear values may be the same in all lanes of each vector, but nothing is known between vectors.
        return LaneShape.Linear(strides(left, right), a.IsExact && b.IsExact);
    }

    private static LaneShape Elementwise(Instruction instruction, Divergence shapes)
    {
        var level = Uniformity.Group;
        foreach (var operand in instruction.Operands)
        {
            var shape = shapes.Of(operand);
            if (!shape.IsUniform)
                return LaneShape.Varying;
            level = LaneShape.Max(level, shape.Level);
        }
        return LaneShape.Uniform(level);
    }
}
