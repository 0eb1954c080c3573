using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// Makes SSA values of per-item memory that is only loaded and stored at constant offsets. An allocation is cut into slots, one for
/// each run of bytes that is always accessed whole; bytes that accesses of different extent overlap stay in memory, and so does an
/// allocation whose address is computed with or goes elsewhere. A slot that is read before it is written is zero.
/// </summary>
internal static class PromoteMemory
{
    private readonly record struct Access(Instruction Instruction, Block Block, long Offset, IrType Type)
    {
        public long End => Offset + Type.Bytes;
    }

    public static bool Run(Function function)
    {
        function.RemoveUnreachable();
        var uses = new Uses(function);
        var slotOf = new int[function.ValueCount];
        Array.Fill(slotOf, -1);
        var dead = new bool[function.ValueCount];
        var slots = new List<IrType>();
        bool removed = false;
        foreach (var instruction in function.Entry.Instructions)
            if (instruction.Op == Opcode.Alloca)
                removed |= Split(instruction, uses, slots, slotOf, dead);
        if (slots.Count == 0 && !removed)
            return false;
        if (slots.Count > 0)
            new SsaConstruction(function, slots, slotOf).Run();
        foreach (var block in function.Blocks)
            block.Instructions.RemoveAll(instruction => instruction.Id < dead.Length && dead[instruction.Id]);
        return true;
    }

    private static bool Split(Instruction alloca, Uses uses, List<IrType> slots, int[] slotOf, bool[] dead)
    {
        var accesses = new List<Access>();
        var derived = new List<Instruction>();
        if (!Collect(alloca, 0, uses, accesses, derived))
            return false;
        // Bytes that nobody reads need no value: the stores alone go.
        accesses.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        bool kept = false, changed = false;
        for (int first = 0; first < accesses.Count;)
        {
            int last = first + 1;
            long end = accesses[first].End;
            bool whole = !accesses[first].Type.IsVector;
            for (; last < accesses.Count && accesses[last].Offset < end; last++)
            {
                whole &= accesses[last].Offset == accesses[first].Offset && accesses[last].End == end && !accesses[last].Type.IsVector;
                end = Math.Max(end, accesses[last].End);
            }
            var run = accesses.GetRange(first, last - first);
            bool read = run.Exists(access => access.Instruction.Op == Opcode.Load);
            if (whole && read)
            {
                foreach (var access in run)
                    slotOf[access.Instruction.Id] = slots.Count;
                slots.Add(Common(run));
            }
            kept |= read && !whole;
            if (whole || !read)
            {
                changed = true;
                foreach (var access in run)
                    dead[access.Instruction.Id] = true;
            }
            first = last;
        }
        if (!kept)
        {
            changed = true;
            dead[alloca.Id] = true;
            foreach (var pointer in derived)
                dead[pointer.Id] = true;
        }
        return changed;
    }

    /// <summary>Finds all accesses through a pointer; false when the address is used in any other way.</summary>
    private static bool Collect(Instruction pointer, long offset, Uses uses, List<Access> accesses, List<Instruction> derived)
    {
        foreach (var use in uses.Of(pointer))
        {
            if (use.User is not { } user)
                return false;
            switch (user.Op)
            {
                case Opcode.Load:
                    accesses.Add(new Access(user, use.Block, offset, user.Type));
                    break;
                case Opcode.Store when use.Index == 0:
                    accesses.Add(new Access(user, use.Block, offset, user.Operands[1].Type));
                    break;
                case Opcode.PtrAdd when use.Index == 0 && user.Operands[1] is Constant index:
                    derived.Add(user);
                    if (!Collect(user, offset + index.Bits * user.Immediate + user.Immediate2, uses, accesses, derived))
                        return false;
                    break;
                case Opcode.BitCast:
                    derived.Add(user);
                    if (!Collect(user, offset, uses, accesses, derived))
                        return false;
                    break;
                default:
                    return false;
            }
        }
        return true;
    }

    /// <summary>The type that most of the accesses have, so that few need a conversion.</summary>
    private static IrType Common(List<Access> run)
    {
        var best = run[0].Type;
        int most = 0;
        foreach (var access in run)
        {
            int count = run.Count(other => other.Type == access.Type);
            if (count > most)
                (most, best) = (count, access.Type);
            if (count * 2 > run.Count)
                break;
        }
        return best;
    }
}
