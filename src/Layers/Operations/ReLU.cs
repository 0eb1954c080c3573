using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>y = max(x, 0), element by element. Behind a convolution or dense layer it is computed there.</summary>
public sealed class ReLU : Layer
{
    /// <inheritdoc/>
    public override string Kind => "relu";

    /// <inheritdoc/>
    public override bool TakesVolumes => true;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new ReLUForward((int)context.OutputShape.ItemCount), context.Input(), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        if (!context.NeedsInputGradient()) return;
        context.Emit(
            new ReLUBackward((int)context.OutputShape.ItemCount), context.Output, context.ReadOnlyOutputGradient, context.InputGradientOver());
    }
}
