using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// What pooling into a given number of rows and columns shares. As in PyTorch, output o of an axis covers the inputs from
/// floor(o In / Out) up to, but not including, ceil((o + 1) In / Out); more outputs than inputs repeat them.
/// </summary>
public abstract class AdaptivePool : Layer
{
    private readonly Size2D _output;
    private readonly bool _isSequence;

    private protected AdaptivePool(Size2D output, bool isSequence) =>
        (_output, _isSequence) = (Sizes.AtLeastOne(output, nameof(output)), isSequence);

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = _isSequence ? Sizes.OneRow(inputs[0]) : inputs[0];
        if (!AdaptivePoolGeometry.IsCountable(input.H, _output.Height) || !AdaptivePoolGeometry.IsCountable(input.W, _output.Width))
            throw new ShapeException($"pools {input} into {_output}: input times output size is beyond {int.MaxValue:N0}; use a smaller output.");
        return new Shape(1, input.C, _output.Height, _output.Width);
    }

    // The windows of an input that is no multiple of the output differ by an element; this is the largest.
    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        if (_output == new Size2D(1, 1)) return Footprint.Whole;
        return Footprint.Window(
            (Largest(input.H, _output.Height), Largest(input.W, _output.Width)),
            (Math.Max(input.H / _output.Height, 1), Math.Max(input.W / _output.Width, 1)));
    }

    private protected AdaptivePoolGeometry Geometry(Shape input) => new(input.C, input.H, input.W, _output.Height, _output.Width);

    private static int Largest(int input, int output) => input % output == 0 ? input / output : input / output + (output % (input % output) == 0 ? 1 : 2);
}

/// <summary>The maximum of each window of an <see cref="AdaptivePool"/>; of equal maxima the first, row by row, gets the gradient.</summary>
public abstract class AdaptiveMaxPool : AdaptivePool
{
    private protected AdaptiveMaxPool(Size2D output, bool isSequence) : base(output, isSequence)
    {
    }

    /// <inheritdoc/>
    public sealed override void Forward(LayerContext context) =>
        PoolPasses.Max(context, new AdaptiveMaxPool2DForward(Geometry(context.InputShape())));

    /// <inheritdoc/>
    public sealed override void Backward(LayerContext context) =>
        PoolPasses.MaxBackward(context, () => new AdaptiveMaxPool2DBackward(Geometry(context.InputShape())));
}

/// <summary>The average of each window of an <see cref="AdaptivePool"/>.</summary>
public abstract class AdaptiveAvgPool : AdaptivePool
{
    private protected AdaptiveAvgPool(Size2D output, bool isSequence) : base(output, isSequence)
    {
    }

    /// <inheritdoc/>
    public sealed override void Forward(LayerContext context) =>
        PoolPasses.Average(context, new AdaptiveAvgPool2DForward(Geometry(context.InputShape())));

    /// <inheritdoc/>
    public sealed override void Backward(LayerContext context) =>
        PoolPasses.AverageBackward(context, () => new AdaptiveAvgPool2DBackward(Geometry(context.InputShape())));
}
