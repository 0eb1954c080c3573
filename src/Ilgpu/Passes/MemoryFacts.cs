using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>What is known to stand in memory at a point: the most recent stores and loads that nothing can have overwritten since.</summary>
internal sealed class MemoryFacts
{
    /// <summary>Enough for a register tile's operands; keeps the cost linear.</summary>
    private const int Capacity = 96;

    private readonly List<(Value Pointer, IrType Type, Value Value)> _facts = [];

    public MemoryFacts()
    {
    }

    public MemoryFacts(MemoryFacts before) => _facts.AddRange(before._facts);

    /// <summary>The value a load is known to yield, or null. Every instruction that is not pure is shown to this.</summary>
    public Value? Visit(Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Opcode.Load:
                var pointer = instruction.Operands[0];
                for (int i = _facts.Count - 1; i >= 0; i--)
                    if (_facts[i].Pointer == pointer && _facts[i].Type == instruction.Type)
                        return _facts[i].Value;
                Add(pointer, instruction);
                return null;
            case Opcode.Store:
                Forget(instruction.Operands[0], instruction.Operands[1].Type.Bytes);
                Add(instruction.Operands[0], instruction.Operands[1]);
                return null;
            case Opcode.Atomic or Opcode.AtomicCompareExchange:
                Forget(instruction.Operands[0], instruction.Type.Bytes);
                return null;
            case Opcode.MaskedStore:
                Forget(instruction.Operands[0], instruction.Operands[2].Type.Bytes);
                return null;
            case Opcode.Scatter or Opcode.MaskedAtomic or Opcode.MaskedAtomicCompareExchange:
                ForgetSpace(instruction.Operands[0].Type.Space);
                return null;
            case Opcode.Barrier or Opcode.BarrierReduce or Opcode.GroupBroadcast or Opcode.WarpBarrier or Opcode.Fence or Opcode.InlineAsm:
                _facts.RemoveAll(fact => fact.Pointer.Type.Space != AddressSpace.Local);
                return null;
            default:
                return null;
        }
    }

    private void Add(Value pointer, Value value)
    {
        if (_facts.Count == Capacity)
            _facts.RemoveAt(0);
        _facts.Add((pointer, value.Type, value));
    }

    private void Forget(Value pointer, int bytes)
    {
        for (int i = _facts.Count - 1; i >= 0; i--)
            if (Aliasing.MayAlias(pointer, bytes, _facts[i].Pointer, _facts[i].Type.Bytes))
                _facts.RemoveAt(i);
    }

    private void ForgetSpace(AddressSpace space) => _facts.RemoveAll(fact =>
        space == AddressSpace.Generic || fact.Pointer.Type.Space == AddressSpace.Generic || fact.Pointer.Type.Space == space);
}
