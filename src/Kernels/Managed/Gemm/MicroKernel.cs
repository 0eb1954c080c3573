using System.Runtime.CompilerServices;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>What a register tile starts from and ends with.</summary>
/// <param name="bias">Per row the first term of the sums, or null for zero.</param>
/// <param name="accumulate">Start from what c holds instead.</param>
/// <param name="rectify">Store max(sum, 0).</param>
/// <param name="stream">Store past the caches; see <see cref="MicroKernel.CanStream"/>.</param>
/// <param name="adds">Where it accumulates, add c behind the sum instead: a long sum's errors then grow with its steps, not with its terms.</param>
internal readonly unsafe struct TileStart(float* bias, bool accumulate, bool rectify, bool stream = false, bool adds = false)
{
    public readonly float* Bias = bias;
    public readonly bool Accumulate = accumulate;
    public readonly bool Rectify = rectify;
    public readonly bool Stream = stream;
    public readonly bool Adds = adds && accumulate;

    /// <summary>The same, stored past the caches.</summary>
    public TileStart Streamed() => new(Bias, Accumulate, Rectify, stream: true, Adds);
}

/// <summary>
/// The register tile: c[i, j] (+)= sum over k of a[k, i] * b[k, j] for <c>rows</c> rows and <see cref="Columns"/> columns, in the widest
/// vectors of the machine. Each sum runs over k in order, so how a matrix is cut into tiles never changes its bits. The tiles are methods of
/// their own: inlined, their accumulators do not stay in registers.
/// </summary>
internal static unsafe class MicroKernel
{
    /// <summary>The most rows a tile has at any vector width.</summary>
    public const int MaxRows = 12;

    /// <summary>The most columns a tile of two vectors has at any vector width.</summary>
    public const int MaxColumns = 32;

    /// <summary>Columns of a tile: two vectors.</summary>
    public static int Columns => 2 * VectorWidth.FloatLanes;

    /// <summary>The tile height that takes the least time for <paramref name="rows"/> rows; the higher one where two take the same.</summary>
    public static int HeightFor(long rows) =>
        // Lower tiles load more for each multiply-add; the second number is what they reach of the highest's rate, in percent.
        Fastest(rows, VectorWidth.Has512 ? [(12, 100), (8, 93), (6, 85), (4, 70)] : VectorWidth.Has256 ? [(6, 100), (4, 90)] : [(4, 100)]);

    /// <summary>As <see cref="HeightFor"/>, for tiles of three vectors.</summary>
    public static int WideHeightFor(long rows) => VectorWidth.Has512 ? Fastest(rows, [(9, 100), (8, 99), (6, 90)]) : HeightFor(rows);

    private static int Fastest(long rows, ReadOnlySpan<(int Height, int Rate)> tiles)
    {
        var best = tiles[0];
        foreach (var tile in tiles)
            if (Covered(tile.Height) * best.Rate < Covered(best.Height) * tile.Rate) best = tile;
        return best.Height;

        long Covered(int height) => (rows + height - 1) / height * height;
    }

    /// <summary>Whether tiles of such a result fill whole cache lines, which can be stored without being read first.</summary>
    public static bool CanStream(float* c, long ldc) =>
        VectorWidth.Has512 && (nuint)c % (16 * sizeof(float)) == 0 && ldc % 16 == 0;

    /// <summary>The next multiple.</summary>
    public static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    /// <summary>Computes one tile.</summary>
    /// <param name="rows">Its height: one that <see cref="HeightFor"/> gives, or, with AVX-512, 9.</param>
    /// <param name="k">Length of the sums; 0 stores the start values.</param>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand, columns side by side.</param>
    /// <param name="c">Result, columns side by side.</param>
    /// <param name="ldc">Floats from one row to the next in c.</param>
    /// <param name="start">Start values and activation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TLeft, TRight>(int rows, int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        if (VectorWidth.Has512)
        {
            switch (rows)
            {
                case 12: Tile512.Rows12(k, left, right, c, ldc, start); break;
                case 9: Tile512.Rows9(k, left, right, c, ldc, start); break;
                case 8: Tile512.Rows8(k, left, right, c, ldc, start); break;
                case 6: Tile512.Rows6(k, left, right, c, ldc, start); break;
                default: Tile512.Rows4(k, left, right, c, ldc, start); break;
            }
        }
        else if (VectorWidth.Has256)
        {
            if (rows == 6) Tile256.Rows6(k, left, right, c, ldc, start);
            else Tile256.Rows4(k, left, right, c, ldc, start);
        }
        else
        {
            Tile128.Rows4(k, left, right, c, ldc, start);
        }
    }

    /// <summary>Computes one tile of any shape.</summary>
    /// <param name="tile">Its shape: one that <see cref="TileShape.For"/> gives, or two vectors of a wide one.</param>
    /// <param name="k">Length of the sums; 0 stores the start values.</param>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand, columns side by side.</param>
    /// <param name="c">Result, columns side by side.</param>
    /// <param name="ldc">Floats from one row to the next in c.</param>
    /// <param name="start">Start values and activation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TLeft, TRight>(TileShape tile, int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        if (!tile.IsWide)
        {
            Run(tile.Height, k, left, right, c, ldc, start);
            return;
        }
        switch (tile.Height)
        {
            case 9: WideTile512.Rows9(k, left, right, c, ldc, start); break;
            case 8: WideTile512.Rows8(k, left, right, c, ldc, start); break;
            default: WideTile512.Rows6(k, left, right, c, ldc, start); break;
        }
    }

    /// <summary>Computes the first columns of a wide tile, one vector of them.</summary>
    /// <param name="rows">The tile's height.</param>
    /// <param name="k">Length of the sums; 0 stores the start values.</param>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand, columns side by side.</param>
    /// <param name="c">Result, columns side by side.</param>
    /// <param name="ldc">Floats from one row to the next in c.</param>
    /// <param name="start">Start values and activation.</param>
    public static void RunVector<TLeft, TRight>(int rows, int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        switch (rows)
        {
            case 9: NarrowTile512.Rows9(k, left, right, c, ldc, start); break;
            case 8: NarrowTile512.Rows8(k, left, right, c, ldc, start); break;
            default: NarrowTile512.Rows6(k, left, right, c, ldc, start); break;
        }
    }
}
