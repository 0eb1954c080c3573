using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>The tensors of a network that outlive a step: input, target, parameters, buffers, optimiser state, sums.</summary>
internal sealed class PersistentTensors
{
    private readonly Dictionary<(PlanTensor, string), PlanTensor> _slots = [];
    private readonly Dictionary<string, (PlanTensor, float[])> _constants = [];

    public PersistentTensors(ShapedGraph shapes, Loss? loss, bool scalesLoss = false)
    {
        Input = PlanTensor.PerItem("input", shapes.Input, persistent: true, floats: shapes.IndexLimit is null);
        State = new PlanTensor("state", new Shape(DeviceState.Length), 0, DeviceState.Bytes) { IsPersistent = true };
        foreach (var node in shapes.Nodes)
        {
            Parameters[node] = Kept(node, shapes.Parameters(node));
            Buffers[node] = Kept(node, shapes.Buffers(node));
        }
        if (loss is null) return;
        if (scalesLoss) LossScale = PlanTensor.Whole("loss_scale", new Shape(Kernels.LossScale.Length), persistent: true, floats: false);
        // A class number is as wide as a float.
        Target = PlanTensor.PerItem("target", loss.Target == TargetKind.Class ? new Shape(1) : shapes.Output, persistent: true,
            floats: loss.Target != TargetKind.Class);
        Labels = loss.Target switch
        {
            TargetKind.Class => Target,
            TargetKind.Shares => PlanTensor.PerItem("labels", new Shape(1), persistent: true, floats: false),
            _ => null,
        };
        LossSums = PlanTensor.PerItem("loss sums", new Shape(1), persistent: true);
        Correct = PlanTensor.Whole("correct", new Shape(1), persistent: true, floats: false);
        Loss = PlanTensor.Whole("loss", new Shape(1), persistent: true);
    }

    public PlanTensor Input { get; }

    public PlanTensor State { get; }

    public PlanTensor? Target { get; }

    /// <summary>What gradients are scaled by; null where they are not.</summary>
    public PlanTensor? LossScale { get; }

    /// <summary>The class that is right for each item (int32); null where the loss knows none.</summary>
    public PlanTensor? Labels { get; }

    /// <summary>For each place in the batch the sum of its losses since the last reset.</summary>
    public PlanTensor? LossSums { get; }

    /// <summary>Right predictions since the last reset (int32).</summary>
    public PlanTensor? Correct { get; }

    /// <summary>The mean loss of the last training step.</summary>
    public PlanTensor? Loss { get; }

    public Dictionary<Node, PlanTensor[]> Parameters { get; } = [];

    /// <summary>What layers keep beside their parameters; no optimiser changes it.</summary>
    public Dictionary<Node, PlanTensor[]> Buffers { get; } = [];

    public IEnumerable<PlanTensor> Slots => _slots.Values;

    /// <summary>Tensors of given values.</summary>
    public IEnumerable<(PlanTensor Tensor, float[] Values)> Constants => _constants.Values;

    public IEnumerable<PlanTensor> All =>
        new[] { Input, State, Target, Labels == Target ? null : Labels, LossScale, LossSums, Correct, Loss }.OfType<PlanTensor>()
            .Concat(Parameters.Values.SelectMany(p => p)).Concat(Buffers.Values.SelectMany(b => b)).Concat(Slots)
            .Concat(Constants.Select(c => c.Tensor));

    public PlanTensor Slot(PlanTensor parameter, string name)
    {
        if (!_slots.TryGetValue((parameter, name), out var slot))
            _slots[(parameter, name)] = slot = PlanTensor.Whole($"{parameter.Name}.{name}", parameter.Shape, persistent: true);
        return slot;
    }

    public PlanTensor Constant(string name, IReadOnlyList<float> values)
    {
        if (!_constants.TryGetValue(name, out var constant))
            _constants[name] = constant = (PlanTensor.Whole(name, new Shape(values.Count), persistent: true), [.. values]);
        return constant.Item1;
    }

    private static PlanTensor[] Kept(Node node, IReadOnlyList<ParameterSpec> specs) =>
        [.. specs.Select(s => PlanTensor.Whole($"{node.Name}.{s.Name}", s.Shape, persistent: true))];
}
