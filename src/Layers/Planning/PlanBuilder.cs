using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>One op of a plan before it is bound.</summary>
internal readonly record struct PlannedOp(string Layer, Op Op, PlanTensor[] Operands)
{
    /// <summary>Whether it belongs to what happens to gradients of parameters, rather than to a layer.</summary>
    public bool IsUpdate { get; init; }
}

/// <summary>Turns a graph into a flat list of ops: forward, loss, backward, updates.</summary>
internal sealed class PlanBuilder
{
    private readonly PersistentTensors _persistent;
    private readonly Graph _graph;
    private readonly List<PlannedOp> _ops = [];
    private readonly Dictionary<Node, PlanTensor> _values = [];
    private readonly NodeGradients _gradients;
    private readonly Dictionary<PlanTensor, PlanTensor> _parameterGradients = [];
    private readonly Dictionary<(Node, string), PlanTensor> _saved = [];
    private readonly HashSet<Node> _learning = [];
    private readonly HashSet<Node> _frozen;
    private readonly Dictionary<Node, Node> _fusedReLU = [];
    private readonly bool _averaged;
    private bool _updating;

    /// <param name="shapes">The graph.</param>
    /// <param name="persistent">The tensors that outlive a step.</param>
    /// <param name="training">Whether layers behave as in training.</param>
    /// <param name="frozen">Names of layers that do not learn.</param>
    /// <param name="averaged">Whether layers see the averages of parameters in their place.</param>
    public PlanBuilder(
        ShapedGraph shapes, PersistentTensors persistent, bool training, IReadOnlyCollection<string>? frozen = null, bool averaged = false)
    {
        _averaged = averaged;
        _frozen = [.. (frozen ?? []).Select(name => FindFrozen(shapes, name))];
        (Shapes, _persistent, Training, _graph) = (shapes, persistent, training, shapes.Graph);
        _gradients = new NodeGradients(this);
        FindLearningNodes();
        FindFusedActivations();
    }

    public ShapedGraph Shapes { get; }

    public bool Training { get; }

    public PlanTensor State => _persistent.State;

    /// <summary>The loss scale; null where gradients are not scaled.</summary>
    public PlanTensor? LossScale => _persistent.LossScale;

    /// <summary>The gradient that the loss writes.</summary>
    public PlanTensor OutputGradient => _gradients.Shared(_graph.Output);

    public IReadOnlyList<PlannedOp> Ops => _ops;

    /// <summary>The gradients of the parameters, in the order in which they become known.</summary>
    public IReadOnlyDictionary<PlanTensor, PlanTensor> ParameterGradients => _parameterGradients;

    /// <summary>The output of every node that the plan computes.</summary>
    public IReadOnlyDictionary<Node, PlanTensor> Values => _values;

    public PlanTensor Output => Value(_graph.Output);

    public PlanTensor Value(Node node) => _values[node];

    public NodeGradients Gradients => _gradients;

    public PlanTensor Parameter(Node node, int index)
    {
        var parameter = _persistent.Parameters[node][index];
        return _averaged ? GradientFlow.AverageOf(_persistent, parameter) : parameter;
    }

    public PlanTensor Buffer(Node node, int index) => _persistent.Buffers[node][index];

    public PlanTensor Constant(string name, IReadOnlyList<float> values) => _persistent.Constant(name, values);

    public PlanTensor Slot(PlanTensor parameter, string name) => _persistent.Slot(parameter, name);

    public bool NeedsGradient(Node node) => _learning.Contains(node);

    public Activation FusedActivation(Node node) => _fusedReLU.ContainsKey(node) ? Activation.ReLU : Activation.None;

    public PlanTensor NewTensor(string name, Shape item) => PlanTensor.PerItem(name, item);

    public PlanTensor Saved(Node node, string name, long bytesPerItem)
    {
        if (!_saved.TryGetValue((node, name), out var tensor))
            _saved[(node, name)] = tensor = new PlanTensor($"{node.Name}.{name}", Shapes[node], bytesPerItem, 0);
        return tensor;
    }

    public PlanTensor SavedWhole(Node node, string name, Shape shape)
    {
        if (!_saved.TryGetValue((node, name), out var tensor)) _saved[(node, name)] = tensor = PlanTensor.Whole($"{node.Name}.{name}", shape);
        return tensor;
    }

    public PlanTensor ParameterGradient(Node node, int index)
    {
        var parameter = Parameter(node, index);
        if (!_parameterGradients.TryGetValue(parameter, out var gradient))
            _parameterGradients[parameter] = gradient = PlanTensor.Whole(parameter.Name + ".gradient", parameter.Shape);
        return gradient;
    }

    public PlanTensor NewGradient(Node node)
    {
        var gradient = PlanTensor.PerItem(node.Name + ".gradient", Shapes[node]);
        _gradients.Add(node, gradient);
        return gradient;
    }

    public void PassGradient(Node from, Node to)
    {
        if (NeedsGradient(to)) _gradients.Add(to, _gradients.Shared(from));
    }

    public PlanTensor GradientOver(Node from, Node to)
    {
        if (!_gradients.IsOwned(from) || Shapes[from].ItemCount != Shapes[to].ItemCount) return NewGradient(to);
        _gradients.Add(to, _gradients.Shared(from));
        return _gradients.Shared(from);
    }

