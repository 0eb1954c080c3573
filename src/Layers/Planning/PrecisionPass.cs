using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Rewrites a list of ops so that activations and their gradients lie in 16 bits between the ops that use them. Ops compute with float32:
/// what one writes is rounded behind it, and, where it is not read by the very next op alone, stored in 16 bits and widened again before each
/// op that reads it. Weights are rounded before an op that reads them.
/// </summary>
internal sealed class PrecisionPass
{
    private readonly StorageType? _type;
    private readonly bool _scales;
    private readonly int _maxBatch;
    private readonly HashSet<PlanTensor> _weights;
    private readonly Dictionary<PlanTensor, Track> _tracks = [];
    private readonly HashSet<PlanTensor> _exact = [];
    private List<PlannedOp> _result = [];

    /// <param name="options">The precision.</param>
    /// <param name="tensors">Whose parameters and averages are weights.</param>
    public PrecisionPass(NetworkOptions options, PersistentTensors tensors)
    {
        _type = options.CopiesInsteadOfRounding ? null : options.Precision == Precision.Half ? StorageType.Half : StorageType.BFloat16;
        (_scales, _maxBatch) = (tensors.LossScale is not null, options.MaxBatch);
        // One value an output: biases, and scales of normalisation, which cost nothing as they are.
        var parameters = tensors.Parameters.Values.SelectMany(p => p).Where(p => p.Shape.ItemCount > 1).ToList();
        _weights = [];
        if (_type is null) return;
        _weights.UnionWith(parameters);
        if (options.AverageDecay is not null) _weights.UnionWith(parameters.Select(p => GradientFlow.AverageOf(tensors, p)));
    }

    /// <summary>Rewrites a list.</summary>
    /// <param name="ops">The ops.</param>
    /// <param name="lossStart">Where the ops of the loss begin, which see and write float32.</param>
    /// <param name="lossEnd">Where they end.</param>
    /// <param name="output">The network's output, which stays float32.</param>
    /// <returns>The new list, and where the ops of the loss begin and end in it.</returns>
    /// <exception cref="NotSupportedException">An update is computed by a kernel of the user's, which cannot be left out.</exception>
    public (IReadOnlyList<PlannedOp> Ops, int LossStart, int LossEnd) Rewrite(IReadOnlyList<PlannedOp> ops, int lossStart, int lossEnd, PlanTensor output)
    {
        _result = [];
        _tracks.Clear();
        _exact.Clear();
        _exact.Add(output);
        for (var i = lossStart; i < lossEnd; i++) _exact.UnionWith(ops[i].Operands);
        var time = 0;
        foreach (var op in ops)
            if (Tracked(op).Any()) Note(op, time++);
        time = 0;
        int start = 0, end = 0;
        for (var i = 0; i <= ops.Count; i++)
        {
            if (i == lossStart) start = _result.Count;
            if (i == lossEnd) end = _result.Count;
            if (i == ops.Count) break;
            if (ops[i] is { IsUpdate: true }) CheckUpdate(ops[i]);
            if (Tracked(ops[i]).Any()) Convert(ops[i], time++);
            else _result.Add(ops[i]);
        }
        return (_result, start, end);
    }

    /// <summary>Looks at an op of an update: one that the loss scale has to be able to leave out.</summary>
    /// <exception cref="NotSupportedException">It is a kernel of the user's, which cannot be left out.</exception>
    public void CheckUpdate(PlannedOp op)
    {
        if (_scales && op.Op is KernelOp own)
            throw new NotSupportedException(
                $"{own.Name} is a kernel of your own, and an update in half precision must be left out where a gradient overflows: "
                + $"train in Precision.BFloat16, or with an optimiser of the library.");
    }

    /// <summary>
    /// Lets the gradient of a layer's input come before that of its weights, where the weights are the larger: the rounded ones are then gone
    /// when their gradient takes as much memory.
    /// </summary>
    /// <param name="ops">A training step.</param>
    /// <param name="gradients">The gradient of every parameter.</param>
    public IReadOnlyList<PlannedOp> Reorder(IReadOnlyList<PlannedOp> ops, IReadOnlyDictionary<PlanTensor, PlanTensor> gradients)
    {
        var (result, written) = (ops.ToList(), gradients.Values.ToHashSet());
        for (var i = 0; i + 1 < result.Count; i++)
        {
            var (first, second) = (result[i], result[i + 1]);
            if (first.IsUpdate || second.IsUpdate || first.Op is KernelOp || second.Op is KernelOp) continue;
            var weights = second.Operands.FirstOrDefault(t => _weights.Contains(t) && gradients.TryGetValue(t, out var g) && first.Operands.Contains(g));
            if (weights is null || second.Operands.Any(written.Contains) || second.Operands.Distinct().Count() < second.Operands.Length) continue;
            // What the second writes is what the first does not know.
            var others = second.Operands.Where(t => t != weights && !first.Operands.Contains(t)).Sum(t => t.Bytes(_maxBatch));
            if (weights.Bytes(1) > others) (result[i], result[i + 1]) = (second, first);
        }
        return result;
    }

