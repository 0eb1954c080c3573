using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.OpenCl;

/// <summary>What OpenCL C cannot say or a device does not have, looked for in the scalar IR before any text is made of it.</summary>
internal static class OpenClLimits
{
    /// <exception cref="KernelCompilationException">The kernel needs what the device lacks.</exception>
    public static void Check(Function function, OpenClTarget target)
    {
        foreach (var block in function.Blocks)
            foreach (var instruction in block.Instructions)
                if (Find(instruction, target) is { } limit)
                    throw new KernelCompilationException(limit, $"Kernel {function.Name} on {target.DeviceName}", instruction.Location);
    }

    private static Refusal? Find(Instruction instruction, OpenClTarget target)
    {
        if (!target.HasDouble && (IsDouble(instruction) || instruction.Operands.Any(IsDouble)))
            return Refusal.DoublePrecision;
        return instruction.Op switch
        {
            Opcode.Load or Opcode.MaskedLoad or Opcode.Gather when instruction.Type.IsPointer => Refusal.PointerInMemory,
            Opcode.Store when instruction.Operands[1].Type.IsPointer => Refusal.PointerInMemory,
            Opcode.Atomic or Opcode.AtomicCompareExchange or Opcode.MaskedAtomic or Opcode.MaskedAtomicCompareExchange
                when instruction.Type.ElementBytes == 8 && !target.HasAtomics64 => Refusal.Atomics64,
            _ => null,
        };
    }

    private static bool IsDouble(Value value) => value.Type.Kind == ScalarKind.F64;
}
