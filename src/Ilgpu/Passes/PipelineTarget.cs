namespace ConvGpu.Ilgpu.Passes;

/// <summary>What the optimised IR is for.</summary>
internal sealed record PipelineTarget(string Name)
{
    /// <summary>Contract a*b+c into one rounding.</summary>
    public bool Contract { get; init; } = true;

    /// <summary>How much code unrolling may leave.</summary>
    public UnrollBudget Unroll { get; init; } = UnrollBudget.Default;

    /// <summary>Accesses of an item to neighbouring elements become one of up to 16 bytes.</summary>
    public bool WideAccesses { get; init; }

    /// <summary>Inline PTX is printed as it stands; other targets refuse it.</summary>
    public bool InlinePtx { get; init; }

    /// <summary>One item of the code is one item of the device.</summary>
    public static readonly PipelineTarget Gpu = new("gpu") { WideAccesses = true };

    /// <summary>The lockstep pass follows.</summary>
    public static readonly PipelineTarget Lockstep = new("lockstep") { Unroll = UnrollBudget.Managed };
}
