using System.Runtime.InteropServices;
using ConvGpu.Kernels;
using ILGPU.Runtime;

namespace ConvGpu;

/// <summary>
/// A graph on a device: parameters, memory, and the flat lists of ops for training and for inference. A step allocates nothing.
/// </summary>
public sealed partial class Network : IDisposable
{
    private readonly NetworkPlan _plan;
    private readonly PersistentTensors _tensors;
    private readonly PlanMemory _memory;
    private readonly ExecutionPlan? _training;
    private readonly ExecutionPlan _inference;
    private readonly PlanReplay? _trainingReplay;
    private readonly PlanReplay _inferenceReplay;
    private readonly ExecutionPlan? _update;
    private readonly PlanReplay? _updateReplay;
    private readonly ExecutionPlan? _reset;
    private readonly float[] _lossSums;
    private readonly int[] _indices;
    private float _learningRate = float.NaN;
    private int _stepsSinceUpdate;
    private bool _disposed;

    /// <summary>Infers shapes, makes the plans, allocates and initialises.</summary>
    /// <param name="graph">The layers.</param>
    /// <param name="device">Where to compute; it must outlive the network.</param>
    /// <param name="options">Batch, seed, loss and optimiser.</param>
    /// <exception cref="ShapeException">Shapes do not fit; the message names the layer and the fix.</exception>
    /// <exception cref="ArgumentException">A layer that is to be frozen does not exist or has no parameters.</exception>
    /// <exception cref="DeviceException">The device, or the budget, has too little memory.</exception>
    public Network(Graph graph, ComputeDevice device, NetworkOptions options)
    {
        (Device, Options) = (device, options);
        var (plan, layout) = Lay(graph, device, options);
        (_plan, _tensors, Memory) = (plan, plan.Tensors, layout.Memory);

        _memory = new PlanMemory(layout, device);
        try
        {
            _inference = new ExecutionPlan(plan.Inference, device, options.MaxBatch, _memory.Workspaces[1]);
            _inferenceReplay = new PlanReplay(device, _inference);
            if (options.Loss is not null)
            {
                // Scaled gradients may overflow: that update is left out.
                var checkedOps = _tensors.LossScale is null ? int.MaxValue : plan.BackwardStart;
                _training = new ExecutionPlan(plan.Training, device, options.MaxBatch, _memory.Workspaces[0], checkedOps);
                _trainingReplay = new PlanReplay(device, _training);
                if (plan.Update.Count > 0)
                {
                    _update = new ExecutionPlan(plan.Update, device, options.MaxBatch, _memory.Workspaces[2], _tensors.LossScale is null ? int.MaxValue : 0);
                    _updateReplay = new PlanReplay(device, _update);
                }
                PlannedOp[] reset =
                [
                    new("reset", new Fill(options.MaxBatch, 0), [_tensors.LossSums!]),
                    // The float 0 has the bits of the int 0.
                    new("reset", new Fill(1, 0), [_tensors.Correct!]),
                ];
                _reset = new ExecutionPlan(reset, device, options.MaxBatch, new Operand[reset.Length]);
            }
            InitializeParameters();
            InitializeState();
        }
        catch
        {
            Release();
            throw;
        }
        _lossSums = new float[options.MaxBatch];
        _indices = new int[Shapes.IndexLimit is null ? 0 : options.MaxBatch * InputShape.ItemCount];
        _labels = new int[options.Loss?.Target == TargetKind.Shares ? options.MaxBatch : 0];
    }

    /// <summary>Where the network computes.</summary>
    public ComputeDevice Device { get; }

    /// <summary>How the network was made.</summary>
    public NetworkOptions Options { get; }

    /// <summary>The input's shape for one item.</summary>
    public Shape InputShape => Shapes.Input;

    /// <summary>The output's shape for one item.</summary>
    public Shape OutputShape => Shapes.Output;

    /// <summary>Learned values in all.</summary>
    public long ParameterCount => Shapes.ParameterCount;

    /// <summary>The memory that the network takes.</summary>
    public NetworkMemory Memory { get; }

    /// <summary>The learning rate of the next training step. Setting it copies 4 bytes where it changed.</summary>
    public float LearningRate
    {
        get => _learningRate;
        set
        {
            RequireLive();
            if (value == _learningRate) return;
            _learningRate = value;
            ReadOnlySpan<int> bits = [BitConverter.SingleToInt32Bits(value)];
            Device.CopyToDevice(bits, _tensors.State.Memory.AsInt().SubView(DeviceState.LearningRate, 1));
        }
    }

    internal ShapedGraph Shapes => _plan.Shapes;

    /// <summary>How many numbers of items have their training step recorded as one launch.</summary>
    internal int RecordedSteps => _trainingReplay?.Records ?? 0;

    /// <summary>Makes the plans and says where their memory goes; allocates nothing.</summary>
    internal static (NetworkPlan Plan, PlanLayout Layout) Lay(Graph graph, ComputeDevice device, NetworkOptions options)
    {
        var plan = new NetworkPlan(graph, options);
        if (options.Tuning is { } tuning) plan.Tune(tuning, device, options.MaxBatch);
        if (options.MemoryBudget is { } budget)
        {
            if (options.KeepActivations)
                throw new ArgumentException("A network that keeps its activations drops none for a memory budget: set KeepActivations or MemoryBudget.", nameof(options));
            plan.Recompute(device, options.MaxBatch, budget);
        }
        return (plan, new PlanLayout(plan, device, options.MaxBatch, options.KeepActivations));
    }

