namespace ConvGpu;

/// <summary>The Lp norm of each window along (N, C, L), by the rules of <see cref="LpPool2D"/>.</summary>
public sealed class LpPool1D : Pool1D
{
    private readonly LpPasses _passes;

    /// <summary>Creates the layer.</summary>
    /// <param name="norm">p, from 1 to 64; PyTorch's <c>norm_type</c>.</param>
    /// <param name="kernel">Elements of the window, at least 1.</param>
    /// <param name="stride">Steps of the window; the kernel's size unless given.</param>
    /// <param name="ceilMode">Whether a window that only partly fits at the end counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public LpPool1D(float norm, int kernel, int stride = 0, bool ceilMode = false) : base(kernel, stride, default, ceilMode) =>
        _passes = new LpPasses(norm);

    /// <inheritdoc/>
    public override string Kind => "lppool1d";

    /// <inheritdoc/>
    public override void Forward(LayerContext context) => _passes.Forward(context, Geometry(context.InputShape()));

    /// <inheritdoc/>
    public override void Backward(LayerContext context) => _passes.Backward(context, Geometry(context.InputShape()));
}
