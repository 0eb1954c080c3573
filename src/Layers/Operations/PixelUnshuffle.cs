using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Makes squares of r x r pixels r² channels: (N, C, H r, W r) gives (N, C r², H, W) with y[c r² + i r + j, h, w] = x[c, h r + i, w r + j],
/// PyTorch's PixelUnshuffle; undoes <see cref="PixelShuffle"/>.
/// </summary>
public sealed class PixelUnshuffle : Layer
{
    private readonly int _factor;

    /// <summary>Creates the layer.</summary>
    /// <param name="factor">r, at least 1; PyTorch's <c>downscale_factor</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1.</exception>
    public PixelUnshuffle(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        _factor = factor;
    }

    /// <inheritdoc/>
    public override string Kind => "pixelunshuffle";

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Window(_factor, _factor);

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        if (input.H % _factor != 0 || input.W % _factor != 0)
            throw new ShapeException($"makes channels of squares of {_factor}x{_factor}, but gets {input}; make rows and columns multiples of {_factor}.");
        var channels = (long)input.C * _factor * _factor;
        return channels <= int.MaxValue
            ? new Shape(1, (int)channels, input.H / _factor, input.W / _factor)
            : throw new ShapeException($"makes {channels:N0} channels of {input}, more than {int.MaxValue:N0}; use a smaller factor.");
    }

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new PixelShuffleBackward(SizesOf(context)), context.Input(), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        if (context.NeedsInputGradient())
            context.Emit(new PixelShuffleForward(SizesOf(context)), context.ReadOnlyOutputGradient, context.InputGradient());
    }

    private ShuffleSizes SizesOf(LayerContext context) =>
        new(context.InputShape().C, context.OutputShape.H, context.OutputShape.W, _factor);
}
