using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// Pruned SSA form of variables ("slots") that loads read and stores write: block parameters at the iterated dominance frontier of the
/// stores where the slot is still read, then one walk of the dominator tree. All blocks must be reachable. Loads lose their uses and
/// stores their meaning; the caller removes both.
/// </summary>
/// <param name="function">The function.</param>
/// <param name="types">Type of each slot.</param>
/// <param name="slotOf">By value id: the slot a load reads or a store writes, or -1.</param>
internal sealed class SsaConstruction(Function function, List<IrType> types, int[] slotOf)
{
    private readonly ControlFlow _flow = new(function);
    private readonly Substitution _substitution = new(function);
    /// <summary>By block order: the slots that got a parameter, in the order of the parameters.</summary>
    private List<int>?[] _merged = [];
    private Value?[] _current = [];
    private readonly Stack<(int Slot, Value? Before)> _undo = [];

    public void Run()
    {
        var dominators = new DominatorTree(_flow);
        _merged = new List<int>?[_flow.ReversePostOrder.Length];
        _current = new Value?[types.Count];
        PlaceParameters(Frontiers(dominators));
        Rename(dominators);
        _substitution.Apply();
    }

    /// <summary>By block order: where the dominance of a block ends.</summary>
    private List<int>?[] Frontiers(DominatorTree dominators)
    {
        var result = new List<int>?[_flow.ReversePostOrder.Length];
        foreach (var block in _flow.ReversePostOrder)
        {
            var predecessors = _flow.Predecessors(block);
            if (predecessors.Length < 2)
                continue;
            int order = _flow.OrderOf(block);
            var stop = dominators.ImmediateDominator(block);
            foreach (var place in predecessors)
                for (var runner = place.From; runner != stop; runner = dominators.ImmediateDominator(runner)!)
                {
                    var frontier = result[_flow.OrderOf(runner)] ??= [];
                    if (frontier.Count == 0 || frontier[^1] != order)
                        frontier.Add(order);
                }
        }
        return result;
    }

    private void PlaceParameters(List<int>?[] frontiers)
    {
        int blocks = _flow.ReversePostOrder.Length;
        var stores = new List<int>[types.Count];
        var readFirst = new List<int>[types.Count];
        var lastSeen = new int[types.Count];
        for (int slot = 0; slot < types.Count; slot++)
            (stores[slot], readFirst[slot]) = ([], []);
        for (int order = 0; order < blocks; order++)
            foreach (var instruction in _flow.ReversePostOrder[order].Instructions)
            {
                int slot = instruction.Id < slotOf.Length ? slotOf[instruction.Id] : -1;
                if (slot < 0)
                    continue;
                bool load = instruction.Op == Opcode.Load;
                // The first access of a slot in a block says whether the block needs it from outside.
                if (lastSeen[slot] != order + 1 && load && (readFirst[slot].Count == 0 || readFirst[slot][^1] != order))
                    readFirst[slot].Add(order);
                if (load)
                    continue;
                if (lastSeen[slot] != order + 1)
                    stores[slot].Add(order);
                lastSeen[slot] = order + 1;
            }
        var liveMark = new int[blocks];
        var placedMark = new int[blocks];
        var storeMark = new int[blocks];
        var work = new Stack<int>();
        for (int slot = 0; slot < types.Count; slot++)
        {
            int mark = slot + 1;
            foreach (int order in stores[slot])
                storeMark[order] = mark;
            foreach (int order in readFirst[slot])
            {
                liveMark[order] = mark;
                work.Push(order);
            }
            while (work.TryPop(out int order))
                foreach (var place in _flow.Predecessors(_flow.ReversePostOrder[order]))
                {
                    int from = _flow.OrderOf(place.From);
                    if (storeMark[from] == mark || liveMark[from] == mark)
                        continue;
                    liveMark[from] = mark;
                    work.Push(from);
                }
            foreach (int order in stores[slot])
                work.Push(order);
            while (work.TryPop(out int order))
                foreach (int join in frontiers[order] ?? [])
                {
                    if (placedMark[join] == mark || liveMark[join] != mark)
                        continue;
                    placedMark[join] = mark;
                    (_merged[join] ??= []).Add(slot);
                    function.AddBlockParameter(_flow.ReversePostOrder[join], types[slot]);
                    work.Push(join);
                }
        }
    }

