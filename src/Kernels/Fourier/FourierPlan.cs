using System.Numerics;

namespace ConvGpu.Kernels;

/// <summary>
/// The sizes of the transforms of a convolution: the padded image at the next powers of two. A circular convolution of that size wraps
/// around only where no output is read.
/// </summary>
internal sealed class FourierPlan(Conv2DGeometry geometry)
{
    /// <summary>The longest line that is transformed.</summary>
    public const int MaxLength = 1 << FourierKernels.LogPoints;

    // Twice what is as fast.
    private const int ProductsAPoint = 500;

    /// <summary>Rows of the padded image.</summary>
    public int PaddedHeight { get; } = (int)geometry.Window.PaddedHeight(geometry.InHeight);

    /// <summary>Columns of the padded image.</summary>
    public int PaddedWidth { get; } = (int)geometry.Window.PaddedWidth(geometry.InWidth);

    /// <summary>Rows of a transform.</summary>
    public int Height => Length(PaddedHeight);

    /// <summary>Columns of a transform.</summary>
    public int Width => Length(PaddedWidth);

    /// <summary>Complex bins of the transform of one image; the others are their conjugates.</summary>
    public int Bins => Height * (Width / 2 + 1);

    /// <summary>Why a convolution cannot be computed through transforms; null where it can.</summary>
    public static string? Refusal(Window2D window, int height, int width)
    {
        if (window.StrideHeight != 1 || window.StrideWidth != 1 || window.DilationHeight != 1 || window.DilationWidth != 1)
        {
            return $"the Fft algorithm takes stride 1x1 and dilation 1x1, not stride {window.StrideHeight}x{window.StrideWidth} and dilation "
                + $"{window.DilationHeight}x{window.DilationWidth}; use ConvAlgorithm.Direct";
        }
        var longest = Math.Max(window.PaddedHeight(height), window.PaddedWidth(width));
        return longest <= MaxLength ? null
            : $"the Fft algorithm transforms up to {MaxLength} rows and columns, but the padded image has {longest}; use ConvAlgorithm.Direct";
    }

    /// <summary>
    /// Whether transforms are expected to take at most half the time of the direct sums on the host, for one image as for many: a product of
    /// the sums takes a 250th of the time of a point of a transform there (docs/ops.md), and the filters' transforms are counted for each image.
    /// </summary>
    public static bool Pays(Conv2DGeometry geometry)
    {
        if (Refusal(geometry.Window, geometry.InHeight, geometry.InWidth) is not null) return false;
        var plan = new FourierPlan(geometry);
        var filters = (long)geometry.OutChannels * geometry.GroupInChannels;
        var points = (geometry.InChannels + geometry.OutChannels + filters) * ((long)plan.Height * plan.Width);
        return geometry.Flops(1) / 2 >= ProductsAPoint * (Int128)points;
    }

    // At least two, since rows are transformed in pairs.
    private static int Length(int size) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(size, 2));
}
