using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// The ops of the cross-entropy between the softmax of the output and targets that are spread, weighted or given as shares: the logarithm of
/// the softmax, then the likelihood of the targets.
/// </summary>
internal sealed class TargetCrossEntropy
{
    private readonly float _labelSmoothing;
    private readonly float[]? _classWeights;
    private readonly bool _soft;

    public TargetCrossEntropy(float labelSmoothing, IReadOnlyList<float>? classWeights, bool soft)
    {
        (_labelSmoothing, _classWeights, _soft) = (labelSmoothing, classWeights?.ToArray(), soft);
        foreach (var weight in _classWeights ?? [])
        {
            if (!(weight >= 0 && float.IsFinite(weight)))
                throw new ArgumentOutOfRangeException(nameof(classWeights), weight, "The weight of a class is finite and at least 0.");
        }
        // Refuses a share outside its range here, where it was given.
        _ = Forward(1);
    }

    public float LabelSmoothing => _labelSmoothing;

    public IReadOnlyList<float>? ClassWeights => _classWeights;

    public void Check(Shape output)
    {
        if (output.ItemCount != output.C)
            throw new ShapeException($"softmax cross-entropy takes one logit a class, but the model puts out {output}; end it with Flatten and Dense.");
        if (_classWeights is { } weights && weights.Length != output.C)
            throw new ShapeException($"{weights.Length} class weights were given, but the model tells {output.C} classes apart; give one for each.");
    }

    public void Forward(LossContext context)
    {
        var logs = Logs(context);
        context.Emit(new SoftmaxForward(1, context.Shape.C, 1, Log: true), context.Prediction, logs);
        context.Emit(Forward(context.Shape.C), [logs, context.Target, .. Weights(context), context.Losses]);
    }

    public void Backward(LossContext context)
    {
        var classes = context.Shape.C;
        var slopes = context.Saved("slopes", context.Shape);
        context.Emit(
            new TargetLikelihoodBackward(classes, _labelSmoothing, _soft, _classWeights is not null), [context.Target, .. Weights(context), slopes]);
        context.Emit(new SoftmaxBackward(1, classes, 1, Log: true), Logs(context), slopes, context.PredictionGradient);
    }

    private TargetLikelihoodForward Forward(int classes) => new(classes, _labelSmoothing, _soft, _classWeights is not null);

    private PlanTensor[] Weights(LossContext context) => _classWeights is null ? [] : [context.Constant("class_weights", _classWeights)];

    private static PlanTensor Logs(LossContext context) => context.Saved("logs", context.Shape);
}
