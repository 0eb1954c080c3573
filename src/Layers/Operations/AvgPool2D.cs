using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>The average of each window.</summary>
public sealed class AvgPool2D : Pool2D
{
    private readonly bool _countPadding;

    /// <summary>Creates the layer.</summary>
    /// <param name="kernel">Rows and columns of the window, at least 1.</param>
    /// <param name="stride">Steps of the window; the kernel's size unless given.</param>
    /// <param name="padding">Padding, at most half the kernel; none unless given.</param>
    /// <param name="ceilMode">Whether a window that only partly fits at the lower or right edge counts.</param>
    /// <param name="countPadding">Whether padding counts as elements of value 0 in the average.</param>
    public AvgPool2D(Size2D kernel, Size2D stride = default, Padding padding = default, bool ceilMode = false, bool countPadding = true)
        : base(kernel, stride, padding, ceilMode) => _countPadding = countPadding;

    /// <inheritdoc/>
    public override string Kind => "avgpool2d";

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        PoolPasses.Average(context, new AvgPool2DForward(Geometry(context.InputShape()), _countPadding));

    /// <inheritdoc/>
    public override void Backward(LayerContext context) =>
        PoolPasses.AverageBackward(context, () => new AvgPool2DBackward(Geometry(context.InputShape()), _countPadding));
}
