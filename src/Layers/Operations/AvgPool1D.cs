using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>The average of each window along (N, C, L).</summary>
public sealed class AvgPool1D : Pool1D
{
    private readonly bool _countPadding;

    /// <summary>Creates the layer.</summary>
    /// <param name="kernel">Elements of the window, at least 1.</param>
    /// <param name="stride">Steps of the window; the kernel's size unless given.</param>
    /// <param name="padding">Elements in front and behind, at most half the kernel; none unless given.</param>
    /// <param name="ceilMode">Whether a window that only partly fits at the end counts.</param>
    /// <param name="countPadding">Whether padding counts as elements of value 0 in the average.</param>
    public AvgPool1D(int kernel, int stride = 0, Padding1D padding = default, bool ceilMode = false, bool countPadding = true)
        : base(kernel, stride, padding, ceilMode) => _countPadding = countPadding;

    /// <inheritdoc/>
    public override string Kind => "avgpool1d";

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        PoolPasses.Average(context, new AvgPool2DForward(Geometry(context.InputShape()), _countPadding));

    /// <inheritdoc/>
    public override void Backward(LayerContext context) =>
        PoolPasses.AverageBackward(context, () => new AvgPool2DBackward(Geometry(context.InputShape()), _countPadding));
}
