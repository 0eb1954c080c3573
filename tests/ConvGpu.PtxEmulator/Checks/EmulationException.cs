namespace ConvGpu.Emulation;

/// <summary>What a kernel did that it may not do.</summary>
public enum FaultKind
{
    UninitializedRegister,
    OutOfBounds,
    UseAfterFree,
    Misaligned,
    BarrierDivergence,
    WarpDivergence,
    SharedRace,
    GlobalRace,
    UninitializedShared,
    ReadOnly,
    AssertFailed,
    Trap,
    Timeout,
    LaunchBounds,
}

/// <summary>A fault of a running kernel.</summary>
public sealed class EmulationException(
    FaultKind kind, string entry, int line, string source, (int X, int Y, int Z) group, (int X, int Y, int Z) thread, string detail)
    : Exception($"{kind} in {entry}, line {line} `{source}`, group ({group.X}, {group.Y}, {group.Z}), " +
        $"thread ({thread.X}, {thread.Y}, {thread.Z}): {detail}")
{
    public FaultKind Kind { get; } = kind;

    public string Entry { get; } = entry;

    /// <summary>One-based line of the PTX text.</summary>
    public int Line { get; } = line;

    /// <summary>The instruction as it was read.</summary>
    public string Instruction { get; } = source;

    public (int X, int Y, int Z) Group { get; } = group;

    public (int X, int Y, int Z) Thread { get; } = thread;

    /// <summary>What was accessed or awaited.</summary>
    public string Detail { get; } = detail;
}