    private void Rename(DominatorTree dominators)
    {
        var stack = new Stack<(Block? Block, int Undo)>();
        stack.Push((function.Entry, 0));
        while (stack.TryPop(out var top))
        {
            if (top.Block is not { } block)
            {
                while (_undo.Count > top.Undo)
                {
                    var (slot, before) = _undo.Pop();
                    _current[slot] = before;
                }
                continue;
            }
            stack.Push((null, _undo.Count));
            RenameBlock(block);
            var children = dominators.Children(block);
            for (int i = children.Count - 1; i >= 0; i--)
                stack.Push((children[i], 0));
        }
    }

    private void RenameBlock(Block block)
    {
        if (_merged[_flow.OrderOf(block)] is { } merged)
            for (int i = 0; i < merged.Count; i++)
                Set(merged[i], block.Parameters[block.Parameters.Count - merged.Count + i]);
        var instructions = block.Instructions;
        for (int i = 0; i < instructions.Count; i++)
        {
            var instruction = instructions[i];
            int slot = instruction.Id < slotOf.Length ? slotOf[instruction.Id] : -1;
            if (slot < 0)
                continue;
            if (instruction.Op == Opcode.Load)
                _substitution.Replace(instruction, Coerce(Current(slot), instruction.Type, instructions, ref i));
            else
                Set(slot, Coerce(_substitution.Resolve(instruction.Operands[1]), types[slot], instructions, ref i));
        }
        foreach (var edge in block.Terminator!.Edges)
            if (_merged[_flow.OrderOf(edge.Target)] is { } wanted)
            {
                int kept = edge.Arguments.Length;
                var arguments = new Value[kept + wanted.Count];
                edge.Arguments.CopyTo(arguments, 0);
                for (int i = 0; i < wanted.Count; i++)
                    arguments[kept + i] = Current(wanted[i]);
                edge.Arguments = arguments;
            }
    }

    private Value Current(int slot) => _current[slot] ?? function.Constant(types[slot], 0);

    private void Set(int slot, Value value)
    {
        _undo.Push((slot, _current[slot]));
        _current[slot] = value;
    }

    /// <summary>The same bytes as a value of another type of equal size; conversions go before instruction <paramref name="at"/>.</summary>
    private Value Coerce(Value value, IrType type, List<Instruction> instructions, ref int at)
    {
        var from = value.Type;
        if (from == type)
            return value;
        if (value is Constant constant && !from.IsPointer && !type.IsPointer && from.Kind != ScalarKind.I1 && type.Kind != ScalarKind.I1)
            return function.Constant(type, constant.Bits);
        if (from.IsPointer != type.IsPointer && (from.IsPointer ? type : from) != IrType.I64)
            return Coerce(Coerce(value, IrType.I64, instructions, ref at), type, instructions, ref at);
        var (op, operands) = (from.Kind, type.Kind) switch
        {
            (ScalarKind.I1, _) => (Opcode.ZExt, new[] { value }),
            (_, ScalarKind.I1) => (Opcode.CmpNe, [value, function.Constant(from, 0)]),
            (ScalarKind.Pointer, ScalarKind.Pointer) => (Opcode.BitCast, [value]),
            (ScalarKind.Pointer, _) => (Opcode.PtrToInt, [value]),
            (_, ScalarKind.Pointer) => (Opcode.IntToPtr, [value]),
            _ => (Opcode.BitCast, [value]),
        };
        var converted = function.Create(op, type, operands);
        converted.Location = instructions[at].Location;
        instructions.Insert(at++, converted);
        return converted;
    }
}
