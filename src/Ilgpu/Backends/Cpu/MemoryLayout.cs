using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>Where allocations lie in a worker's scratch memory. The address of the memory is a multiple of 64.</summary>
internal sealed class MemoryLayout
{
    private readonly Dictionary<Value, long> _offsets = [];

    public MemoryLayout(Function function)
    {
        Bytes = CpuWriter.SpillBytes;
        foreach (var block in function.Blocks)
            foreach (var instruction in block.Instructions)
                if (instruction.Op is Opcode.Alloca or Opcode.SharedAlloca)
                {
                    _offsets.Add(instruction, Bytes);
                    Bytes += (instruction.Immediate + 63) & ~63L;
                }
    }

    public long Bytes { get; }

    public long OffsetOf(Value allocation) => _offsets[allocation];
}
