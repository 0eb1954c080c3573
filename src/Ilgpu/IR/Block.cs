namespace ConvGpu.Ilgpu.IR;

/// <summary>A jump to a block with the values of its parameters.</summary>
internal sealed class Edge(Block target, params Value[] arguments)
{
    public Block Target { get; set; } = target;
    public Value[] Arguments { get; set; } = arguments;
}

/// <summary>How a block ends.</summary>
internal abstract class Terminator
{
    public abstract IReadOnlyList<Edge> Edges { get; }
    /// <summary>The value that decides between the edges, or null.</summary>
    public abstract Value? Selector { get; set; }
    public SourceLocation Location { get; set; }
}

internal sealed class Jump(Edge edge) : Terminator
{
    public Edge Edge { get; } = edge;
    public override IReadOnlyList<Edge> Edges { get; } = [edge];
    public override Value? Selector { get => null; set => throw new InvalidOperationException("A jump has no selector."); }
}

/// <summary>Two ways, on an I1.</summary>
internal sealed class Branch(Value condition, Edge ifTrue, Edge ifFalse) : Terminator
{
    public Value Condition { get; set; } = condition;
    public Edge IfTrue { get; } = ifTrue;
    public Edge IfFalse { get; } = ifFalse;
    public override IReadOnlyList<Edge> Edges { get; } = [ifTrue, ifFalse];
    public override Value? Selector { get => Condition; set => Condition = value!; }
}

/// <summary>Edge i on the I32 value i; the last edge for every other value. Removed (to branches) early in the pipeline.</summary>
internal sealed class Switch(Value value, Edge[] edges) : Terminator
{
    public Value Value { get; set; } = value;
    public override IReadOnlyList<Edge> Edges { get; } = edges;
    public override Value? Selector { get => Value; set => Value = value!; }
}

internal sealed class Return : Terminator
{
    public override IReadOnlyList<Edge> Edges => [];
    public override Value? Selector { get => null; set => throw new InvalidOperationException("A return has no selector."); }
}

/// <summary>A straight run of instructions with parameters in front and a terminator behind.</summary>
internal sealed class Block(int id)
{
    public int Id { get; } = id;
    public List<BlockParameter> Parameters { get; } = [];
    public List<Instruction> Instructions { get; } = [];
    /// <summary>Null only while the block is being built.</summary>
    public Terminator? Terminator { get; set; }

    public IEnumerable<Block> Successors => Terminator!.Edges.Select(edge => edge.Target);

    public override string ToString() => $"b{Id}";
}
