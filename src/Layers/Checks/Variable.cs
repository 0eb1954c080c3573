using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>Puts out a batch that it learns, so that the gradient of what stands behind it can be read; its input plays no part.</summary>
internal sealed class Variable(Shape shape, int batch) : Layer
{
    public override string Kind => "variable";

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => shape with { N = 1 };

    public override IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<Shape> inputs) =>
        [new("value", shape with { N = batch }, 1, 1, Initializer.Zeros)];

    public override void Forward(LayerContext context) => context.Emit(Copy(), context.Parameter(0), context.Output);

    public override void Backward(LayerContext context) => context.Emit(Copy(), context.ReadOnlyOutputGradient, context.ParameterGradient(0));

    private Scale Copy() => new(checked((int)(shape with { N = 1 }).Count), 1);
}

/// <summary>A loss whose gradient is its target: the sum of the outputs times the target, which the gradient check adds up itself.</summary>
internal sealed class ProbeLoss : Loss
{
    public override TargetKind Target => TargetKind.Values;

    public override void Check(Shape output)
    {
        // Any output has a sum.
    }

    public override void Forward(LossContext context) =>
        context.Emit(new ElementLossForward((int)context.Shape.ItemCount, ElementLoss.Squared), context.Prediction, context.Target, context.Losses);

    public override void Backward(LossContext context) =>
        context.Emit(new Scale((int)context.Shape.ItemCount, 1), context.Target, context.PredictionGradient);
}
