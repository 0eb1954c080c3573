using ILGPU;

namespace ConvGpu.Bench;

/// <summary>How a group's tile is shared out among its items.</summary>
internal interface ISgemmTile
{
    /// <summary>Rows, and as many columns, that an item computes.</summary>
    static abstract int PerItem { get; }

    /// <summary>Columns of A, and rows of B, staged at a time: at most <see cref="SgemmKernels.GroupWidth"/>.</summary>
    static abstract int Depth { get; }

    /// <summary>The j-th column, counted within the tile, of the items whose first index is <paramref name="tx"/>.</summary>
    static abstract int Column(int tx, int j);
}

/// <summary>64x64 elements; columns tx + 16 j: neighbours in a group touch neighbours in memory.</summary>
internal readonly struct InterleavedColumns : ISgemmTile
{
    public static int PerItem => 4;

    public static int Depth => 16;

    public static int Column(int tx, int j) => tx + SgemmKernels.GroupWidth * j;
}

/// <summary>64x64 elements; columns 4 tx + j, the usual layout on GPUs.</summary>
internal readonly struct AdjacentColumns : ISgemmTile
{
    public static int PerItem => 4;

    public static int Depth => 16;

    public static int Column(int tx, int j) => 4 * tx + j;
}

/// <summary>128x128 elements; columns 8 tx + j.</summary>
internal readonly struct WideAdjacentColumns : ISgemmTile
{
    public static int PerItem => 8;

    public static int Depth => 8;

    public static int Column(int tx, int j) => 8 * tx + j;
}

/// <summary>
/// C (m, n) = A (m, k) B (k, n), all row-major, m and n multiples of the tile and k of its depth, written the ILGPU way: 16x16 items
/// compute a tile, each its elements in local memory, operands staged through shared memory.
/// </summary>
internal static class SgemmKernels
{
    /// <summary>Items of a group in each of two dimensions.</summary>
    public const int GroupWidth = 16;

    /// <summary>Rows and columns of the tile that a group computes.</summary>
    public static int Tile<TTile>() where TTile : struct, ISgemmTile => GroupWidth * TTile.PerItem;

    /// <summary>The kernel. Groups: (n / tile, m / tile) of 16x16 items.</summary>
    public static void Multiply<TTile>(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int n, int k)
        where TTile : struct, ISgemmTile
    {
        int tx = Group.IdxX, ty = Group.IdxY;
        int row0 = Grid.IdxY * Tile<TTile>(), column0 = Grid.IdxX * Tile<TTile>();
        var tileA = SharedMemory.Allocate<float>(GroupWidth * TTile.PerItem * TTile.Depth);
        var tileB = SharedMemory.Allocate<float>(TTile.Depth * GroupWidth * TTile.PerItem);
        var sum = LocalMemory.Allocate<float>(TTile.PerItem * TTile.PerItem);
        var rowA = LocalMemory.Allocate<float>(TTile.PerItem);
        var columnB = LocalMemory.Allocate<float>(TTile.PerItem);
        for (int i = 0; i < TTile.PerItem * TTile.PerItem; i++)
            sum[i] = 0;
        for (int k0 = 0; k0 < k; k0 += TTile.Depth)
        {
            if (TTile.Depth == GroupWidth || tx < TTile.Depth)
                for (int i = 0; i < TTile.PerItem; i++)
                    tileA[(ty + GroupWidth * i) * TTile.Depth + tx] = a[(row0 + ty + GroupWidth * i) * k + k0 + tx];
            if (TTile.Depth == GroupWidth || ty < TTile.Depth)
                for (int j = 0; j < TTile.PerItem; j++)
                    tileB[ty * Tile<TTile>() + TTile.Column(tx, j)] = b[(k0 + ty) * n + column0 + TTile.Column(tx, j)];
            Group.Barrier();
            for (int step = 0; step < TTile.Depth; step++)
            {
                for (int i = 0; i < TTile.PerItem; i++)
                    rowA[i] = tileA[(ty * TTile.PerItem + i) * TTile.Depth + step];
                for (int j = 0; j < TTile.PerItem; j++)
                    columnB[j] = tileB[step * Tile<TTile>() + TTile.Column(tx, j)];
                for (int i = 0; i < TTile.PerItem; i++)
                    for (int j = 0; j < TTile.PerItem; j++)
                        sum[i * TTile.PerItem + j] += rowA[i] * columnB[j];
            }
            Group.Barrier();
        }
        for (int i = 0; i < TTile.PerItem; i++)
            for (int j = 0; j < TTile.PerItem; j++)
                c[(row0 + ty * TTile.PerItem + i) * n + column0 + TTile.Column(tx, j)] = sum[i * TTile.PerItem + j];
    }
}
