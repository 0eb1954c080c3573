namespace ConvGpu.Kernels;

/// <summary>
/// The sizes of a normalisation of groups: a batch item is Groups runs of Length elements, each with a mean and a deviation of its own.
/// Element e of an item has weight e / Plane, counted over the weights again and again.
/// </summary>
/// <param name="Groups">Groups of a batch item.</param>
/// <param name="Length">Elements of a group.</param>
/// <param name="Parameters">Weights; Parameters Plane is the elements of a group or of an item.</param>
/// <param name="Plane">Neighbouring elements that share a weight: a channel's, or 1. It divides Length.</param>
public readonly record struct GroupSizes(int Groups, int Length, int Parameters, int Plane)
{
    /// <summary>Elements of a batch item.</summary>
    public int Count => Groups * Length;

    internal GroupSizes Checked(string op)
    {
        OpCheck.Positive(Groups, op);
        OpCheck.Positive(Length, op);
        OpCheck.Positive(Parameters, op);
        OpCheck.Positive(Plane, op);
        OpCheck.Countable("an item", Groups, Length, 1, op);
        if (Length % Plane != 0 || ((long)Parameters * Plane != Length && (long)Parameters * Plane != Count))
            throw new ArgumentException(
                $"{op}: {Parameters} weights for {Plane} elements each fit neither a group of {Length} elements nor an item of {Count}. "
                + "Give a weight to each element of a group, or to each channel of an item.");
        return this;
    }
}

/// <summary>
/// Normalisation over groups of each batch item: m = mean(x), v = mean((x - m)²), y = w (x - m) / sqrt(v + Epsilon) + b. One group is PyTorch's
/// layer_norm (Ba, Kiros and Hinton, 2016), a group a channel its instance_norm (Ulyanov, Vedaldi and Lempitsky, 2016), anything between its
/// group_norm (Wu and He, 2018). Operands: x, w and b where Affine (Parameters), y, mean and inverse = 1 / sqrt(v + Epsilon) (n, Groups).
/// </summary>
/// <param name="Sizes">Groups and weights.</param>
/// <param name="Epsilon">What is added to the variance, above 0.</param>
/// <param name="Affine">Whether there are weights; else y = (x - m) / sqrt(v + Epsilon).</param>
public sealed record GroupNormForward(GroupSizes Sizes, float Epsilon, bool Affine) : Op
{
    private const string Op = "group-norm.forward";

    /// <summary>Groups and weights.</summary>
    public GroupSizes Sizes { get; init; } = Sizes.Checked(Op);

    /// <summary>What is added to the variance.</summary>
    public float Epsilon { get; init; } = ChannelSizes.CheckedEpsilon(Epsilon, Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override int OperandCount => Affine ? 6 : 4;

    /// <inheritdoc/>
    public override long Flops(int n) => 8L * n * Sizes.Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (n * (2L * Sizes.Count + 2L * Sizes.Groups) + (Affine ? 2L * Sizes.Parameters : 0)) * sizeof(float);
}

/// <summary>
/// The gradients of w and b: dw = sum(dy (x - mean) inverse) and db = sum(dy) over the elements of a weight and the batch.
/// Operands: x, dy, mean, inverse (of the forward pass), dw, db.
/// </summary>
/// <param name="Sizes">Groups and weights.</param>
public sealed record GroupNormBackwardWeights(GroupSizes Sizes) : Op
{
    private const string Op = "group-norm.backward-weights";

    /// <summary>Groups and weights.</summary>
    public GroupSizes Sizes { get; init; } = Sizes.Checked(Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override int OperandCount => 6;

    /// <inheritdoc/>
    public override long Flops(int n) => 5L * n * Sizes.Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (n * (2L * Sizes.Count + 2L * Sizes.Groups) + 2L * Sizes.Parameters) * sizeof(float);
}

/// <summary>
/// The gradient of x: with z = (x - mean) inverse and g = w dy, dx = inverse (g - mean(g) - z mean(g z)), means over the group.
/// Operands: x, dy, w where Affine, mean, inverse, dx; dx may be dy.
/// </summary>
/// <param name="Sizes">Groups and weights.</param>
/// <param name="Affine">Whether there are weights.</param>
public sealed record GroupNormBackwardData(GroupSizes Sizes, bool Affine) : Op
{
    private const string Op = "group-norm.backward-data";

    /// <summary>Groups and weights.</summary>
    public GroupSizes Sizes { get; init; } = Sizes.Checked(Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override int OperandCount => Affine ? 6 : 5;

    /// <inheritdoc/>
    public override long Flops(int n) => 11L * n * Sizes.Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (n * (3L * Sizes.Count + 2L * Sizes.Groups) + (Affine ? Sizes.Parameters : 0)) * sizeof(float);
}
