namespace ConvGpu;

/// <summary>How a <see cref="Network"/> is made.</summary>
public sealed record NetworkOptions
{
    /// <summary>The input's channels, rows and columns (N is ignored); needed where the graph does not fix them.</summary>
    public Shape? InputShape { get; init; }

    /// <summary>The largest batch, at least 1.</summary>
    public int MaxBatch { get; init; } = 64;

    /// <summary>The seed of parameters and dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The loss, or null for a network that only predicts.</summary>
    public Loss? Loss { get; init; }

    /// <summary>The optimiser, or null to compute gradients without changing parameters.</summary>
    public Optimizer? Optimizer { get; init; }

    /// <summary>
    /// The names of layers whose parameters stay as they are. No gradient is computed for the layers up to the first that learns. Batch
    /// normalisation goes on following its running statistics, as with PyTorch's <c>requires_grad_(False)</c>.
    /// </summary>
    public IReadOnlyCollection<string> Frozen { get; init; } = [];

    /// <summary>
    /// Whether every activation and gradient keeps its memory, so that <see cref="Network.ReadActivation"/> and
    /// <see cref="Network.ReadGradient"/> can read it after a training step. Takes more memory.
    /// </summary>
    public bool KeepActivations { get; init; }
}
