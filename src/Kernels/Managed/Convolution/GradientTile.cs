using System.Runtime.CompilerServices;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>The positions that a tile of weights is summed over, and the distances in memory between planes and batch items.</summary>
internal readonly struct GradientBlock(int items, int positions, int gradientPlane, long gradientItem, long imageItem)
{
    public readonly int Items = items;
    public readonly int Positions = positions;
    public readonly int GradientPlane = gradientPlane;
    public readonly nint GradientItem = (nint)gradientItem;
    public readonly nint ImageItem = (nint)imageItem;
}

/// <summary>
/// The register tile of a convolution's weight gradient: sums[filter * stride + tap] += sum over items and positions q of
/// dy[filter, q] * x[offsets[tap] + q].
/// </summary>
internal static unsafe class GradientTile
{
    /// <summary>Taps of a tile.</summary>
    public const int Taps = 4;

    /// <summary>The most filters a tile has.</summary>
    public const int MaxFilters = 6;

    /// <summary>The tile height that wastes the fewest of <paramref name="filters"/>; the higher one where two waste the same.</summary>
    public static int HeightFor(int filters)
    {
        if (!VectorWidth.Has512) return 2;
        var best = MaxFilters;
        foreach (var height in (ReadOnlySpan<int>)[4, 2])
            if (MicroKernel.RoundUp(filters, height) < MicroKernel.RoundUp(filters, best)) best = height;
        return best;
    }

    /// <summary>
    /// Computes one tile; positions are a multiple of the float lanes. <paramref name="ahead"/> is a run as long that may be needed soon: it is
    /// called for where vectors have 256 bits or more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(int filters, in GradientBlock block, float* dy, float* x, int* offsets, float* ahead, float* sums, nint stride)
    {
        if (VectorWidth.Has512)
        {
            if (filters == 6) GradientTile512.Filters6(block, dy, x, offsets, ahead, sums, stride);
            else if (filters == 4) GradientTile512.Filters4(block, dy, x, offsets, ahead, sums, stride);
            else GradientTile512.Filters2(block, dy, x, offsets, ahead, sums, stride);
        }
        else if (VectorWidth.Has256)
        {
            GradientTile256.Filters2(block, dy, x, offsets, ahead, sums, stride);
        }
        else
        {
            GradientTile128.Filters2(block, dy, x, offsets, sums, stride);
        }
    }
}
