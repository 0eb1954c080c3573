using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>The maximum of each window. Padding never wins; of equal maxima the first, row by row, gets the gradient.</summary>
public sealed class MaxPool2D : Pool2D
{
    /// <summary>Creates the layer.</summary>
    /// <param name="kernel">Rows and columns of the window, at least 1.</param>
    /// <param name="stride">Steps of the window; the kernel's size unless given.</param>
    /// <param name="padding">Padding, at most half the kernel; none unless given.</param>
    /// <param name="ceilMode">Whether a window that only partly fits at the lower or right edge counts.</param>
    /// <param name="dilation">Distance between the window's elements; 1 unless given.</param>
    public MaxPool2D(Size2D kernel, Size2D stride = default, Padding padding = default, bool ceilMode = false, Size2D dilation = default)
        : base(kernel, stride, padding, ceilMode, dilation)
    {
    }

    /// <inheritdoc/>
    public override string Kind => "maxpool2d";

    /// <inheritdoc/>
    public override void Forward(LayerContext context) => PoolPasses.Max(context, new MaxPool2DForward(Geometry(context.InputShape())));

    /// <inheritdoc/>
    public override void Backward(LayerContext context) =>
        PoolPasses.MaxBackward(context, () => new MaxPool2DBackward(Geometry(context.InputShape())));
}
