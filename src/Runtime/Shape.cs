namespace ConvGpu;

/// <summary>The sizes of a tensor in NCHW order.</summary>
/// <param name="N">Batch items.</param>
/// <param name="C">Channels.</param>
/// <param name="H">Rows.</param>
/// <param name="W">Columns.</param>
public readonly record struct Shape(int N, int C = 1, int H = 1, int W = 1)
{
    /// <summary>Elements in all.</summary>
    public long Count => (long)N * C * H * W;

    /// <summary>Elements of one batch item.</summary>
    public long ItemCount => (long)C * H * W;

    /// <summary>The sizes as <c>2x3x28x28</c>.</summary>
    public override string ToString() => $"{N}x{C}x{H}x{W}";
}
