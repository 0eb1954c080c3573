using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.OpenCl;

/// <summary>
/// Puts what lockstep keeps for a whole group (values that live across barriers, arrays of its items) into local memory, which belongs to
/// the group: no private array is left, and the size is checked against the device's limit instead of overflowing a stack.
/// </summary>
internal static class OpenClContext
{
    public static void MoveToLocal(Function function)
    {
        foreach (var block in function.Blocks)
        {
            foreach (var parameter in block.Parameters)
                Move(parameter);
            foreach (var instruction in block.Instructions)
            {
                Move(instruction);
                if (instruction.Op == Opcode.Alloca)
                    instruction.Op = Opcode.SharedAlloca;
            }
        }
    }

    private static void Move(Value value)
    {
        if (value.Type is { IsPointer: true, Space: AddressSpace.Local })
            value.Type = value.Type with { Space = AddressSpace.Shared };
    }
}
