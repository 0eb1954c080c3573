namespace ConvGpu.Kernels;

/// <summary>y = activation(x wᵀ + b). Operands: x (n, In), w (Out, In), b (Out) where <paramref name="Bias"/>, y (n, Out).</summary>
/// <param name="In">Features in.</param>
/// <param name="Out">Features out.</param>
/// <param name="Bias">Whether a bias per output feature is added.</param>
/// <param name="Activation">What is applied to the sum.</param>
public sealed record DenseForward(int In, int Out, bool Bias, Activation Activation = Activation.None) : Op
{
    /// <summary>Features in.</summary>
    public int In { get; init; } = OpCheck.Positive(In, "dense");

    /// <summary>Features out.</summary>
    public int Out { get; init; } = OpCheck.Positive(Out, "dense");

    /// <inheritdoc/>
    public override string Name => "dense.forward";

    /// <inheritdoc/>
    public override int OperandCount => Bias ? 4 : 3;

    /// <inheritdoc/>
    public override long Flops(int n) => 2L * n * In * Out;

    /// <inheritdoc/>
    public override long Bytes(int n) => sizeof(float) * ((long)n * (In + Out) + (long)In * Out + (Bias ? Out : 0));
}

/// <summary>dx = dy w. Operands: dy, w, dx.</summary>
/// <param name="In">Features in.</param>
/// <param name="Out">Features out.</param>
public sealed record DenseBackwardData(int In, int Out) : Op
{
    /// <summary>Features in.</summary>
    public int In { get; init; } = OpCheck.Positive(In, "dense");

    /// <summary>Features out.</summary>
    public int Out { get; init; } = OpCheck.Positive(Out, "dense");

    /// <inheritdoc/>
    public override string Name => "dense.backward-data";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => 2L * n * In * Out;

    /// <inheritdoc/>
    public override long Bytes(int n) => sizeof(float) * ((long)n * (In + Out) + (long)In * Out);
}

/// <summary>dw = dyᵀ x and db = the sum of dy over the batch. Operands: x, dy, dw, db where <paramref name="Bias"/>.</summary>
/// <param name="In">Features in.</param>
/// <param name="Out">Features out.</param>
/// <param name="Bias">Whether the gradient of a bias is computed too.</param>
public sealed record DenseBackwardWeights(int In, int Out, bool Bias) : Op
{
    /// <summary>Features in.</summary>
    public int In { get; init; } = OpCheck.Positive(In, "dense");

    /// <summary>Features out.</summary>
    public int Out { get; init; } = OpCheck.Positive(Out, "dense");

    /// <inheritdoc/>
    public override string Name => "dense.backward-weights";

    /// <inheritdoc/>
    public override int OperandCount => Bias ? 4 : 3;

    /// <inheritdoc/>
    public override long Flops(int n) => 2L * n * In * Out + (Bias ? (long)n * Out : 0);

    /// <inheritdoc/>
    public override long Bytes(int n) => sizeof(float) * ((long)n * (In + Out) + (long)In * Out + (Bias ? Out : 0));
}
