using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>The maximum of each window along (N, C, L). Padding never wins; of equal maxima the first gets the gradient.</summary>
public sealed class MaxPool1D : Pool1D
{
    /// <summary>Creates the layer.</summary>
    /// <param name="kernel">Elements of the window, at least 1.</param>
    /// <param name="stride">Steps of the window; the kernel's size unless given.</param>
    /// <param name="padding">Elements in front and behind, at most half the kernel; none unless given.</param>
    /// <param name="ceilMode">Whether a window that only partly fits at the end counts.</param>
    public MaxPool1D(int kernel, int stride = 0, Padding1D padding = default, bool ceilMode = false) : base(kernel, stride, padding, ceilMode)
    {
    }

    /// <inheritdoc/>
    public override string Kind => "maxpool1d";

    /// <inheritdoc/>
    public override void Forward(LayerContext context) => PoolPasses.Max(context, new MaxPool2DForward(Geometry(context.InputShape())));

    /// <inheritdoc/>
    public override void Backward(LayerContext context) =>
        PoolPasses.MaxBackward(context, () => new MaxPool2DBackward(Geometry(context.InputShape())));
}
