namespace ConvGpu;

/// <summary>The sizes of a tensor in NCHW order.</summary>
/// <param name="N">Batch items.</param>
/// <param name="C">Channels.</param>
/// <param name="H">Rows.</param>
/// <param name="W">Columns.</param>
public readonly record struct Shape(int N, int C = 1, int H = 1, int W = 1)
{
    /// <summary>Planes of a volume, between channels and rows; 1 for images.</summary>
    public int D { get; init; } = 1;

    /// <summary>Elements in all.</summary>
    public long Count => N * ItemCount;

    /// <summary>Elements of one batch item.</summary>
    public long ItemCount => (long)C * D * H * W;

    /// <summary>The sizes of a tensor of volumes in NCDHW order.</summary>
    /// <param name="n">Batch items.</param>
    /// <param name="c">Channels.</param>
    /// <param name="d">Planes.</param>
    /// <param name="h">Rows.</param>
    /// <param name="w">Columns.</param>
    public static Shape Volume(int n, int c, int d, int h, int w) => new(n, c, h, w) { D = d };

    /// <summary>The sizes as <c>2x3x28x28</c>, of volumes as <c>2x3x16x28x28</c>.</summary>
    public override string ToString() => D == 1 ? $"{N}x{C}x{H}x{W}" : $"{N}x{C}x{D}x{H}x{W}";
}
