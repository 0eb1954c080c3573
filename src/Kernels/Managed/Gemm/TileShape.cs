using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>The rows and columns of a register tile of <see cref="MicroKernel"/>.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Columns">Columns: two or three vectors.</param>
internal readonly record struct TileShape(int Height, int Columns)
{
    /// <summary>The most floats of a tile, of two vectors or three, at any vector width.</summary>
    public const int MaxFloats = 9 * 48;

    // Multiply-adds of wide tiles in the time of 100 of others.
    private const int WideRate = 110;

    /// <summary>Columns of a wide tile: three vectors, where there are registers for it.</summary>
    private static int WideColumns => VectorWidth.Has512 ? 48 : MicroKernel.Columns;

    /// <summary>Whether the tile is three vectors wide.</summary>
    public bool IsWide => Columns > MicroKernel.Columns;

    /// <summary>The shape that takes the least time for a product of so many rows and columns.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="cutsLast">Whether the last of wide tiles takes no more vectors than it has columns for.</param>
    public static TileShape For(long rows, long columns, bool cutsLast = false)
    {
        var narrow = new TileShape(MicroKernel.HeightFor(rows), MicroKernel.Columns);
        if (!VectorWidth.Has512) return narrow;
        var wide = new TileShape(MicroKernel.WideHeightFor(rows), WideColumns);
        var wideCovers = wide.Covered(rows, columns, cutsLast ? VectorWidth.FloatLanes : WideColumns);
        return wideCovers * 100 < narrow.Covered(rows, columns, narrow.Columns) * WideRate ? wide : narrow;
    }

    private long Covered(long rows, long columns, int unit) => (rows + Height - 1) / Height * Height * ((columns + unit - 1) / unit * unit);
}