    public void Emit(string layer, Op op, ReadOnlySpan<PlanTensor> operands)
    {
        if (operands.Length != op.OperandCount)
            throw new InvalidOperationException($"{layer}: {op.Name} takes {op.OperandCount} operands, but {operands.Length} were given.");
        _ops.Add(new PlannedOp(layer, op, operands.ToArray()) { IsUpdate = _updating });
    }

    public void Forward()
    {
        foreach (var node in Shapes.Nodes)
        {
            if (node.Layer is not { } layer)
            {
                _values[node] = _persistent.Input;
                continue;
            }
            var source = node.Inputs[0];
            if (layer.IsIdentity(Training) || _fusedReLU.ContainsKey(source))
            {
                _values[node] = _values[source];
                continue;
            }
            _values[node] = PlanTensor.PerItem(node.Name + ".output", Shapes[node]);
            layer.Forward(new LayerContext(this, node));
        }
    }

    /// <summary>The loss of each item, its sums, and in training its gradient.</summary>
    public void Loss(Loss loss)
    {
        var shape = Shapes.Output;
        loss.Check(shape);
        var losses = PlanTensor.PerItem("loss.items", new Shape(1));
        var context = new LossContext(this, Output, shape, _persistent.Target!, losses);
        loss.Forward(context);
        context.Emit(new Add(1), _persistent.LossSums!, losses, _persistent.LossSums!);
        if (_persistent.Labels is { } labels) context.Emit(new CountCorrect(shape.C), Output, labels, _persistent.Correct!);
        if (!Training) return;
        context.Emit(new BatchMean(), losses, _persistent.Loss!);
        loss.Backward(context);
        _gradients.Add(_graph.Output, context.PredictionGradient);
    }

    /// <summary>The gradients, last layer first, each handed on as soon as its layer needs it no more.</summary>
    /// <exception cref="NotSupportedException">A layer has no gradient, or wrote none for a parameter or an input.</exception>
    public void Backward(GradientFlow flow)
    {
        if (!_learning.Contains(_graph.Output))
            throw new ShapeException($"{_graph.Name} has nothing to learn: none of its layers has parameters{(_frozen.Count > 0 ? " that are not frozen" : "")}.");
        Updating(flow.Begin);
        foreach (var node in Shapes.Nodes.Reverse())
        {
            if (node.Layer is not { } layer || !_learning.Contains(node)) continue;
            if (_gradients.Count(node) == 0)
                throw new NotSupportedException($"{node.Name}: no gradient of its output was emitted by the layers behind it.");
            _gradients.Sum(node);
            var before = node.Inputs.Distinct().ToDictionary(i => i, _gradients.Count);
            layer.Backward(new LayerContext(this, node));
            RequireInputGradients(node, before);
            _gradients.Release(node);
            HandOn(node, flow);
        }
        Updating(flow.End);
    }

    /// <summary>Emits ops that belong to no layer.</summary>
    private void Updating(Action emit)
    {
        _updating = true;
        emit();
        _updating = false;
    }

    // A node that takes another twice gives it two gradients. A missing one would leave a sum of gradients that looks sound.
    private void RequireInputGradients(Node node, Dictionary<Node, int> before)
    {
        foreach (var input in before.Keys.Where(_learning.Contains))
        {
            int wanted = node.Inputs.Where((i, at) => i == input && node.Layer!.HasGradientOf(at)).Count(), given = _gradients.Count(input) - before[input];
            if (given != wanted)
            {
                throw new NotSupportedException(
                    $"{node.Name}: its backward pass gave {given} gradients for its input {input.Name} instead of {wanted}; call InputGradient, "
                    + "InputGradientOver or PassGradient once for every input that NeedsInputGradient asks for.");
            }
        }
    }

    private void HandOn(Node node, GradientFlow flow)
    {
        if (_frozen.Contains(node)) return;
        foreach (var parameter in _persistent.Parameters[node])
        {
            if (!_parameterGradients.TryGetValue(parameter, out var gradient))
                throw new NotSupportedException($"{node.Name}: no gradient of {parameter.Name} was emitted.");
            Updating(() => flow.Add(new KnownGradient(node.Name, parameter, gradient)));
        }
    }

    private void FindLearningNodes()
    {
        foreach (var node in Shapes.Nodes)
        {
            if ((Shapes.Parameters(node).Count > 0 && !_frozen.Contains(node)) || node.Inputs.Where((_, at) => node.Layer!.HasGradientOf(at)).Any(_learning.Contains)) _learning.Add(node);
        }
    }

    private static Node FindFrozen(ShapedGraph shapes, string name)
    {
        var learned = shapes.Nodes.Where(n => shapes.Parameters(n).Count > 0).ToList();
        return learned.Find(n => n.Name == name) ?? throw new ArgumentException(
            $"{shapes.Graph.Name} has no layer '{name}' with parameters to freeze; it has {string.Join(", ", learned.Select(n => n.Name))}.");
    }

    private void FindFusedActivations()
    {
        foreach (var node in Shapes.Nodes.Where(n => n.Layer is ReLU))
        {
            var source = node.Inputs[0];
            var alone = Shapes.Nodes.Count(n => n.Inputs.Contains(source)) == 1 && source != _graph.Output;
            if (alone && source.Layer is { FusesActivation: true }) _fusedReLU[source] = node;
        }
    }
}
