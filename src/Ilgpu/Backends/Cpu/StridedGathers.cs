using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// Finds gathers that together read consecutive memory: with a stride of s elements, s gathers whose addresses start one element apart.
/// They become neighbours with one base, ordered by address, and carry s in <see cref="Instruction.Immediate3"/>; the printer reads the
/// memory with s vector loads and sorts the lanes with permutations.
/// </summary>
internal static class StridedGathers
{
    private const int MostStride = 8;

    private readonly record struct Key(Value Root, Value? Index, long Scale, long Stride, IrType Type);

    public static void Run(Function function)
    {
        foreach (var block in function.Blocks)
        {
            var open = new Dictionary<Key, List<(Instruction Gather, long Offset)>>();
            foreach (var instruction in block.Instructions.ToArray())
            {
                if (instruction.Info.Has(OpTraits.Effect))
                    open.Clear();
                if (Describe(instruction) is not var (key, offset))
                    continue;
                if (!open.TryGetValue(key, out var list))
                    open.Add(key, list = []);
                list.Add((instruction, offset));
                if (Complete(list, (int)(key.Stride / 4)) is { } members)
                {
                    Join(block, members);
                    list.RemoveAll(members.Contains);
                }
            }
        }
    }

    private static (Key, long)? Describe(Instruction gather)
    {
        if (gather.Op != Opcode.Gather || gather.Type.Kind is not (ScalarKind.F32 or ScalarKind.I32)
            || gather.Operands[1] is not Instruction { Op: Opcode.LaneIota } || gather.Operands[2] is not Constant { Bits: 1 }
            || gather.Immediate % 4 != 0 || gather.Immediate / 4 is < 2 or > MostStride)
            return null;
        long offset = gather.Immediate2;
        var root = gather.Operands[0];
        while (root is Instruction { Op: Opcode.PtrAdd } step && step.Operands[1] is Constant constant)
        {
            offset += constant.Bits * step.Immediate + step.Immediate2;
            root = step.Operands[0];
        }
        if (root is Instruction { Op: Opcode.PtrAdd } last)
            return (new Key(last.Operands[0], last.Operands[1], last.Immediate, gather.Immediate, gather.Type), offset + last.Immediate2);
        return (new Key(root, null, 0, gather.Immediate, gather.Type), offset);
    }

    /// <summary>Gathers at consecutive elements, as many as the stride has, the newest among them.</summary>
    private static List<(Instruction Gather, long Offset)>? Complete(List<(Instruction Gather, long Offset)> list, int stride)
    {
        long newest = list[^1].Offset;
        for (int before = 0; before < stride; before++)
        {
            var members = new List<(Instruction, long)>();
            for (int j = 0; j < stride; j++)
            {
                int at = list.FindIndex(entry => entry.Offset == newest + (j - before) * 4);
                if (at >= 0)
                    members.Add(list[at]);
            }
            if (members.Count == stride)
                return members;
        }
        return null;
    }

    private static void Join(Block block, List<(Instruction Gather, long Offset)> members)
    {
        var first = members.MinBy(member => block.Instructions.IndexOf(member.Gather));
        var (pointer, iota, start) = (first.Gather.Operands[0], first.Gather.Operands[1], first.Gather.Immediate2);
        int at = block.Instructions.IndexOf(first.Gather);
        foreach (var (gather, _) in members)
            block.Instructions.Remove(gather);
        foreach (var (gather, offset) in members)
        {
            gather.Operands[0] = pointer;
            gather.Operands[1] = iota;
            gather.Immediate2 = start + offset - first.Offset;
            gather.Immediate3 = members.Count;
        }
        block.Instructions.InsertRange(at, members.Select(member => member.Gather));
    }
}
