using ConvGpu.Kernels.Managed;
using ConvGpu.Threading;

namespace ConvGpu.Kernels;

/// <summary>Where minimal filtering can be and is used.</summary>
internal static class WinogradPlan
{
    // Vector operations: of an image's tile per block of channels and of its outputs per block of target channels, with their copies; of a
    // block of filters per channel.
    private const double ImageCost = 330, OutputCost = 280, FilterCost = 220;

    // What direct products and those of tiles reach of the multiply-adds that a core can do.
    private const double DirectShare = 0.85, TileShare = 0.8;

    // Estimates this much better are taken for better.
    private const double Gain = 0.85;

    // For kernels: multiply-adds in the time that an element takes from memory or to it, and the batch that shares the transform of filters.
    private const double KernelBalance = 25, KernelBatch = 8;

    // No GPU has timed these kernels: there the estimate has to be better by more.
    private const double KernelGain = 0.75;

    private static readonly bool _allowed = Environment.GetEnvironmentVariable("CONVGPU_WINOGRAD") != "0";
    private static readonly AsyncLocal<bool> Refused = new();

    /// <summary>Whether <see cref="ConvAlgorithm.Automatic"/> may choose it: not with CONVGPU_WINOGRAD=0.</summary>
    public static bool IsAllowed => _allowed && !Refused.Value;

    /// <summary>Refuses it until the result is disposed, for what the caller's flow of control binds by then.</summary>
    public static IDisposable Refuse()
    {
        Refused.Value = true;
        return new Release();
    }

    /// <summary>Why a convolution cannot be computed so; null where it can.</summary>
    public static string? Refusal(Window2D window, PaddingMode mode) =>
        window is not { KernelHeight: 3, KernelWidth: 3, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1 }
            ? $"the Winograd algorithm takes kernels of 3x3 with stride and dilation 1, not {window.KernelHeight}x{window.KernelWidth} with stride "
                + $"{window.StrideHeight}x{window.StrideWidth} and dilation {window.DilationHeight}x{window.DilationWidth}; use ConvAlgorithm.Direct"
            : mode != PaddingMode.Zero
                ? $"the Winograd algorithm takes zero padding, not {PaddingLimits.Name(mode)} padding; use ConvAlgorithm.Direct"
                : null;

    /// <summary>Whether <see cref="ConvAlgorithm.Automatic"/> chooses it: by counted operations, for a batch of 1, so that no batch differs.</summary>
    public static bool IsChosen(Conv2DGeometry g)
    {
        if (!IsAllowed || Refusal(g.Window, g.PaddingMode) is not null) return false;
        double lanes = VectorWidth.FloatLanes, channels = g.GroupInChannels;
        double tiles = Math.Ceiling(g.OutHeight / 4.0) * Math.Ceiling(g.OutWidth / 4.0);
        double filters = MicroKernel.RoundUp(g.GroupOutChannels, MicroKernel.Columns) / lanes;
        var direct = 9 * channels * Math.Ceiling(g.GroupOutChannels / lanes) * g.OutHeight * g.OutWidth / DirectShare;
        var minimal = tiles * (WinogradTransforms.Area * channels * filters / TileShare
            + Math.Ceiling(channels / lanes) * ImageCost + filters * OutputCost) + channels * filters * FilterCost;
        return minimal < Gain * direct;
    }

    /// <summary>
    /// Whether <see cref="ConvAlgorithm.Automatic"/> chooses it on devices that run kernels: by counted multiply-adds and by elements that the
    /// transforms move, whatever the batch.
    /// </summary>
    public static bool IsChosenForKernels(Conv2DGeometry g)
    {
        if (!IsAllowed || Refusal(g.Window, g.PaddingMode) is not null || !WinogradPasses.Fits(g)) return false;
        double inner = g.GroupInChannels, rows = g.GroupOutChannels, pixels = (double)g.OutHeight * g.OutWidth;
        int outputs = TakesFour(g.OutHeight, g.OutWidth) ? 4 : 2, area = (outputs + 2) * (outputs + 2);
        double tiles = Tiles(g.OutHeight, outputs) * Tiles(g.OutWidth, outputs);
        double moved = inner * pixels + (2 * area * tiles + pixels) * rows + 2 * area * tiles * inner + (2 * area + 9) * inner * rows / KernelBatch;
        double minimal = area * tiles * inner * rows + moved * KernelBalance;
        return minimal < KernelGain * 9 * inner * rows * pixels;
    }

    /// <summary>Whether tiles of 4x4 outputs take fewer multiplications than tiles of 2x2.</summary>
    public static bool TakesFour(int height, int width) =>
        36 * Tiles(height, 4) * Tiles(width, 4) <= 16 * Tiles(height, 2) * Tiles(width, 2);

    private static long Tiles(int size, int outputs) => DeviceTraits.CeilDivide(size, outputs);

    private sealed class Release : IDisposable
    {
        public void Dispose() => Refused.Value = false;
    }
}
