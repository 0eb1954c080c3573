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
    public static TileShape For(long rows, long columns)
    {
        var narrow = new TileShape(MicroKernel.HeightFor(rows), MicroKernel.Columns);
        if (!VectorWidth.Has512) return narrow;
        var wide = new TileShape(MicroKernel.WideHeightFor(rows), WideColumns);
        return wide.Covered(rows, columns) * 100 < narrow.Covered(rows, columns) * WideRate ? wide : narrow;
    }

    private long Covered(long rows, long columns) => (rows + Height - 1) / Height * Height * ((columns + Columns - 1) / Columns * Columns);
}
