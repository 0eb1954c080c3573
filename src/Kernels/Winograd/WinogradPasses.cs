namespace ConvGpu.Kernels;

/// <summary>
/// How kernels cut a convolution by minimal filtering: the form of tiles, batch items of a pass, and floats of the workspace. The image is
/// what is transformed with 3x3 filters: x, or dy for the gradient of x.
/// </summary>
internal sealed class WinogradPasses
{
    // What transformed tiles and products of a pass take, if one item allows: caches of CPUs hold what one kernel leaves for the next.
    private const long GpuPassFloats = 64 << 20, CpuPassFloats = 1 << 20;

    // What every GPU takes as the third size of a grid; products are cut along their sums into a few dozen parts at most.
    private const int MostProducts = 65_535 / 64;

    private static readonly AsyncLocal<long?> Limited = new();

    private readonly int _groups, _top, _left;

    private WinogradPasses(Conv2DGeometry g, ComputeDevice device, int maxBatch, bool backwardData)
    {
        var window = g.Window;
        _groups = g.Groups;
        (Inner, ImageHeight, ImageWidth) = backwardData ? (g.GroupOutChannels, g.OutHeight, g.OutWidth) : (g.GroupInChannels, g.InHeight, g.InWidth);
        (Rows, Height, Width) = backwardData ? (g.GroupInChannels, g.InHeight, g.InWidth) : (g.GroupOutChannels, g.OutHeight, g.OutWidth);
        (_top, _left) = backwardData ? (window.PadTop - 2, window.PadLeft - 2) : (-window.PadTop, -window.PadLeft);
        IsFour = WinogradPlan.TakesFour(Height, Width);
        (Outputs, Side) = IsFour ? (4, 6) : (2, 4);
        (TileRows, TileColumns) = (DeviceTraits.CeilDivide(Height, Outputs), DeviceTraits.CeilDivide(Width, Outputs));
        var item = (long)Area * _groups * (Inner + Rows) * TileRows * TileColumns;
        var most = Limited.Value ?? (DeviceTraits.IsGpu(device) ? GpuPassFloats : CpuPassFloats);
        ItemsPerPass = (int)Math.Clamp(most / item, 1, maxBatch);
        Stride = WinogradShape.PaddedTiles(TileRows * TileColumns * ItemsPerPass);
        if (!Fits(g))
        {
            throw new ArgumentException(
                $"{g} by the Winograd algorithm takes {Products} products at once, {Area} for each of {_groups} groups, but kernels take {MostProducts}. "
                + "Use ConvAlgorithm.Direct.");
        }
        var largest = (long)Area * _groups * Math.Max(Inner, Rows) * Stride;
        if (largest > int.MaxValue)
        {
            throw new ArgumentException(
                $"{g} by the Winograd algorithm needs {largest:N0} values of tiles, more than 2^31 - 1. Use ConvAlgorithm.Direct.");
        }
    }

    /// <summary>Whether the products of all groups fit into a launch.</summary>
    public static bool Fits(Conv2DGeometry g) => 36L * g.Groups <= MostProducts;

    /// <summary>Of y, or of dw.</summary>
    public static WinogradPasses Forward(Conv2DGeometry g, ComputeDevice device, int maxBatch) => new(g, device, maxBatch, false);

    /// <summary>Of dx.</summary>
    public static WinogradPasses BackwardData(Conv2DGeometry g, ComputeDevice device, int maxBatch) => new(g, device, maxBatch, true);

    /// <summary>Whether tiles are 4x4 outputs, or 2x2.</summary>
    public bool IsFour { get; }

    public int Outputs { get; }

    public int Side { get; }

    /// <summary>Values of a tile.</summary>
    public int Area => Side * Side;

    /// <summary>Channels of a group of the image, and of the target.</summary>
    public int Inner { get; }

    public int Rows { get; }

    /// <summary>Products of a pass: one for each value of a tile and group.</summary>
    public int Products => Area * _groups;

    public int ItemsPerPass { get; }

    /// <summary>Tiles from one channel to the next.</summary>
    public int Stride { get; }

    /// <summary>Floats of the transformed image.</summary>
    public long ImageFloats => (long)Products * Inner * Stride;

    /// <summary>Floats of the products, or of the transformed gradient.</summary>
    public long TargetFloats => (long)Products * Rows * Stride;

    /// <summary>Floats of the transformed filters.</summary>
    public long FilterFloats => (long)Products * Rows * Inner;

    private int ImageHeight { get; }

    private int ImageWidth { get; }

    private int Height { get; }

    private int Width { get; }

    private int TileRows { get; }

    private int TileColumns { get; }

    /// <summary>The tiles of the image of some items.</summary>
    public WinogradShape Image(int items) => new(_groups * Inner, ImageHeight, ImageWidth, _top, _left, Outputs, TileRows, TileColumns, items, Stride);

    /// <summary>The tiles of the target of some items.</summary>
    public WinogradShape Target(int items) => new(_groups * Rows, Height, Width, 0, 0, Outputs, TileRows, TileColumns, items, Stride);

    /// <summary>Passes bound on this thread take at most so many floats until the result is disposed: for tests.</summary>
    internal static IDisposable Limit(long floats)
    {
        Limited.Value = floats;
        return new Release();
    }

    private sealed class Release : IDisposable
    {
        public void Dispose() => Limited.Value = null;
    }
}