    /// <summary>
    /// Enqueues one training step over the first <paramref name="n"/> items of the batch; with <see cref="NetworkOptions.AccumulateSteps"/>
    /// the parameters change after that many.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network has no loss.</exception>
    public void TrainStep(int n)
    {
        RequireBatch(n);
        (_trainingReplay ?? throw NoLoss()).Run(n);
        if (_updateReplay is not null && ++_stepsSinceUpdate == Options.AccumulateSteps) Update();
    }

    /// <summary>
    /// Enqueues the update by the gradients that were added up since the last one, where there are fewer steps than
    /// <see cref="NetworkOptions.AccumulateSteps"/> left; does nothing where there are none.
    /// </summary>
    public void Update()
    {
        RequireLive();
        if (_stepsSinceUpdate == 0) return;
        _stepsSinceUpdate = 0;
        _updateReplay!.Run(1);
    }

    /// <summary>Enqueues forward pass and loss over the first <paramref name="n"/> items; sums grow, parameters stay.</summary>
    /// <exception cref="InvalidOperationException">The network has no loss.</exception>
    public void EvaluateStep(int n)
    {
        RequireBatch(n);
        if (_training is null) throw NoLoss();
        _inferenceReplay.Run(n);
    }

    /// <summary>Runs the forward pass and copies the output to the host.</summary>
    /// <param name="n">Items of the batch.</param>
    /// <param name="output">Room for n items of the output's shape.</param>
    /// <exception cref="ShapeException">The batch is too large, or the room too small.</exception>
    public void Predict(int n, Span<float> output)
    {
        RequireBatch(n);
        var values = n * OutputShape.ItemCount;
        if (output.Length < values)
            throw new ShapeException($"The output of {n} items is {values} values ({OutputShape with { N = n }}), but there is room for {output.Length}.");
        EnqueueForward(n);
        Device.CopyToHost(_plan.Output.Memory.AsFloat(), output[..(int)values]);
    }

    /// <summary>Enqueues the forward pass over the first <paramref name="n"/> items; the output stays on the device.</summary>
    internal void EnqueueForward(int n)
    {
        RequireBatch(n);
        _inference.Run(n, _plan.ForwardOps);
    }

    /// <summary>The mean loss of the last training step; waits for it.</summary>
    public float ReadLoss()
    {
        RequireLive();
        Span<float> loss = stackalloc float[1];
        Device.CopyToHost((_tensors.Loss ?? throw NoLoss()).Memory.AsFloat(), loss);
        return loss[0];
    }

    /// <summary>What gradients are scaled by at the moment; waits for the last training step.</summary>
    /// <exception cref="InvalidOperationException">Nothing is scaled: the network does not train in <see cref="Precision.Half"/>.</exception>
    public float ReadLossScale()
    {
        RequireLive();
        Span<float> scale = stackalloc float[1];
        var tensor = _tensors.LossScale ?? throw new InvalidOperationException("Gradients are not scaled: the network does not train in Precision.Half.");
        Device.CopyToHost(tensor.Memory.AsFloat(), scale);
        return scale[0];
    }

    /// <summary>Sets the sums that <see cref="ReadSums"/> reads to zero.</summary>
    public void ResetSums()
    {
        RequireLive();
        (_reset ?? throw NoLoss()).Run(1);
    }

    /// <summary>The sum of the losses and the number of right predictions of all items since the last reset.</summary>
    public (double Loss, int Correct) ReadSums()
    {
        RequireLive();
        Span<int> correct = stackalloc int[1];
        Device.CopyToHost((_tensors.LossSums ?? throw NoLoss()).Memory.AsFloat(), _lossSums.AsSpan());
        Device.CopyToHost(_tensors.Correct!.Memory.AsInt(), correct);
        var sum = 0.0;
        foreach (var loss in _lossSums) sum += loss;
        return (sum, correct[0]);
    }

    /// <summary>Frees the network's device memory; what computes or copies throws <see cref="ObjectDisposedException"/> from then on.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Release();
    }

    private static InvalidOperationException NoLoss() => new("The network was made without a loss: set NetworkOptions.Loss to train or evaluate.");

    // Also called for a network that was not finished.
    private void Release()
    {
        _trainingReplay?.Dispose();
        _updateReplay?.Dispose();
        _update?.Dispose();
        _inferenceReplay?.Dispose();
        _training?.Dispose();
        _inference?.Dispose();
        _reset?.Dispose();
        _memory.Dispose();
    }

    // Bound ops hold addresses, which are somebody else's memory once the network's or the device's is freed.
    private void RequireLive()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ObjectDisposedException.ThrowIf(Device.IsDisposed, Device);
    }

    private void RequireBatch(int n)
    {
        RequireLive();
        if (n < 1 || n > Options.MaxBatch)
            throw new ShapeException($"A batch of {n} was given to a network made for 1 to {Options.MaxBatch} items.");
    }

    private void RequireItems(int length, long itemCount, string what)
    {
        if (length == 0 || length % itemCount != 0 || length / itemCount > Options.MaxBatch)
        {
            throw new ShapeException(
                $"{length} values are no batch of {what}: an item has {itemCount}, and a batch 1 to {Options.MaxBatch} items.");
        }
    }

    private void InitializeState()
    {
        Span<int> state = stackalloc int[DeviceState.Length];
        state[DeviceState.SeedLow] = (int)(uint)Options.Seed;
        state[DeviceState.SeedHigh] = (int)(uint)(Options.Seed >> 32);
        Device.CopyToDevice<int>(state, _tensors.State.Memory.AsInt());
        LearningRate = Options.Optimizer?.LearningRate ?? 0;
        if (_tensors.LossScale is { } scale)
            Device.CopyToDevice<int>([BitConverter.SingleToInt32Bits(Options.LossScaling.Initial), 0], scale.Memory.AsInt());
        foreach (var (tensor, values) in _tensors.Constants) Device.CopyToDevice<float>(values, tensor.Memory.AsFloat());
    }
}
