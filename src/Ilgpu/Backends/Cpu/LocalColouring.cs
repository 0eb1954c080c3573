using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// Gives values few local variables: a linear scan over the blocks in the order in which they are written, values of one kind whose
/// lives do not overlap sharing a variable. The JIT slows down sharply with the number of variables. What an edge passes shares the
/// variable of the parameter that receives it where neither is needed when the other is made, so that a loop's sums stay in place.
/// </summary>
internal sealed class LocalColouring
{
    private readonly int[] _colour;
    private readonly (int Start, int End)[] _lives;
    private readonly PassedValues _passed;

    private LocalColouring(int values, Liveness liveness)
    {
        _passed = new PassedValues(liveness);
        _colour = new int[values];
        Array.Fill(_colour, -1);
        _lives = new (int, int)[values];
        Array.Fill(_lives, (int.MaxValue, -1));
    }

    /// <summary>The kind of each variable that is needed.</summary>
    public List<IrType> Variables { get; } = [];

    /// <summary>The variable of a value, or -1 when it has none.</summary>
    public int Of(Value value) => _colour[value.Id];

    /// <param name="order">Blocks as they are written; loops contiguous.</param>
    /// <param name="flow">The flow of the function.</param>
    /// <param name="folded">Values that stay on the evaluation stack: their operands live until the user.</param>
    public static LocalColouring Run(IReadOnlyList<Block> order, ControlFlow flow, StackFolding folded)
    {
        var function = flow.Function;
        var liveness = new Liveness(flow);
        var result = new LocalColouring(function.ValueCount, liveness);
        var hints = new Dictionary<Value, Value>();
        var values = new List<Value>();
        int position = 0;
        foreach (var block in order)
        {
            int start = position;
            position += 2;
            foreach (var parameter in block.Parameters)
                result.Define(parameter, block, start, values);
            foreach (var instruction in block.Instructions)
            {
                if (folded.IsFolded(instruction))
                    continue;
                // Operands of an instruction of several parts live past its first part.
                int use = VectorApi.Parts(instruction.Type.Kind) > 1 && instruction.Type.IsVector ? position + 1 : position;
                result.UseTree(instruction, block, use, folded);
                if (instruction.Type.Kind != ScalarKind.Void)
                    result.Define(instruction, block, position + 1, values);
                position += 2;
            }
            if (block.Terminator!.Selector is { } selector)
                result.Use(selector, block, position, folded);
            foreach (var edge in block.Terminator.Edges)
                for (int i = 0; i < edge.Arguments.Length; i++)
                {
                    result.Use(edge.Arguments[i], block, position, folded);
                    hints.TryAdd(edge.Arguments[i], edge.Target.Parameters[i]);
                    hints.TryAdd(edge.Target.Parameters[i], edge.Arguments[i]);
                }
            position += 2;
            foreach (var value in liveness.LiveIn(block))
                result.Extend(value, start, start);
            foreach (var value in liveness.LiveOut(block))
                result.Extend(value, position, position);
        }
        result.Merge(order, folded);
        result.Assign(values, hints);
        return result;
    }

    private void Define(Value value, Block block, int at, List<Value> values)
    {
        Extend(value, at, at);
        _passed.Define(value, block, at);
        values.Add(value);
    }

    private void UseTree(Instruction instruction, Block block, int at, StackFolding folded)
    {
        foreach (var operand in instruction.Operands)
            Use(operand, block, at, folded);
    }

    private void Use(Value value, Block block, int at, StackFolding folded)
    {
        if (value is Instruction instruction && folded.IsFolded(instruction))
            UseTree(instruction, block, at, folded);
        else if (value is not (Constant or Parameter))
        {
            Extend(value, at, at);
            _passed.Use(value, block, at);
        }
    }

    /// <summary>Joins what edges pass with what receives it, where their lives overlap in the scan's order alone.</summary>
    private void Merge(IReadOnlyList<Block> order, StackFolding folded)
    {
        foreach (var edge in order.SelectMany(block => block.Terminator!.Edges))
            for (int i = 0; i < edge.Arguments.Length; i++)
            {
                Value argument = edge.Arguments[i], parameter = edge.Target.Parameters[i];
                if (argument is Constant or Parameter || argument is Instruction instruction && folded.IsFolded(instruction))
                    continue;
                var (from, to) = (_passed.Of(argument), _passed.Of(parameter));
                var (one, other) = (_lives[from.Id], _lives[to.Id]);
                if (KindOf(argument.Type) == KindOf(parameter.Type) && one.Start <= other.End && other.Start <= one.End && _passed.Join(argument, parameter))
                    _lives[_passed.Of(argument).Id] = (Math.Min(one.Start, other.Start), Math.Max(one.End, other.End));
            }
    }

    private void Extend(Value value, int start, int end)
    {
        var (from, to) = _lives[value.Id];
        _lives[value.Id] = (Math.Min(from, start), Math.Max(to, end));
    }

    private void Assign(List<Value> all, Dictionary<Value, Value> hints)
    {
        var values = all.FindAll(value => _passed.Of(value) == value);
        values.Sort((a, b) => _lives[a.Id].Start.CompareTo(_lives[b.Id].Start));
        var free = new Dictionary<IrType, Stack<int>>();
        var active = new PriorityQueue<(int Variable, IrType Kind), int>();
        var freeAt = new List<int>();
        foreach (var value in values)
        {
            var (start, end) = _lives[value.Id];
            var kind = KindOf(value.Type);
            while (active.TryPeek(out var ended, out int at) && at < start)
            {
                active.Dequeue();
                if (freeAt[ended.Variable] != at)
                    continue;
                if (!free.TryGetValue(ended.Kind, out var list))
                    free.Add(ended.Kind, list = []);
                list.Push(ended.Variable);
            }
            int variable = -1;
            if (hints.TryGetValue(value, out var hint) && hint is not (Constant or Parameter)
                && _colour[_passed.Of(hint).Id] is var wished and >= 0 && freeAt[wished] < start && Variables[wished] == kind)
                variable = wished;
            while (variable < 0 && free.TryGetValue(kind, out var candidates) && candidates.TryPop(out int candidate))
                if (freeAt[candidate] < start)
                    variable = candidate;
            if (variable < 0)
            {
                variable = Variables.Count;
                Variables.Add(kind);
                freeAt.Add(-1);
            }
            _colour[value.Id] = variable;
            freeAt[variable] = end;
            active.Enqueue((variable, kind), end);
        }
        foreach (var value in all)
            _colour[value.Id] = _colour[_passed.Of(value).Id];
    }

    /// <summary>Types that share variables: narrow integers and bools are held as I32, pointers as I64.</summary>
    private static IrType KindOf(IrType type) => type.Kind switch
    {
        ScalarKind.I1 or ScalarKind.I8 or ScalarKind.I16 => IrType.I32.WithLanes(type.Lanes),
        ScalarKind.Pointer => IrType.I64.WithLanes(type.Lanes),
        _ => new IrType(type.Kind, Lanes: type.Lanes),
    };
}
