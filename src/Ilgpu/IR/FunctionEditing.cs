namespace ConvGpu.Ilgpu.IR;

/// <summary>Small changes of the graph that several passes make.</summary>
internal static class FunctionEditing
{
    /// <summary>Puts a new block with a jump on an edge; the arguments stay on the second half. The new block stands behind its predecessor.</summary>
    public static Block SplitEdge(this Function function, Block from, int edgeIndex)
    {
        var edge = from.Terminator!.Edges[edgeIndex];
        var middle = function.InsertBlockAfter(from);
        middle.Terminator = new Jump(new Edge(edge.Target, edge.Arguments)) { Location = from.Terminator.Location };
        edge.Target = middle;
        edge.Arguments = [];
        return middle;
    }

    /// <summary>Adds an empty block behind another in <see cref="Function.Blocks"/>.</summary>
    public static Block InsertBlockAfter(this Function function, Block place)
    {
        var block = function.AddBlock();
        function.Blocks.RemoveAt(function.Blocks.Count - 1);
        function.Blocks.Insert(function.Blocks.IndexOf(place) + 1, block);
        return block;
    }

    /// <summary>Drops blocks that the entry does not reach. Returns whether there were any.</summary>
    public static bool RemoveUnreachable(this Function function)
    {
        var reached = new bool[function.BlockCount];
        var work = new Stack<Block>();
        reached[function.Entry.Id] = true;
        work.Push(function.Entry);
        while (work.TryPop(out var block))
            foreach (var edge in block.Terminator!.Edges)
                if (!reached[edge.Target.Id])
                {
                    reached[edge.Target.Id] = true;
                    work.Push(edge.Target);
                }
        return function.Blocks.RemoveAll(block => !reached[block.Id]) > 0;
    }

    /// <summary>Drops parameter <paramref name="index"/> of a block and the argument of every edge in <paramref name="predecessors"/>.</summary>
    public static void RemoveParameter(this Block block, int index, IEnumerable<Edge> predecessors)
    {
        block.Parameters.RemoveAt(index);
        foreach (var edge in predecessors)
            edge.Arguments = [.. edge.Arguments.AsSpan(0, index), .. edge.Arguments.AsSpan(index + 1)];
    }

    /// <summary>A copy of an instruction with other operands; it stands in no block yet.</summary>
    public static Instruction CloneWith(this Function function, Instruction original, Value[] operands)
    {
        var copy = function.Create(original.Op, original.Type, operands);
        copy.Immediate = original.Immediate;
        copy.Immediate2 = original.Immediate2;
        copy.Immediate3 = original.Immediate3;
        copy.Text = original.Text;
        copy.Location = original.Location;
        return copy;
    }

    /// <summary>Instructions of all blocks; terminators do not count.</summary>
    public static int CountInstructions(this Function function)
    {
        int count = 0;
        foreach (var block in function.Blocks)
            count += block.Instructions.Count;
        return count;
    }
}

/// <summary>
/// Replacements that are collected first and then applied in one sweep over the function. Chains (a by b, b by c) are followed.
/// </summary>
internal sealed class Substitution(Function function)
{
    private Value?[] _by = new Value?[function.ValueCount];

    public bool IsEmpty { get; private set; } = true;

    /// <summary>Replaces every use of <paramref name="old"/>; the definition stays where it is.</summary>
    public void Replace(Value old, Value by)
    {
        if (old.Id >= _by.Length)
            Array.Resize(ref _by, Math.Max(function.ValueCount, old.Id + 1));
        _by[old.Id] = by;
        IsEmpty = false;
    }

    public Value Resolve(Value value)
    {
        if (IsEmpty)
            return value;
        while (value.Id < _by.Length && _by[value.Id] is { } by)
            value = by;
        return value;
    }

    public bool IsReplaced(Value value) => value.Id < _by.Length && _by[value.Id] is not null;

    /// <summary>Rewrites all operands, selectors and edge arguments.</summary>
    public void Apply()
    {
        if (IsEmpty)
            return;
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Instructions)
                Apply(instruction.Operands);
            Apply(block.Terminator!);
        }
    }

    public void Apply(Value[] values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = Resolve(values[i]);
    }

    public void Apply(Terminator terminator)
    {
        if (terminator.Selector is { } selector)
            terminator.Selector = Resolve(selector);
        foreach (var edge in terminator.Edges)
            Apply(edge.Arguments);
    }
}
