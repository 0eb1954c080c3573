using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>A load or store of one 4- or 8-byte element.</summary>
internal readonly record struct Access(Instruction Instruction, int Position, Address Address, IrType Type)
{
    public Value Pointer => Instruction.Operands[0];
}

/// <summary>
/// Groups the loads (or the stores) of a block that have one base and one variable index and between which nothing is that forbids to
/// make them one: loads move up to the first, stores down to the last.
/// </summary>
internal sealed class AccessRuns
{
    private readonly record struct Key(Value Base, Value? Index, long Scale, int Bytes);

    /// <summary>More groups are not kept open at once, so that the cost stays linear.</summary>
    private const int MostOpen = 32;
    private const int MostMembers = 256;

    private readonly List<(Key Key, List<Access> Members)> _open = [];
    private readonly List<List<Access>> _closed = [];

    private AccessRuns()
    {
    }

    public static List<List<Access>> Loads(Block block)
    {
        var runs = new AccessRuns();
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            var instruction = block.Instructions[i];
            if (instruction.Op == Opcode.Store)
                runs.CloseNear(instruction.Operands[0], instruction.Operands[1].Type.Bytes);
            else if (instruction.Op == Opcode.Load && IsElement(instruction.Type))
                runs.Add(instruction, i, instruction.Type);
            else if (IsFence(instruction))
                runs.CloseAll();
        }
        return runs.Finish();
    }

    public static List<List<Access>> Stores(Block block)
    {
        var runs = new AccessRuns();
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            var instruction = block.Instructions[i];
            if (instruction.Op is Opcode.Load or Opcode.Store)
                runs.CloseTouched(instruction.Operands[0], (instruction.Op == Opcode.Load ? instruction : instruction.Operands[1]).Type.Bytes);
            if (instruction.Op == Opcode.Store && IsElement(instruction.Operands[1].Type))
                runs.Add(instruction, i, instruction.Operands[1].Type);
            else if (IsFence(instruction))
                runs.CloseAll();
        }
        return runs.Finish();
    }

    private static bool IsElement(IrType type) => type is { IsVector: false, IsPointer: false, ElementBytes: 4 or 8 };

    /// <summary>Whether memory must be as the program says when this runs; allocations are no events.</summary>
    private static bool IsFence(Instruction instruction) =>
        instruction.Info.Has(OpTraits.Effect | OpTraits.Convergent) && instruction.Op is not (Opcode.Store or Opcode.Alloca or Opcode.SharedAlloca)
        || instruction.Info.Has(OpTraits.Reads) && instruction.Op != Opcode.Load;

    private void Add(Instruction instruction, int position, IrType type)
    {
        var address = Address.Of(instruction.Operands[0]);
        var access = new Access(instruction, position, address, type);
        var key = new Key(address.Base, address.Index, address.Scale, type.ElementBytes);
        int at = _open.FindIndex(group => group.Key == key);
        if (at >= 0 && _open[at].Members.Count == MostMembers)
        {
            Close(at);
            at = -1;
        }
        if (at < 0)
        {
            if (_open.Count == MostOpen)
                Close(0);
            _open.Add((key, [access]));
        }
        else if (!_open[at].Members.Exists(member => member.Address.Offset == address.Offset))
            _open[at].Members.Add(access);
    }

    /// <summary>Of loads: a group to which a later load could come that reads what is written here takes no more.</summary>
    private void CloseNear(Value pointer, int bytes)
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            var (first, last) = (_open[i].Members[0].Pointer, _open[i].Members[0].Type.Bytes);
            var (key, written) = (_open[i].Key, Address.Of(pointer));
            bool sameVariable = written.Base == key.Base && written.Index == key.Index && written.Scale == key.Scale;
            if (sameVariable ? IsNear(_open[i].Members, written.Offset, bytes) : Aliasing.MayAlias(pointer, bytes, first, last))
                Close(i);
        }
    }

    private static bool IsNear(List<Access> members, long offset, int bytes) =>
        members.Exists(member => offset < member.Address.Offset + Divisors.Largest && member.Address.Offset - Divisors.Largest < offset + bytes);

    /// <summary>Of stores: those that may touch these bytes must have happened.</summary>
    private void CloseTouched(Value pointer, int bytes)
    {
        for (int i = _open.Count - 1; i >= 0; i--)
            if (_open[i].Members.Exists(member => Aliasing.MayAlias(pointer, bytes, member.Pointer, member.Type.Bytes)))
                Close(i);
    }

    private void Close(int index)
    {
        if (_open[index].Members.Count > 1)
            _closed.Add(_open[index].Members);
        _open.RemoveAt(index);
    }

    private void CloseAll()
    {
        while (_open.Count > 0)
            Close(_open.Count - 1);
    }

    private List<List<Access>> Finish()
    {
        CloseAll();
        return _closed;
    }
}
