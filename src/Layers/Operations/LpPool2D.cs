namespace ConvGpu;

/// <summary>
/// The Lp norm of each window, y = (sum x^p)^(1/p), as PyTorch's LpPool2d has it: the powers keep their signs, so that an odd p sums negative
/// elements as negative ones, and a negative sum has no root (NaN) unless p is 1; with p no whole number a negative element is NaN already.
/// Windows that ceil mode cuts off are scaled up to a whole window's elements. Where y is 0 the gradient is 0. With p 1 it is sum pooling;
/// with a large p it comes near the maximum.
/// </summary>
public sealed class LpPool2D : Pool2D
{
    private readonly LpPasses _passes;

    /// <summary>Creates the layer.</summary>
    /// <param name="norm">p, from 1 to 64; PyTorch's <c>norm_type</c>.</param>
    /// <param name="kernel">Rows and columns of the window, at least 1.</param>
    /// <param name="stride">Steps of the window; the kernel's size unless given.</param>
    /// <param name="ceilMode">Whether a window that only partly fits at the lower or right edge counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public LpPool2D(float norm, Size2D kernel, Size2D stride = default, bool ceilMode = false) : base(kernel, stride, Padding.Valid, ceilMode) =>
        _passes = new LpPasses(norm);

    /// <inheritdoc/>
    public override string Kind => "lppool2d";

    /// <inheritdoc/>
    public override void Forward(LayerContext context) => _passes.Forward(context, Geometry(context.InputShape()));

    /// <inheritdoc/>
    public override void Backward(LayerContext context) => _passes.Backward(context, Geometry(context.InputShape()));
}
