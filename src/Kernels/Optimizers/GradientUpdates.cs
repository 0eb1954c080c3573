namespace ConvGpu.Kernels;

/// <summary>y = x, but at least -Limit and at most Limit; NaN stays. Operands: y, x, state; y may be x.</summary>
/// <param name="Length">Elements of y.</param>
/// <param name="Limit">The largest magnitude, above 0.</param>
public sealed record ClipValue(long Length, float Limit) : ParameterUpdate(Length)
{
    /// <summary>The largest magnitude.</summary>
    public float Limit { get; init; } = OpCheck.FinitePositive(Limit, "clip-value");

    /// <inheritdoc/>
    public override string Name => "clip-value";

    /// <inheritdoc/>
    protected override int FlopsOfElement => 2;
}

/// <summary>y = x times the factor of the device state. Operands: y, x, state; y may be x.</summary>
/// <param name="Length">Elements of y.</param>
public sealed record ScaleByFactor(long Length) : ParameterUpdate(Length)
{
    /// <inheritdoc/>
    public override string Name => "scale-by-factor";

    /// <inheritdoc/>
    protected override int FlopsOfElement => 1;
}

/// <summary>
/// y += StepItems g, and y = StepItems g where the step is the first since the last update, with the counts of the device state: the sum of
/// the gradients of items whose mean is g. Operands: y, g, state.
/// </summary>
/// <param name="Length">Elements of y.</param>
public sealed record AddItems(long Length) : ParameterUpdate(Length)
{
    /// <inheritdoc/>
    public override string Name => "add-items";

    /// <inheritdoc/>
    protected override int FlopsOfElement => 2;
}

/// <summary>y = x / Items, with the count of the device state: of a sum over items their mean. Operands: y, x, state; y may be x.</summary>
/// <param name="Length">Elements of y.</param>
public sealed record MeanOfItems(long Length) : ParameterUpdate(Length)
{
    /// <inheritdoc/>
    public override string Name => "mean-of-items";

    /// <inheritdoc/>
    protected override int FlopsOfElement => 1;
}

/// <summary>
/// y = Decay y + (1 - Decay) w, and y = w at the first update, as PyTorch's AveragedModel with an exponential average has it.
/// Operands: y, w, state.
/// </summary>
/// <param name="Length">Elements of y.</param>
/// <param name="Decay">How much of the average stays, from 0 to below 1.</param>
public sealed record AverageUpdate(long Length, float Decay = 0.999f) : ParameterUpdate(Length)
{
    /// <summary>How much of the average stays.</summary>
    public float Decay { get; init; } = OpCheck.Share(Decay, "average");

    /// <inheritdoc/>
    public override string Name => "average";

    /// <inheritdoc/>
    protected override int FlopsOfElement => 3;
}
