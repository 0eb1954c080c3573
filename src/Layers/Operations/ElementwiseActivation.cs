using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>What layers share that apply a function element by element; any shape. The backward pass is in place.</summary>
public abstract class ElementwiseActivation : Layer
{
    private readonly ActivationFunction _function;

    private protected ElementwiseActivation(ActivationFunction function) => _function = function;

    /// <inheritdoc/>
    public override string Kind => _function.Name;

    /// <inheritdoc/>
    public override bool TakesVolumes => true;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new ActivationForward((int)context.OutputShape.ItemCount, _function), context.Input(), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        if (!context.NeedsInputGradient()) return;
        var kept = _function.BackwardTakesOutput ? context.Output : context.Input();
        context.Emit(
            new ActivationBackward((int)context.OutputShape.ItemCount, _function), kept, context.ReadOnlyOutputGradient, context.InputGradientOver());
    }
}
