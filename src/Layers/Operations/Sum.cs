using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>Adds two inputs of the same shape, as residual connections do.</summary>
public sealed class Sum : Layer
{
    /// <inheritdoc/>
    public override string Kind => "sum";

    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0] == inputs[1]
        ? inputs[0]
        : throw new ShapeException($"adds inputs of {inputs[0]} and {inputs[1]}; make their channels and sizes equal.");

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new Add((int)context.OutputShape.ItemCount), context.Input(0), context.Input(1), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        // The first input takes over the gradient's memory, so the second gets its copy before.
        if (context.NeedsInputGradient(1))
            context.Emit(new Scale((int)context.OutputShape.ItemCount, 1), context.OutputGradient, context.InputGradient(1));
        if (context.NeedsInputGradient(0)) context.PassGradient(0);
    }
}
