using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>y = x / 2, element by element; any shape.</summary>
public sealed class Halve : Layer
{
    /// <inheritdoc/>
    public override string Kind => "halve";

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new Scale((int)context.OutputShape.ItemCount, 0.5f), context.Input(), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context) =>
        context.Emit(new Scale((int)context.OutputShape.ItemCount, 0.5f), context.ReadOnlyOutputGradient, context.InputGradientOver());
}
