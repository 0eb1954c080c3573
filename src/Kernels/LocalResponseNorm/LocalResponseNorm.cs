namespace ConvGpu.Kernels;

/// <summary>
/// Which channels a local response normalisation sums and how, as PyTorch defines it: s_c = K + Alpha / Size sum(x_i^2) over the channels
/// i from c - Size / 2 to c + (Size - 1) / 2 that there are, y = x s^-Beta.
/// </summary>
/// <param name="Sizes">Channels and elements of each.</param>
/// <param name="Size">Channels that are summed, at least 1.</param>
/// <param name="Alpha">The factor of their mean square.</param>
/// <param name="Beta">The exponent.</param>
/// <param name="K">What the sum starts from, above 0.</param>
public readonly record struct ResponseWindow(ChannelSizes Sizes, int Size, float Alpha, float Beta, float K)
{
    /// <summary>Channels that are summed before a channel.</summary>
    public int Before => Size / 2;

    /// <summary>Channels that are summed behind a channel.</summary>
    public int Behind => (Size - 1) / 2;

    internal ResponseWindow Checked()
    {
        const string op = "local-response-norm";
        Sizes.Checked(op);
        OpCheck.Positive(Size, op);
        if (!(Alpha >= 0 && float.IsFinite(Alpha)))
            throw new ArgumentOutOfRangeException(nameof(Alpha), Alpha, $"{op}: alpha is {Alpha}; it must be 0 or more, so that what is raised to a power stays positive.");
        if (!(K > 0 && float.IsFinite(K))) throw new ArgumentOutOfRangeException(nameof(K), K, $"{op}: k is {K}; it must be above 0.");
        if (!float.IsFinite(Beta)) throw new ArgumentOutOfRangeException(nameof(Beta), Beta, $"{op}: beta is {Beta}; it must be finite.");
        return this;
    }
}

/// <summary>y = x s^-Beta, with s from the squares of neighbouring channels. Operands: x, y, s (as large as x).</summary>
/// <param name="Window">Channels and factors.</param>
public sealed record LocalResponseNormForward(ResponseWindow Window) : Op
{
    /// <summary>Channels and factors.</summary>
    public ResponseWindow Window { get; init; } = Window.Checked();

    /// <inheritdoc/>
    public override string Name => "local-response-norm.forward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => (2L * Window.Size + 4) * n * Window.Sizes.Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => 3L * n * Window.Sizes.Count * sizeof(float);
}

/// <summary>dx_j = dy_j s_j^-Beta - 2 Alpha Beta / Size x_j sum(dy_c y_c / s_c) over the channels c whose sums hold j. Operands: x, y, s, dy, dx.</summary>
/// <param name="Window">Channels and factors of the forward pass.</param>
public sealed record LocalResponseNormBackward(ResponseWindow Window) : Op
{
    /// <summary>Channels and factors.</summary>
    public ResponseWindow Window { get; init; } = Window.Checked();

    /// <inheritdoc/>
    public override string Name => "local-response-norm.backward";

    /// <inheritdoc/>
    public override int OperandCount => 5;

    /// <inheritdoc/>
    public override long Flops(int n) => (3L * Window.Size + 6) * n * Window.Sizes.Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => 5L * n * Window.Sizes.Count * sizeof(float);
}
