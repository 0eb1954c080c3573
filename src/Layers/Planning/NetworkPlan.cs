using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>The flat lists of ops of a network and the tensors that they share, before anything has memory.</summary>
internal sealed class NetworkPlan
{
    private readonly PlanBuilder _training;

    /// <param name="graph">The layers.</param>
    /// <param name="options">Input, loss, optimiser and what else shapes the plans.</param>
    /// <exception cref="ShapeException">Shapes do not fit; the message names the layer and the fix.</exception>
    /// <exception cref="ArgumentException">A layer that is to be frozen does not exist or has no parameters.</exception>
    public NetworkPlan(Graph graph, NetworkOptions options)
    {
        if (options.MaxBatch < 1) throw new ShapeException($"A batch has at least 1 item, not {options.MaxBatch}.");
        if (options.AccumulateSteps < 1) throw new ShapeException($"An update takes at least 1 step, not {options.AccumulateSteps}.");
        var input = options.InputShape ?? graph.InputShape
            ?? throw new ShapeException($"{graph.Name} does not fix its input; set NetworkOptions.InputShape to the images' channels, rows and columns.");
        if (graph.InputShape is { } wanted && wanted != input with { N = 1 })
            throw new ShapeException($"{graph.Name} takes {wanted}, but its input is {input with { N = 1 }}; resize the images.");
        Shapes = new ShapedGraph(graph, input);
        Tensors = new PersistentTensors(Shapes, options.Loss, options is { Precision: Precision.Half, Loss: not null, Optimizer: not null });

        _training = new PlanBuilder(Shapes, Tensors, training: options.Loss is not null, options.Frozen);
        var inference = new PlanBuilder(Shapes, Tensors, training: false, averaged: options.AverageDecay is not null);
        var update = new PlanBuilder(Shapes, Tensors, training: true);
        var lossStart = 0;
        inference.Forward();
        ForwardOps = inference.Ops.Count;
        Output = inference.Output;
        if (options.Loss is { } loss)
        {
            inference.Loss(loss);
            _training.Forward();
            lossStart = _training.Ops.Count;
            _training.Loss(loss);
            BackwardStart = _training.Ops.Count;
            var flow = new GradientFlow(_training, options);
            _training.Backward(flow);
            if (options.AccumulateSteps > 1 && options.Optimizer is not null) new GradientFlow(update, options).UpdateFrom(flow);
        }
        (Training, Inference, Update) = (_training.Ops, inference.Ops, update.Ops);
        if (options.Precision == Precision.Float32 && !options.CopiesInsteadOfRounding) return;
        var pass = new PrecisionPass(options, Tensors);
        foreach (var op in Update) pass.CheckUpdate(op);
        (Inference, ForwardOps, _) = pass.Rewrite(Inference, ForwardOps, Inference.Count, Output);
        if (Training.Count > 0) (Training, _, BackwardStart) = pass.Rewrite(pass.Reorder(Training, _training.ParameterGradients), lossStart, BackwardStart, _training.Output);
    }

    public ShapedGraph Shapes { get; }

    public PersistentTensors Tensors { get; }

    /// <summary>A training step; empty without a loss.</summary>
    public IReadOnlyList<PlannedOp> Training { get; private set; }

    /// <summary>The forward pass and, with a loss, its sums.</summary>
    public IReadOnlyList<PlannedOp> Inference { get; private set; }

    /// <summary>The update by gradients that were added up; empty where each step updates.</summary>
    public IReadOnlyList<PlannedOp> Update { get; }

    /// <summary>How many ops of <see cref="Inference"/> the output takes.</summary>
    public int ForwardOps { get; }

    /// <summary>How many ops of <see cref="Training"/> come before the backward pass.</summary>
    public int BackwardStart { get; }

    /// <summary>What inference computes.</summary>
    public PlanTensor Output { get; }

    /// <summary>The output of every node that training computes.</summary>
    public IReadOnlyDictionary<Node, PlanTensor> Values => _training.Values;

    /// <summary>The gradient of every parameter that learns.</summary>
    public IReadOnlyDictionary<PlanTensor, PlanTensor> ParameterGradients => _training.ParameterGradients;

    /// <summary>What is recomputed in the backward pass; nothing unless <see cref="Recompute"/> was called.</summary>
    public IReadOnlyList<RecomputedSegment> Recomputed { get; private set; } = [];

    /// <summary>Measures how the convolutions that leave it open are computed fastest, and computes them so.</summary>
    public void Tune(AlgorithmTuning tuning, ComputeDevice device, int maxBatch)
    {
        Inference = tuning.Tune(Inference, device, maxBatch);
        Training = tuning.Tune(Training, device, maxBatch);
    }

    /// <summary>Lets the backward pass compute again what does not fit into a budget.</summary>
    /// <param name="device">Whose workspaces count.</param>
    /// <param name="maxBatch">The largest batch.</param>
    /// <param name="budget">Bytes of all the network's memory.</param>
    /// <exception cref="DeviceException">The budget is too small even so.</exception>
    public void Recompute(ComputeDevice device, int maxBatch, long budget)
    {
        if (Training.Count == 0) return;
        (Training, Recomputed) = new RecomputeSearch(this, device, maxBatch).Fit(budget);
    }
}
