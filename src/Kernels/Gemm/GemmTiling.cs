namespace ConvGpu.Kernels;

/// <summary>Chooses how a product is cut, from its sizes and the device's kind and multiprocessors alone.</summary>
internal sealed class GemmTiling
{
    private const int ShortestSplit = 256;

    /// <summary>Items that keep a multiprocessor of a GPU busy: a warp for each of its four schedulers.</summary>
    private const int BusyItems = 128;

    /// <summary>Groups that keep the cores of a CPU busy.</summary>
    private const int CpuGroups = 32;

    /// <summary>Every tile of <see cref="BlockedGemmKernel"/>.</summary>
    public static readonly IBlockedTile[] BlockedTiles =
        [default(Tile128x128), default(Tile64x128), default(Tile64x64), default(Tile32x64), default(Tile32x32), default(Tile16x128)];

    /// <summary>
    /// The tiles of <see cref="GemmKernel"/> for more than so many rows; some only where more than half of the last one's rows are rows of C.
    /// </summary>
    private static readonly (int FewestRows, bool Fills, IGemmTile Tile)[] LockstepTiles =
    [
        (128, true, default(CpuTallTile)), (64, false, default(CpuWideTile)), (16, false, default(CpuTile)),
        (16, false, default(CpuLeanTile)), (8, false, default(CpuFlatTile)),
    ];

    private static readonly AsyncLocal<IBlockedTile?> Forced = new();
    private readonly int _groupsWanted;

    private GemmTiling(IGemmTile tile)
    {
        (Lockstep, _groupsWanted) = (tile, CpuGroups);
        (Rows, Columns, K) = (tile.GroupY * tile.RowsPerItem, tile.GroupX * tile.ColumnsPerItem * tile.GroupZ, tile.K);
    }

    private GemmTiling(IBlockedTile tile, int multiprocessors)
    {
        (Blocked, _groupsWanted) = (tile, multiprocessors * tile.ResidentGroups);
        (Rows, Columns, K) = (RowsOf(tile), ColumnsOf(tile), tile.K);
    }

    /// <summary>The tile of <see cref="GemmKernel"/>, or null.</summary>
    public IGemmTile? Lockstep { get; }

    /// <summary>The tile of <see cref="BlockedGemmKernel"/>, or null.</summary>
    public IBlockedTile? Blocked { get; }

    /// <summary>Rows of C that a group computes.</summary>
    public int Rows { get; }

    /// <summary>Columns of C that a group computes.</summary>
    public int Columns { get; }

    /// <summary>Products between two barriers.</summary>
    public int K { get; }

    /// <summary>The tile for products of up to this size.</summary>
    public static GemmTiling For(ComputeDevice device, GemmSize size)
    {
        int largestGroup = device.Accelerator.MaxNumThreadsPerGroup, multiprocessors = device.Accelerator.NumMultiprocessors;
        if (Forced.Value is { } forced)
            return new(forced, multiprocessors);
        if (!DeviceTraits.IsGpu(device))
            return new(LockstepTile(size, largestGroup, device.Accelerator.MaxSharedMemoryPerGroup));
        var fitting = BlockedTiles.Where(tile => ItemsOf(tile) <= largestGroup).Select(tile => new GemmTiling(tile, multiprocessors)).ToList();
        return fitting.Count == 0 ? new(default(SmallTile)) : fitting.MinBy(tiling => tiling.Cost(size, multiprocessors))!;
    }

    /// <summary>The largest tile for the rows that the device has room for; the last one always has.</summary>
    internal static IGemmTile LockstepTile(GemmSize size, int largestGroup, long sharedBytes)
    {
        foreach (var (fewestRows, fills, tile) in LockstepTiles)
        {
            int rows = tile.GroupY * tile.RowsPerItem;
            bool wanted = size.M > fewestRows && (!fills || (size.M - 1) % rows >= rows / 2);
            if (wanted && tile.GroupX * tile.GroupY * tile.GroupZ <= largestGroup && SharedBytes(tile) <= sharedBytes)
                return tile;
        }
        return default(SmallTile);
    }

    /// <summary>Bytes of shared memory that a group of <see cref="GemmKernel"/> stages its operands in.</summary>
    internal static long SharedBytes(IGemmTile tile) =>
        sizeof(float) * (long)tile.K * (tile.GroupY * tile.RowsPerItem + tile.GroupX * (tile.ColumnsPerItem * tile.GroupZ + 1));

    /// <summary>Products bound on this thread take one tile of <see cref="BlockedGemmKernel"/> until the result is disposed: for tests.</summary>
    internal static IDisposable Force(IBlockedTile tile)
    {
        Forced.Value = tile;
        return new Release();
    }

    /// <summary>How many parts K is cut into: enough to keep a device busy where C is small. Fewer for a shorter K.</summary>
    public int Splits(GemmSize size) => !size.InParts ? 1 :
        (int)Math.Clamp(_groupsWanted / Tiles(size), 1, DeviceTraits.CeilDivide(size.K, ShortestSplit));

    /// <summary>Items of a group.</summary>
    public static int ItemsOf(IBlockedTile tile) => tile.ItemsX * tile.ItemsY;

    private static int RowsOf(IBlockedTile tile) => tile.ItemsY * tile.RowQuads * 4;

    private static int ColumnsOf(IBlockedTile tile) => tile.ItemsX * tile.ColumnQuads * 4;

    private long Tiles(GemmSize size) => (long)DeviceTraits.CeilDivide(size.M, Rows) * DeviceTraits.CeilDivide(size.N, Columns) * size.Groups;

    /// <summary>
    /// Products that the busiest multiprocessor computes, past the edges of C too, as if all tiles were as quick as the best and
    /// <see cref="BusyItems"/> kept it busy.
    /// </summary>
    private double Cost(GemmSize size, int multiprocessors)
    {
        long tiles = (Tiles(size) * Splits(size) + multiprocessors - 1) / multiprocessors;
        // Fewer items have the rest of the multiprocessor, its caches and its bandwidth, to themselves.
        double busy = Math.Min(1, 0.2 + 0.8 * Math.Min(tiles, Blocked!.ResidentGroups) * ItemsOf(Blocked) / BusyItems);
        return tiles * (double)Rows * Columns / Splits(size) / (Blocked.Efficiency * busy);
    }

    private sealed class Release : IDisposable
    {
        public void Dispose() => Forced.Value = null;
    }
}
