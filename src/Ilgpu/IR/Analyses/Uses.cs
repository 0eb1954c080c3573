namespace ConvGpu.Ilgpu.IR.Analyses;

/// <summary>
/// Who uses a value: operand <paramref name="Index"/> of instruction <paramref name="User"/>, or, where that is null, the terminator of
/// <paramref name="Block"/> as its selector (<paramref name="Edge"/> -1) or as argument <paramref name="Index"/> of an edge.
/// </summary>
internal readonly record struct Use(Block Block, Instruction? User, int Edge, int Index)
{
    public bool IsOperand => User is not null;
    public bool IsArgument => User is null && Edge >= 0;
    public bool IsSelector => User is null && Edge < 0;
}

/// <summary>All uses and definitions, as they were when it was made. Values are indexed by id.</summary>
internal sealed class Uses
{
    private readonly int[] _start;
    private readonly Use[] _uses;
    private readonly Block?[] _definedIn;

    public Uses(Function function)
    {
        _start = new int[function.ValueCount + 1];
        _definedIn = new Block?[function.ValueCount];
        foreach (var block in function.Blocks)
            Visit(block, static (self, value, _) => self._start[value.Id]++);
        int total = 0;
        for (int i = 0; i < _start.Length; i++)
            _start[i] = total += _start[i];
        _uses = new Use[total];
        // Filling from the back turns each running end into a start.
        for (int i = function.Blocks.Count - 1; i >= 0; i--)
        {
            Visit(function.Blocks[i], static (self, value, use) => self._uses[--self._start[value.Id]] = use);
            foreach (var parameter in function.Blocks[i].Parameters)
                _definedIn[parameter.Id] = function.Blocks[i];
            foreach (var instruction in function.Blocks[i].Instructions)
                _definedIn[instruction.Id] = function.Blocks[i];
        }
    }

    /// <summary>Values with a smaller id were there when this was made.</summary>
    public int ValueCount => _definedIn.Length;

    public ReadOnlySpan<Use> Of(Value value) => _uses.AsSpan(_start[value.Id].._start[value.Id + 1]);

    public int Count(Value value) => _start[value.Id + 1] - _start[value.Id];

    /// <summary>The block that defines an instruction or block parameter; null for constants, parameters and what stands in no block.</summary>
    public Block? DefinedIn(Value value) => _definedIn[value.Id];

    private void Visit(Block block, Action<Uses, Value, Use> visit)
    {
        foreach (var instruction in block.Instructions)
            for (int i = 0; i < instruction.Operands.Length; i++)
                visit(this, instruction.Operands[i], new Use(block, instruction, -1, i));
        var terminator = block.Terminator!;
        if (terminator.Selector is { } selector)
            visit(this, selector, new Use(block, null, -1, 0));
        for (int e = 0; e < terminator.Edges.Count; e++)
            for (int i = 0; i < terminator.Edges[e].Arguments.Length; i++)
                visit(this, terminator.Edges[e].Arguments[i], new Use(block, null, e, i));
    }
}
