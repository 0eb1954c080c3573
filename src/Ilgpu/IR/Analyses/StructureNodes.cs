namespace ConvGpu.Ilgpu.IR.Analyses;

/// <summary>
/// A piece of structured control flow. Executing a <see cref="StructureSequence"/> executes its items in order; control falls out of an
/// item into the next unless it leaves through <see cref="StructureBreak"/>, <see cref="StructureContinue"/> or
/// <see cref="StructureReturn"/>. Values are in scope everywhere (their definitions dominate their uses, but not lexically).
/// </summary>
internal abstract class StructureNode;

internal sealed class StructureSequence : StructureNode
{
    public List<StructureNode> Items { get; } = [];
    public bool IsEmpty => Items.Count == 0;
}

/// <summary>The instructions of a block, without its terminator. Each reachable block appears exactly once.</summary>
internal sealed class StructureBlock(Block block) : StructureNode
{
    public Block Block { get; } = block;
}

/// <summary>The edge's arguments become the values of its target's parameters, all at once (a parallel copy). Left out when there are none.</summary>
internal sealed class StructureAssign(Edge edge) : StructureNode
{
    public Edge Edge { get; } = edge;
}

/// <summary>The branch at the end of <paramref name="block"/>.</summary>
internal sealed class StructureIf(Block block, Branch branch) : StructureNode
{
    public Block Block { get; } = block;
    public Branch Branch { get; } = branch;
    public StructureSequence Then { get; } = new();
    public StructureSequence Else { get; } = new();
}

/// <summary>What <see cref="StructureBreak"/> can leave: control goes on after the node.</summary>
internal abstract class StructureTarget(int id) : StructureNode
{
    /// <summary>Unique in the tree, for labels and variables.</summary>
    public int Id { get; } = id;
    public StructureSequence Body { get; } = new();
    /// <summary>How many breaks leave to the end of this node.</summary>
    public int Breaks { get; set; }
    /// <summary>How many of them are not <see cref="StructureBreak.IsNear"/> and need a goto or a flag.</summary>
    public int FarBreaks { get; set; }
}

/// <summary>Runs its body once; exists because breaks leave it.</summary>
internal sealed class StructureLabel(int id) : StructureTarget(id);

/// <summary>
/// Repeats its body for ever: falling out at the body's end starts the next iteration, as does <see cref="StructureContinue"/>; only
/// breaks and returns leave. The body starts with the header's <see cref="StructureBlock"/>.
/// </summary>
internal sealed class StructureLoop(int id, Loop loop) : StructureTarget(id)
{
    public Loop Loop { get; } = loop;
    public int Continues { get; set; }
    public int FarContinues { get; set; }
}

/// <summary>Goes to the end of <paramref name="target"/>, a node around this one.</summary>
internal sealed class StructureBreak(StructureTarget target) : StructureNode
{
    public StructureTarget Target { get; } = target;
    /// <summary>The target is the innermost loop around: C's plain `break`.</summary>
    public bool IsNear { get; set; }
}

/// <summary>Starts the next iteration of <paramref name="target"/>.</summary>
internal sealed class StructureContinue(StructureLoop target) : StructureNode
{
    public StructureLoop Target { get; } = target;
    /// <summary>The target is the innermost loop around: C's plain `continue`.</summary>
    public bool IsNear { get; set; }
}

internal sealed class StructureReturn : StructureNode;
