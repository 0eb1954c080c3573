namespace ConvGpu.Kernels;

/// <summary>Chooses how a product is cut, from its sizes and the device's kind alone.</summary>
internal readonly struct GemmTiling
{
    private const int ShortestSplit = 256;
    private readonly int _groupsWanted;

    private GemmTiling(IGemmTile tile, int groupsWanted)
    {
        Tile = tile;
        _groupsWanted = groupsWanted;
    }

    /// <summary>The tile.</summary>
    public IGemmTile Tile { get; }

    /// <summary>Rows of C that a group computes.</summary>
    public int Rows => Tile.GroupY * Tile.RowsPerItem;

    /// <summary>Columns of C that a group computes.</summary>
    public int Columns => Tile.GroupX * Tile.ColumnsPerItem;

    /// <summary>The tile for a product whose C has <paramref name="rows"/> rows.</summary>
    public static GemmTiling For(ComputeDevice device, int rows)
    {
        int largestGroup = device.Accelerator.MaxNumThreadsPerGroup;
        if (DeviceTraits.IsGpu(device))
            return new(rows > 32 && largestGroup >= 256 ? default(GpuTile) : default(GpuFlatTile), 256);
        IGemmTile tile = rows > 16 && largestGroup >= 128 ? default(CpuTile)
            : rows > 8 && largestGroup >= 32 ? default(CpuFlatTile)
            : default(SmallTile);
        return new(tile, 32);
    }

    /// <summary>How many parts K is cut into: enough to keep a device busy where C is small.</summary>
    public int Splits(int m, int n, int k, int groups)
    {
        long tiles = (long)DeviceTraits.CeilDivide(m, Rows) * DeviceTraits.CeilDivide(n, Columns) * groups;
        return (int)Math.Clamp(_groupsWanted / tiles, 1, DeviceTraits.CeilDivide(k, ShortestSplit));
    }
}
