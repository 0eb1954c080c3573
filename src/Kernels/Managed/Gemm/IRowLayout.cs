namespace ConvGpu.Kernels.Managed;

/// <summary>
/// How far apart in memory the rows of the left operand of a register tile are, in floats. A constant of the type, so that every
/// row's address is the same register plus an immediate.
/// </summary>
internal interface IRowLayout
{
    static abstract int RowStride { get; }
}

/// <summary>A packed panel: the rows of one k lie side by side.</summary>
internal readonly struct PanelLayout : IRowLayout
{
    public static int RowStride => 1;
}

/// <summary>Rows that run along k, as the lowered image of a convolution has them.</summary>
internal readonly struct StripLayout : IRowLayout
{
    /// <summary>Values of k that a row holds.</summary>
    public const int Length = 256;

    // A cache line more than the row: rows at a multiple of a page would share their cache sets.
    public static int RowStride => Length + 16;
}