    private IEnumerable<PlanTensor> Tracked(PlannedOp op) => op.IsUpdate ? [] : op.Operands.Where(t => IsStored(t) || _weights.Contains(t)).Distinct();

    private bool IsStored(PlanTensor tensor) => tensor is { HoldsFloats: true, IsPersistent: false, BytesPerItem: > 0 } && !_exact.Contains(tensor);

    private void Note(PlannedOp op, int time)
    {
        foreach (var tensor in Tracked(op))
        {
            if (!_tracks.TryGetValue(tensor, out var track)) _tracks[tensor] = track = new Track();
            // What an op writes it either makes, or takes in two places; an op of the user's may do as it likes.
            var writes = track.Uses.Count == 0 || op.Op is KernelOp || op.Operands.Count(t => t == tensor) > 1;
            track.Uses.Add((time, writes && !_weights.Contains(tensor)));
        }
    }

    private void Convert(PlannedOp op, int time)
    {
        var tensors = Tracked(op).ToList();
        foreach (var tensor in tensors) Bring(op.Layer, tensor, _tracks[tensor]);
        _result.Add(op with { Operands = [.. op.Operands.Select(t => _tracks.TryGetValue(t, out var track) && tensors.Contains(t) ? track.Current! : t)] });
        foreach (var tensor in tensors) Leave(op.Layer, tensor, _tracks[tensor], time);
    }

    /// <summary>Before an op: its tensors are there as float32.</summary>
    private void Bring(string layer, PlanTensor tensor, Track track)
    {
        if (track.Current is not null) return;
        if (_weights.Contains(tensor))
        {
            track.Current = PlanTensor.Whole(tensor.Name + " rounded", tensor.Shape);
            Emit(layer, new Round(tensor.Shape.Count, _type!.Value, PerItem: false), tensor, track.Current);
        }
        else if (track.Next == 0)
        {
            track.Current = tensor;
        }
        else
        {
            track.Current = PlanTensor.PerItem(tensor.Name + " widened", tensor.Shape);
            Emit(layer, _type is { } type ? new Widen(Count(tensor), type) : Copy(tensor), track.Stored!, track.Current);
        }
    }

    /// <summary>Behind an op: what it wrote is rounded, and stored where it must wait.</summary>
    private void Leave(string layer, PlanTensor tensor, Track track, int time)
    {
        var isWritten = track.Uses[track.Next++].Writes;
        var isLast = track.Next == track.Uses.Count;
        if (isWritten && !isLast)
        {
            if (track.Waits())
            {
                track.Stored ??= Store(tensor);
                Emit(layer, _type is { } type ? new Narrow(Count(tensor), type) : Copy(tensor), track.Current!, track.Stored);
            }
            else if (_type is { } type)
            {
                Emit(layer, new Round(Count(tensor), type), track.Current!, track.Current!);
            }
        }
        if (isLast || track.Uses[track.Next].Time > time + 1) track.Current = null;
    }

    private PlanTensor Store(PlanTensor tensor) => _type is null
        ? PlanTensor.PerItem(tensor.Name + " stored", tensor.Shape)
        : new PlanTensor($"{tensor.Name} in 16 bits", tensor.Shape, tensor.Shape.ItemCount * sizeof(ushort), 0);

    private static Scale Copy(PlanTensor tensor) => new(Count(tensor), 1);

    private static int Count(PlanTensor tensor) => checked((int)tensor.Shape.ItemCount);

    private void Emit(string layer, Op op, params ReadOnlySpan<PlanTensor> operands) => _result.Add(new PlannedOp(layer, op, operands.ToArray()));

    /// <summary>Where a tensor is used, and where it is at the moment.</summary>
    private sealed class Track
    {
        /// <summary>The ops that use it, counted among those that use any such tensor.</summary>
        public List<(int Time, bool Writes)> Uses { get; } = [];

        /// <summary>The next of <see cref="Uses"/>.</summary>
        public int Next { get; set; }

        /// <summary>It as float32; null between uses.</summary>
        public PlanTensor? Current { get; set; }

        /// <summary>It in 16 bits.</summary>
        public PlanTensor? Stored { get; set; }

        /// <summary>Whether some op lies between this use and a later one, before it is written again.</summary>
        public bool Waits()
        {
            for (var i = Next; i < Uses.Count; i++)
            {
                if (Uses[i].Time > Uses[i - 1].Time + 1) return true;
                if (Uses[i].Writes) return false;
            }
            return false;
        }
    }
}
