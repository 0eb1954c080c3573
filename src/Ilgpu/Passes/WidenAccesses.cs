using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// Loads of a block that read consecutive 4- or 8-byte elements become one load of a vector (8 or 16 bytes) at the place of the first,
/// stores one store at the place of the last, where the address is known to be a multiple of the width and nothing between may touch
/// the same memory. Known is what the accesses say themselves (<see cref="Instruction.Immediate"/>) and what follows from allocations
/// and from factors of the index (<see cref="Divisors"/>).
/// </summary>
internal sealed class WidenAccesses
{
    private static readonly int[] Widths = [Divisors.Largest, 8];

    private readonly Function _function;
    private readonly Divisors _divisors;
    private readonly Substitution _substitution;
    private bool _changed;

    private WidenAccesses(Function function)
    {
        _function = function;
        _divisors = new Divisors(new ControlFlow(function));
        _substitution = new Substitution(function);
    }

    public static bool Run(Function function)
    {
        function.RemoveUnreachable();
        var pass = new WidenAccesses(function);
        foreach (var block in function.Blocks)
        {
            pass.Rewrite(block, AccessRuns.Loads(block));
            pass.Rewrite(block, AccessRuns.Stores(block));
        }
        if (!pass._changed)
            return false;
        pass._substitution.Apply();
        // What Divisors took for granted.
        foreach (var instruction in function.Entry.Instructions)
            if (instruction.Op is Opcode.Alloca or Opcode.SharedAlloca && instruction.Immediate >= Divisors.Largest)
                instruction.Immediate2 = Math.Max(instruction.Immediate2, Divisors.Largest);
        return true;
    }

    private void Rewrite(Block block, List<List<Access>> groups)
    {
        var before = new Dictionary<Instruction, List<Instruction>>();
        var gone = new HashSet<Instruction>();
        foreach (var group in groups)
        {
            group.Sort((a, b) => a.Address.Offset.CompareTo(b.Address.Offset));
            for (int i = 0; i < group.Count;)
            {
                int lanes = Lanes(group, i);
                if (lanes > 1)
                    Widen(group.GetRange(i, lanes), before, gone);
                i += lanes;
            }
        }
        if (gone.Count == 0)
            return;
        _changed = true;
        var instructions = block.Instructions.ToArray();
        block.Instructions.Clear();
        foreach (var instruction in instructions)
        {
            if (before.TryGetValue(instruction, out var wide))
                block.Instructions.AddRange(wide);
            if (!gone.Contains(instruction))
                block.Instructions.Add(instruction);
        }
    }

    /// <summary>How many accesses from <paramref name="first"/> on can be one; 1 for none.</summary>
    private int Lanes(List<Access> group, int first)
    {
        int size = group[first].Type.ElementBytes;
        long start = group[first].Address.Offset;
        foreach (int width in Widths)
        {
            int lanes = width / size;
            if (lanes < 2 || first + lanes > group.Count)
                continue;
            bool adjacent = true;
            for (int i = 1; i < lanes; i++)
                adjacent &= group[first + i].Address.Offset == start + i * size;
            if (adjacent && IsAligned(group, first, width))
                return lanes;
        }
        return 1;
    }

    private bool IsAligned(List<Access> group, int first, int width)
    {
        long start = group[first].Address.Offset;
        foreach (var access in group)
            if (access.Instruction.Immediate >= width && (access.Address.Offset - start) % width == 0)
                return true;
        return _divisors.Of(group[first].Pointer) >= width;
    }

    private void Widen(List<Access> run, Dictionary<Instruction, List<Instruction>> before, HashSet<Instruction> gone)
    {
        var place = run[0];
        bool isLoad = place.Instruction.Op == Opcode.Load;
        foreach (var access in run)
        {
            gone.Add(access.Instruction);
            if (isLoad ? access.Position < place.Position : access.Position > place.Position)
                place = access;
        }
        var code = new List<Instruction>();
        var pointer = Step(place, run[0].Address.Offset - place.Address.Offset, code);
        var type = run[0].Type.WithLanes(run.Count);
        int width = type.Bytes;
        if (isLoad)
        {
            var load = Emit(Opcode.Load, type, width, pointer);
            for (int i = 0; i < run.Count; i++)
                _substitution.Replace(run[i].Instruction, As(run[i].Type, Emit(Opcode.ExtractLane, type.Element, i, load)));
        }
        else
        {
            Value value = _function.Constant(type, 0);
            for (int i = 0; i < run.Count; i++)
                value = Emit(Opcode.InsertLane, type, i, value, As(type.Element, run[i].Instruction.Operands[1]));
            Emit(Opcode.Store, IrType.Void, width, pointer, value);
        }
        before.Add(place.Instruction, code);

        Instruction Emit(Opcode op, IrType result, long immediate, params Value[] operands)
        {
            var instruction = _function.Create(op, result, operands);
            instruction.Immediate = immediate;
            instruction.Location = place.Instruction.Location;
            code.Add(instruction);
            return instruction;
        }

        Value As(IrType wanted, Value value)
        {
            value = _substitution.Resolve(value);
            if (value.Type == wanted)
                return value;
            return value is Constant constant ? _function.Constant(wanted, constant.Bits) : Emit(Opcode.BitCast, wanted, 0, value);
        }
    }

    /// <summary>The address some bytes from that of an access, as a constant step from what that one is a constant step from.</summary>
    private Value Step(Access access, long bytes, List<Instruction> code)
    {
        if (bytes == 0)
            return access.Pointer;
        var pointer = access.Pointer;
        while (pointer is Instruction { Op: Opcode.PtrAdd } step && step.Operands[1] is Constant index)
        {
            bytes += step.Immediate2 + index.Bits * step.Immediate;
            pointer = step.Operands[0];
        }
        if (bytes == 0)
            return pointer;
        var result = _function.Create(Opcode.PtrAdd, pointer.Type, pointer, _function.Int(0));
        (result.Immediate, result.Immediate2) = (1, bytes);
        result.Location = access.Instruction.Location;
        code.Add(result);
        return result;
    }
}
