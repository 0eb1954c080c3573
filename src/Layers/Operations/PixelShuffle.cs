using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Makes groups of r² channels the pixels of one r times as high and wide: (N, C r², H, W) gives (N, C, H r, W r) with
/// y[c, h r + i, w r + j] = x[c r² + i r + j, h, w], PyTorch's PixelShuffle (Shi et al., 2016).
/// </summary>
public sealed class PixelShuffle : Layer
{
    private readonly int _factor;

    /// <summary>Creates the layer.</summary>
    /// <param name="factor">r, at least 1; PyTorch's <c>upscale_factor</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1.</exception>
    public PixelShuffle(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        _factor = factor;
    }

    /// <inheritdoc/>
    public override string Kind => "pixelshuffle";

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Transposed(_factor, _factor);

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var (input, square) = (inputs[0], (long)_factor * _factor);
        if (input.C % square != 0)
            throw new ShapeException($"makes pixels of {square} channels each, but gets {input}; give it a multiple of {square} channels.");
        return Sizes.Enlarged(input with { C = (int)(input.C / square) }, (_factor, _factor));
    }

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new PixelShuffleForward(SizesOf(context)), context.Input(), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        if (context.NeedsInputGradient())
            context.Emit(new PixelShuffleBackward(SizesOf(context)), context.ReadOnlyOutputGradient, context.InputGradient());
    }

    private ShuffleSizes SizesOf(LayerContext context) =>
        new(context.OutputShape.C, context.InputShape().H, context.InputShape().W, _factor);
}
