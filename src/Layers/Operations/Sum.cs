using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Adds two or more inputs of the same shape element by element, as residual connections do; the output has that shape. All inputs share
/// the output's gradient, which is not copied.
/// </summary>
public sealed class Sum : Layer
{
    /// <inheritdoc/>
    public override string Kind => "sum";

    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override bool TakesMoreInputs => true;

    /// <inheritdoc/>
    public override bool TakesVolumes => true;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Sizes.Equal(inputs, "adds");

    /// <inheritdoc/>
    public override void Forward(LayerContext context)
    {
        var op = new Add((int)context.OutputShape.ItemCount);
        context.Emit(op, context.Input(0), context.Input(1), context.Output);
        for (var i = 2; i < context.InputCount; i++) context.Emit(op, context.Output, context.Input(i), context.Output);
    }

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        for (var i = 0; i < context.InputCount; i++) context.PassGradient(i);
    }
}
