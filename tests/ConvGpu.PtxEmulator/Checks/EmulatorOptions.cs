namespace ConvGpu.Emulation;

/// <summary>What is checked while kernels run: everything by default.</summary>
public sealed record EmulatorOptions
{
    /// <summary>Reading a register that no path to the instruction has written in this thread.</summary>
    public bool UninitializedRegisters { get; init; } = true;

    /// <summary>Two threads of a group use the same shared byte, one of them writing, without a barrier between.</summary>
    public bool SharedRaces { get; init; } = true;

    /// <summary>Reading a shared byte that the group has not written.</summary>
    public bool UninitializedShared { get; init; } = true;

    /// <summary>Two threads of a launch use the same global byte, one of them writing, without an order between them. Slow.</summary>
    public bool GlobalRaces { get; init; }

    /// <summary>Instructions a warp may execute in one launch before it counts as hung.</summary>
    public long MaximumInstructionsPerWarp { get; init; } = 2_000_000_000;

    /// <summary>Dynamic and static shared bytes a group may use together.</summary>
    public int MaximumSharedBytes { get; init; } = 232_448;

    /// <summary>Receives what vprintf prints.</summary>
    public Action<string>? Print { get; init; }
}
