using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// Finds gathers that together read consecutive memory, and scatters that together write it: with a stride of s elements, s of them whose
/// addresses start one element apart. They become neighbours with one base, ordered by address, and carry s in
/// <see cref="Instruction.Immediate3"/>; the printer accesses the memory with s vectors and sorts the lanes with permutations.
/// </summary>
internal static class StridedAccesses
{
    private const int MostStride = 8, ElementBytes = 4;

    private readonly record struct Key(Opcode Op, Value Root, Value? Index, long Scale, long Stride, IrType Type);

    private readonly record struct Access(Instruction Instruction, long Offset);

    public static bool IsJoined(Instruction instruction) => instruction is { Op: Opcode.Gather or Opcode.Scatter, Immediate3: > 0 };

    public static void Run(Function function)
    {
        foreach (var block in function.Blocks)
        {
            var open = new Dictionary<Key, List<Access>>();
            foreach (var instruction in block.Instructions.ToArray())
            {
                if (!instruction.Info.Has(OpTraits.Effect | OpTraits.Reads))
                    continue;
                var found = Describe(instruction);
                Close(open, instruction, found?.Key);
                if (found is not var (key, offset))
                    continue;
                if (!open.TryGetValue(key, out var list))
                    open.Add(key, list = []);
                if (key.Op == Opcode.Scatter && list.Exists(entry => (entry.Offset - offset) % key.Stride == 0))
                    list.Clear();
                list.Add(new Access(instruction, offset));
                if (Complete(list, (int)(key.Stride / ElementBytes)) is { } members)
                {
                    Join(block, members);
                    list.RemoveAll(members.Contains);
                }
            }
        }
    }

    /// <summary>Forgets the accesses that must not be moved past an instruction.</summary>
    private static void Close(Dictionary<Key, List<Access>> open, Instruction instruction, Key? own)
    {
        bool reads = instruction.Op is Opcode.Load or Opcode.MaskedLoad or Opcode.Gather;
        bool writes = instruction.Op is Opcode.Store or Opcode.MaskedStore or Opcode.Scatter;
        foreach (var (key, list) in open)
            if (key != own && (!reads || key.Op == Opcode.Scatter) && list.Count > 0
                && (!reads && !writes || MayTouch(instruction, list[0].Instruction)))
                list.Clear();
    }

    private static bool MayTouch(Instruction left, Instruction right) =>
        Aliasing.MayAlias(left.Operands[0], int.MaxValue, right.Operands[0], int.MaxValue);

    private static (Key Key, long Offset)? Describe(Instruction access)
    {
        if (access.Op is not (Opcode.Gather or Opcode.Scatter))
            return null;
        var type = access.Op == Opcode.Gather ? access.Type : access.Operands[3].Type;
        if (type.Kind is not (ScalarKind.F32 or ScalarKind.I32)
            || access.Operands[1] is not Instruction { Op: Opcode.LaneIota } || access.Operands[2] is not Constant { Bits: 1 }
            || access.Immediate % ElementBytes != 0 || access.Immediate / ElementBytes is < 2 or > MostStride)
            return null;
        var address = Address.Of(access.Operands[0]);
        long offset = address.Offset + access.Immediate2;
        var key = new Key(access.Op, address.Base, address.Index, address.Scale, access.Immediate, type);
        return offset % ElementBytes == 0 ? (key, offset) : null;
    }

    /// <summary>Accesses of consecutive elements, as many as the stride has, the newest among them.</summary>
    private static List<Access>? Complete(List<Access> list, int stride)
    {
        long newest = list[^1].Offset;
        for (int before = 0; before < stride; before++)
        {
            var members = new List<Access>();
            for (int j = 0; j < stride; j++)
            {
                int at = list.FindIndex(entry => entry.Offset == newest + (j - before) * ElementBytes);
                if (at >= 0)
                    members.Add(list[at]);
            }
            if (members.Count == stride)
                return members;
        }
        return null;
    }

    /// <summary>Gathers move up to the first of them, scatters down to the last.</summary>
    private static void Join(Block block, List<Access> members)
    {
        bool gathers = members[0].Instruction.Op == Opcode.Gather;
        var instructions = members.Select(member => block.Instructions.IndexOf(member.Instruction)).ToArray();
        int at = gathers ? instructions.Min() : instructions.Max();
        var anchor = members.Single(member => member.Instruction == block.Instructions[at]);
        var (pointer, iota, start) = (anchor.Instruction.Operands[0], anchor.Instruction.Operands[1], anchor.Instruction.Immediate2);
        foreach (var (access, offset) in members)
        {
            access.Operands[0] = pointer;
            access.Operands[1] = iota;
            access.Immediate2 = start + offset - anchor.Offset;
            access.Immediate3 = members.Count;
            block.Instructions.Remove(access);
        }
        block.Instructions.InsertRange(gathers ? at : at + 1 - members.Count, members.Select(member => member.Instruction));
    }
}
