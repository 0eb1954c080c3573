using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// Equal pure computations become one where the first dominates the second; a load yields what was stored or loaded before when nothing
/// between can have changed it; behind a branch its condition is known.
/// </summary>
internal sealed class ValueNumbering
{
    private readonly record struct Key(Opcode Op, IrType Type, long Immediate, long Immediate2, int A, int B, int C);

    private readonly Function _function;
    private readonly ControlFlow _flow;
    private readonly Substitution _substitution;
    private readonly Dictionary<Key, Value> _known = [];
    private readonly Stack<(Key Key, Value? Before)> _undo = [];
    private readonly Value?[] _decided;
    private readonly Stack<int> _decidedUndo = [];
    private readonly MemoryFacts?[] _factsAtEnd;
    private bool _changed;

    private ValueNumbering(Function function)
    {
        _function = function;
        _flow = new ControlFlow(function);
        _substitution = new Substitution(function);
        _decided = new Value?[function.ValueCount];
        _factsAtEnd = new MemoryFacts?[_flow.ReversePostOrder.Length];
    }

    public static bool Run(Function function)
    {
        var pass = new ValueNumbering(function);
        pass.Walk(new DominatorTree(pass._flow));
        pass._substitution.Apply();
        return pass._changed;
    }

    private void Walk(DominatorTree dominators)
    {
        var stack = new Stack<(Block? Block, int Undo, int Decided)>();
        stack.Push((_function.Entry, 0, 0));
        while (stack.TryPop(out var top))
        {
            if (top.Block is not { } block)
            {
                while (_undo.Count > top.Undo)
                {
                    var (key, before) = _undo.Pop();
                    if (before is null)
                        _known.Remove(key);
                    else
                        _known[key] = before;
                }
                while (_decidedUndo.Count > top.Decided)
                    _decided[_decidedUndo.Pop()] = null;
                continue;
            }
            stack.Push((null, _undo.Count, _decidedUndo.Count));
            VisitBlock(block);
            var children = dominators.Children(block);
            for (int i = children.Count - 1; i >= 0; i--)
                stack.Push((children[i], 0, 0));
        }
    }

    private void VisitBlock(Block block)
    {
        var predecessors = _flow.Predecessors(block);
        var facts = new MemoryFacts();
        if (predecessors.Length == 1)
        {
            if (_factsAtEnd[_flow.OrderOf(predecessors[0].From)] is { } before)
                facts = new MemoryFacts(before);
            if (predecessors[0].From.Terminator is Branch branch && branch.Condition is not Constant)
                Decide(branch.Condition, predecessors[0].Index == 0);
        }
        MergeParameters(block, predecessors);
        var instructions = block.Instructions;
        int kept = 0;
        for (int i = 0; i < instructions.Count; i++)
        {
            var instruction = instructions[i];
            for (int o = 0; o < instruction.Operands.Length; o++)
                instruction.Operands[o] = Resolve(instruction.Operands[o]);
            var known = instruction.Info.IsPure ? Find(instruction) : facts.Visit(instruction);
            if (known is null)
                instructions[kept++] = instruction;
            else
            {
                _substitution.Replace(instruction, known);
                _changed = true;
            }
        }
        instructions.RemoveRange(kept, instructions.Count - kept);
        _factsAtEnd[_flow.OrderOf(block)] = facts;
        var terminator = block.Terminator!;
        if (terminator.Selector is { } selector)
            terminator.Selector = Resolve(selector);
        foreach (var edge in terminator.Edges)
            for (int i = 0; i < edge.Arguments.Length; i++)
                edge.Arguments[i] = Resolve(edge.Arguments[i]);
    }

    private Value Resolve(Value value)
    {
        value = _substitution.Resolve(value);
        if (value.Id >= _decided.Length || _decided[value.Id] is not { } decided)
            return value;
        _changed = true;
        return decided;
    }

    private void Decide(Value condition, bool holds)
    {
        if (condition.Id >= _decided.Length || _decided[condition.Id] is not null)
            return;
        _decided[condition.Id] = _function.Bool(holds);
        _decidedUndo.Push(condition.Id);
        if (condition is Instruction { Op: Opcode.And or Opcode.Or } both && holds == (both.Op == Opcode.And))
        {
            Decide(both.Operands[0], holds);
            Decide(both.Operands[1], holds);
        }
    }

    private Value? Find(Instruction instruction)
    {
        var operands = instruction.Operands;
        if (operands.Length > 3)
            return null;
        int a = operands.Length > 0 ? operands[0].Id : -1, b = operands.Length > 1 ? operands[1].Id : -1;
        if (instruction.Info.Has(OpTraits.Commutative) && a > b)
            (a, b) = (b, a);
        var key = new Key(instruction.Op, instruction.Type, instruction.Immediate, instruction.Immediate2, a, b, operands.Length > 2 ? operands[2].Id : -1);
        if (_known.TryGetValue(key, out var before))
            return before;
        _known.Add(key, instruction);
        _undo.Push((key, null));
        return null;
    }

    /// <summary>Two parameters that every edge gives the same value are one.</summary>
    private void MergeParameters(Block block, EdgePlace[] predecessors)
    {
        for (int i = block.Parameters.Count - 1; i > 0; i--)
            for (int j = 0; j < i; j++)
            {
                if (block.Parameters[i].Type != block.Parameters[j].Type)
                    continue;
                bool same = true;
                foreach (var place in predecessors)
                    same &= _substitution.Resolve(place.Edge.Arguments[i]) == _substitution.Resolve(place.Edge.Arguments[j]);
                if (!same)
                    continue;
                _substitution.Replace(block.Parameters[i], block.Parameters[j]);
                block.RemoveParameter(i, Array.ConvertAll(predecessors, place => place.Edge));
                _changed = true;
                break;
            }
    }
}
