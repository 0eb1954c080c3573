using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>An address taken apart: base + index * scale + offset bytes; the index is null where there is none.</summary>
internal readonly record struct Address(Value Base, Value? Index, long Scale, long Offset)
{
    /// <summary>Follows constant steps and one step with an index.</summary>
    public static Address Of(Value pointer)
    {
        long offset = 0;
        while (pointer is Instruction { Op: Opcode.PtrAdd } step)
        {
            offset += step.Immediate2;
            if (step.Operands[1] is not Constant constant)
                return new(step.Operands[0], step.Operands[1], step.Immediate, offset);
            offset += constant.Bits * step.Immediate;
            pointer = step.Operands[0];
        }
        return new(pointer, null, 0, offset);
    }

    /// <summary>What the pointer was made from by any steps: a parameter, an allocation, or something unknown.</summary>
    public static Value Root(Value pointer)
    {
        while (pointer is Instruction { Op: Opcode.PtrAdd or Opcode.BitCast } step)
            pointer = step.Operands[0];
        return pointer;
    }
}

/// <summary>Whether two accesses can touch one byte.</summary>
internal static class Aliasing
{
    public static bool MayAlias(Value left, int leftBytes, Value right, int rightBytes)
    {
        var (a, b) = (left.Type.Space, right.Type.Space);
        if (a != b && a != AddressSpace.Generic && b != AddressSpace.Generic)
            return false;
        var (first, second) = (Address.Of(left), Address.Of(right));
        if (first.Base == second.Base && first.Index == second.Index && first.Scale == second.Scale)
            return first.Offset < second.Offset + rightBytes && second.Offset < first.Offset + leftBytes;
        var (p, q) = (Address.Root(left), Address.Root(right));
        if (p == q)
            return true;
        return !(IsAllocation(p) && (IsAllocation(q) || q is Parameter) || IsAllocation(q) && p is Parameter);
    }

    private static bool IsAllocation(Value value) => value is Instruction { Op: Opcode.Alloca or Opcode.SharedAlloca };
}
