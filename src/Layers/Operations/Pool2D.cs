using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>What max and average pooling share: a window that slides over each channel.</summary>
public abstract class Pool2D : Layer
{
    private readonly Size2D _kernel;
    private readonly Size2D _stride;
    private readonly Padding _padding;
    private readonly bool _ceilMode;
    private readonly Size2D _dilation;

    private protected Pool2D(Size2D kernel, Size2D stride, Padding padding, bool ceilMode, Size2D dilation = default)
    {
        _kernel = Sizes.AtLeastOne(kernel, nameof(kernel));
        _stride = Sizes.AtLeastOne(stride.OrIfUnset(kernel), nameof(stride));
        _dilation = Sizes.AtLeastOne(dilation.OrIfUnset(1), nameof(dilation));
        (_padding, _ceilMode) = (padding, ceilMode);
    }

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Window(_kernel, _stride, _dilation);

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        var window = _padding.Window(_kernel, _stride, _dilation, input);
        if (2L * Math.Max(window.PadTop, window.PadBottom) > _kernel.Height || 2L * Math.Max(window.PadLeft, window.PadRight) > _kernel.Width)
            throw new ShapeException($"padding is at most half of its {_kernel} window; use less padding.");
        Sizes.RequireCountable(window, input);
        return Sizes.Output(
            PoolGeometry.RowsOf(window, input.H, _ceilMode), PoolGeometry.ColumnsOf(window, input.W, _ceilMode), input.C, _kernel, input);
    }

    internal PoolGeometry Geometry(Shape input) =>
        new(input.C, input.H, input.W, _padding.Window(_kernel, _stride, _dilation, input), _ceilMode);
}
