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

    /// <summary>In how many bits activations and their gradients are kept, and weights are computed with; float32 unless set.</summary>
    public Precision Precision { get; init; }

    /// <summary>How gradients are scaled where <see cref="Precision"/> is <see cref="Precision.Half"/>.</summary>
    public LossScaling LossScaling { get; init; } = new();

    /// <summary>For tests: passes through what <see cref="Precision"/> does with copies of 32 bits, which change nothing.</summary>
    internal bool CopiesInsteadOfRounding { get; init; }

    /// <summary>How gradients are clipped before the optimiser sees them; not at all unless set.</summary>
    public GradientClip? Clip { get; init; }

    /// <summary>
    /// How many training steps share one update of the parameters, at least 1: each adds its gradients, and the update takes their mean over
    /// all items of those steps, which is the gradient of one large batch, but for batch normalisation.
    /// </summary>
    public int AccumulateSteps { get; init; } = 1;

    /// <summary>
    /// Keeps an exponential average of every parameter, from 0 to below 1, such as 0.999: after an update the average is this share of itself
    /// and the rest of the parameter. Evaluation and prediction then compute with the averages. Not kept unless set.
    /// </summary>
    public float? AverageDecay { get; init; }

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

    /// <summary>
    /// Bytes that the network may take of the device's memory (<see cref="NetworkMemory.PeakBytes"/>). Where it would take more, activations
    /// of some layers are dropped after the forward pass and computed again in the backward pass; results are the same bits. No limit unless
    /// set.
    /// </summary>
    public long? MemoryBudget { get; init; }

    /// <summary>Measures how each convolution is computed fastest when the network is made; estimated unless set.</summary>
    public AlgorithmTuning? Tuning { get; init; }
}
