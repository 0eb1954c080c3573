using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>What a loss sees while a plan is made.</summary>
public sealed class LossContext
{
    private readonly PlanBuilder _builder;
    private readonly Dictionary<string, PlanTensor> _saved = [];

    internal LossContext(PlanBuilder builder, PlanTensor prediction, Shape shape, PlanTensor target, PlanTensor losses)
    {
        (_builder, Prediction, Shape, Target, Losses) = (builder, prediction, shape, target, losses);
    }

    /// <summary>The network's output.</summary>
    public PlanTensor Prediction { get; }

    /// <summary>The output's shape for one item.</summary>
    public Shape Shape { get; }

    /// <summary>Class numbers (int32, n) or values (n x the output's elements).</summary>
    public PlanTensor Target { get; }

    /// <summary>The loss of each item (n), to be written in the forward pass.</summary>
    public PlanTensor Losses { get; }

    /// <summary>The gradient of the prediction, to be written in the backward pass.</summary>
    public PlanTensor PredictionGradient => field ??= _builder.NewTensor("loss.gradient", Shape);

    /// <summary>A tensor that the forward pass leaves for the backward pass: the same name gives the same tensor.</summary>
    /// <param name="name">A name within the loss.</param>
    /// <param name="item">The shape for one item.</param>
    public PlanTensor Saved(string name, Shape item)
    {
        if (!_saved.TryGetValue(name, out var tensor)) _saved[name] = tensor = _builder.NewTensor("loss." + name, item);
        return tensor;
    }

    /// <summary>A tensor of given values, copied to the device once; the same name gives the same tensor.</summary>
    /// <param name="name">A name within the loss.</param>
    /// <param name="values">Its values, at least one.</param>
    public PlanTensor Constant(string name, IReadOnlyList<float> values) => _builder.Constant("loss." + name, values);

    /// <summary>Appends an op to the plan.</summary>
    /// <param name="op">What is computed.</param>
    /// <param name="operands">Its operands in the order that docs/ops.md gives.</param>
    public void Emit(Op op, params ReadOnlySpan<PlanTensor> operands) => _builder.Emit("loss", op, operands);
}
