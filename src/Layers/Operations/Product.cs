using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>Multiplies two inputs of the same shape element by element, as gates do; the output has that shape.</summary>
public sealed class Product : Layer
{
    /// <inheritdoc/>
    public override string Kind => "product";

    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override bool TakesVolumes => true;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Sizes.Equal(inputs, "multiplies");

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new Multiply((int)context.OutputShape.ItemCount), context.Input(0), context.Input(1), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        var op = new Multiply((int)context.OutputShape.ItemCount);
        var gradient = context.ReadOnlyOutputGradient;
        var both = context.NeedsInputGradient(0) && context.NeedsInputGradient(1);
        if (both) context.Emit(op, gradient, context.Input(0), context.InputGradient(1));
        else if (context.NeedsInputGradient(1)) context.Emit(op, gradient, context.Input(0), context.InputGradientOver(1));
        if (context.NeedsInputGradient(0)) context.Emit(op, gradient, context.Input(1), context.InputGradientOver(0));
    }
}
