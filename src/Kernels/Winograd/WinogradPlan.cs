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

    /// <summary>Whether <see cref="ConvAlgorithm.Automatic"/> may choose it: not with CONVGPU_WINOGRAD=0.</summary>
    public static bool IsAllowed { get; set; } = Environment.GetEnvironmentVariable("CONVGPU_WINOGRAD") != "0";

    /// <summary>Refuses it until the result is disposed, for what is bound by then.</summary>
    public static IDisposable Refuse() => new Refused();

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

    private sealed class Refused : IDisposable
    {
        private readonly bool _before = IsAllowed;

        public Refused() => IsAllowed = false;

        public void Dispose() => IsAllowed = _before;
    }
}
