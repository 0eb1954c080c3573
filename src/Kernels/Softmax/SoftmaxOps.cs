namespace ConvGpu.Kernels;

/// <summary>
/// The softmax, or its logarithm, along the middle axis of (n Outer, Length, Inner): e^(x - m) / Σ e^(x - m), m the largest x. Stable for
/// x of 1e4; a row with a NaN or a positive infinity is NaN. Operands: x, y; y may be x.
/// </summary>
/// <param name="Outer">Rows of a batch item in front of the axis; 1 for the channels of NCHW.</param>
/// <param name="Length">Elements that sum to 1.</param>
/// <param name="Inner">The distance between them; rows x columns for the channels of NCHW.</param>
/// <param name="Log">Whether the logarithm comes out: x - m - log Σ e^(x - m).</param>
public sealed record SoftmaxForward(int Outer, int Length, int Inner, bool Log = false) : Op
{
    /// <summary>Rows of a batch item in front of the axis.</summary>
    public int Outer { get; init; } = Checked(Outer, Length, Inner);

    /// <inheritdoc/>
    public override string Name => Kind(Log) + ".forward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => 5L * n * Outer * Length * Inner;

    /// <inheritdoc/>
    public override long Bytes(int n) => 2L * n * Outer * Length * Inner * sizeof(float);

    internal static string Kind(bool log) => log ? "log-softmax" : "softmax";

    internal static int Checked(int outer, int length, int inner)
    {
        OpCheck.Positive(outer, "softmax");
        OpCheck.Positive(length, "softmax");
        OpCheck.Positive(inner, "softmax");
        OpCheck.Countable("an item", outer, length, inner, "softmax");
        return outer;
    }
}

/// <summary>
/// The gradient of <see cref="SoftmaxForward"/> from its output: dx = y (dy - Σ y dy), or dx = dy - e^y Σ dy for the logarithm.
/// Operands: y, dy, dx; dx may be dy.
/// </summary>
/// <param name="Outer">Rows of a batch item in front of the axis.</param>
/// <param name="Length">Elements that sum to 1.</param>
/// <param name="Inner">The distance between them.</param>
/// <param name="Log">Whether the forward pass gave the logarithm.</param>
public sealed record SoftmaxBackward(int Outer, int Length, int Inner, bool Log = false) : Op
{
    /// <summary>Rows of a batch item in front of the axis.</summary>
    public int Outer { get; init; } = SoftmaxForward.Checked(Outer, Length, Inner);

    /// <inheritdoc/>
    public override string Name => SoftmaxForward.Kind(Log) + ".backward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => 4L * n * Outer * Length * Inner;

    /// <inheritdoc/>
    public override long Bytes(int n) => 3L * n * Outer * Length * Inner * sizeof(float);
}
