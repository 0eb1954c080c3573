using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>An alloca that survived promotion, and how its bytes are laid out for the lanes of a vector.</summary>
/// <param name="Alloca">The allocation of one item.</param>
/// <param name="Granule">
/// Bytes that lie together for one lane. When every access has this size, the granules of the lanes are interleaved, so that an index that
/// is the same for all lanes gives consecutive memory; otherwise (0) each lane has its bytes in one piece.
/// </param>
internal sealed record LocalAllocation(Instruction Alloca, int Granule)
{
    public bool IsInterleaved => Granule > 0;
}

/// <summary>Finds the layout of each alloca, and the alloca that a pointer into interleaved memory belongs to.</summary>
internal sealed class LocalLayout
{
    private readonly Dictionary<Value, LocalAllocation> _allocations = [];
    private readonly Dictionary<Value, LocalAllocation> _roots = [];

    public LocalLayout(Function function)
    {
        var uses = new Dictionary<Value, List<(Instruction? User, int Operand)>>();
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Instructions)
                for (int i = 0; i < instruction.Operands.Length; i++)
                    if (instruction.Operands[i].Type.IsPointer)
                        Add(uses, instruction.Operands[i], (instruction, i));
            foreach (var edge in block.Terminator!.Edges)
                foreach (var argument in edge.Arguments)
                    if (argument.Type.IsPointer)
                        Add(uses, argument, (null, 0));
        }
        foreach (var block in function.Blocks)
            foreach (var instruction in block.Instructions)
                if (instruction.Op == Opcode.Alloca)
                    Classify(instruction, uses);
    }

    public LocalAllocation? Find(Value alloca) => _allocations.GetValueOrDefault(alloca);

    /// <summary>The interleaved allocation that the pointer points into, or null.</summary>
    public LocalAllocation? RootOf(Value pointer) => _roots.GetValueOrDefault(pointer);

    /// <summary>Bytes of one item's copy, rounded so that the next item's is aligned.</summary>
    public static long BytesPerItem(Instruction alloca) => (alloca.Immediate + 15) & ~15L;

    private static void Add(Dictionary<Value, List<(Instruction?, int)>> uses, Value value, (Instruction?, int) use)
    {
        if (!uses.TryGetValue(value, out var list))
            uses.Add(value, list = []);
        list.Add(use);
    }

    private void Classify(Instruction alloca, Dictionary<Value, List<(Instruction? User, int Operand)>> uses)
    {
        var pointers = new List<Value> { alloca };
        int granule = 0;
        long misaligned = 0;
        bool simple = true;
        for (int i = 0; i < pointers.Count && simple; i++)
            foreach (var (user, operand) in uses.GetValueOrDefault(pointers[i]) ?? [])
            {
                int bytes = user?.Op switch
                {
                    Opcode.Load => user.Type.ElementBytes,
                    Opcode.Store when operand == 0 => user.Operands[1].Type.ElementBytes,
                    _ => 0,
                };
                if (user?.Op == Opcode.PtrAdd)
                {
                    pointers.Add(user);
                    misaligned |= user.Immediate | user.Immediate2;
                }
                else if (bytes == 0 || (granule != 0 && granule != bytes))
                    simple = false;
                else
                    granule = bytes;
            }
        simple &= granule > 0 && misaligned % Math.Max(granule, 1) == 0;
        var allocation = new LocalAllocation(alloca, simple ? granule : 0);
        _allocations.Add(alloca, allocation);
        if (simple)
            foreach (var pointer in pointers)
                _roots.Add(pointer, allocation);
    }
}
