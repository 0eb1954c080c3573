using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Rewrites a training step so that activations of some segments are dropped after the forward pass and computed again when the backward
/// pass first reads one (Chen et al., 2016, Training Deep Nets with Sublinear Memory Cost). What a segment hands on in the forward pass
/// is kept; ops are deterministic, so every bit is the same.
/// </summary>
internal sealed class RecomputePass
{
    private readonly IReadOnlyList<PlannedOp> _ops;
    private readonly int _backwardStart, _maxBatch;
    private readonly List<Step> _steps = [];
    private readonly Dictionary<PlanTensor, int> _owner = [], _lastForward = [];
    private readonly HashSet<PlanTensor> _readBackward = [];
    private readonly List<PlanTensor>[] _owned;

    public RecomputePass(NetworkPlan plan, int maxBatch)
    {
        (_ops, _backwardStart, _maxBatch) = (plan.Training, plan.BackwardStart, maxBatch);
        // What a step changes for good: a second time would count it twice.
        HashSet<PlanTensor> kept =
        [
            .. plan.Tensors.Buffers.Values.SelectMany(b => b),
            .. new[] { plan.Tensors.LossSums, plan.Tensors.Correct, plan.Tensors.Loss }.OfType<PlanTensor>(),
        ];
        for (var i = 0; i < _backwardStart; i++)
        {
            if (_steps.Count == 0 || _ops[_steps[^1].First].Layer != _ops[i].Layer) _steps.Add(new Step(_ops[i].Layer, i, i, true));
            var repeats = !_ops[i].Operands.Any(kept.Contains) || !ReferenceEquals(_ops[i].Op.Again(), _ops[i].Op);
            _steps[^1] = _steps[^1] with { End = i + 1, Repeats = _steps[^1].Repeats && repeats };
            foreach (var tensor in Transient(i))
            {
                _owner.TryAdd(tensor, _steps.Count - 1);
                _lastForward[tensor] = _steps.Count - 1;
            }
        }
        for (var i = _backwardStart; i < _ops.Count; i++) _readBackward.UnionWith(Transient(i).Where(_owner.ContainsKey));
        _owned = [.. _steps.Select(_ => new List<PlanTensor>())];
        foreach (var (tensor, step) in _owner) _owned[step].Add(tensor);
    }

    /// <summary>How many layers the forward pass has, those of the loss included.</summary>
    public int Steps => _steps.Count;

    /// <summary>Floating-point operations of a layer's forward pass.</summary>
    public long Flops(int step) => Range(step).Sum(i => _ops[i].Op.Flops(_maxBatch));

    /// <summary>Bytes that a layer's forward pass must move.</summary>
    public long Traffic(int step) => Range(step).Sum(i => _ops[i].Op.Bytes(_maxBatch));

    /// <summary>Bytes of a layer that the backward pass reads.</summary>
    public long Saved(int step) => _owned[step].Where(_readBackward.Contains).Sum(Bytes);

    /// <summary>Bytes that layers before <paramref name="step"/> hand on to it and those behind.</summary>
    public long Crossing(int step) => _owner.Where(o => o.Value < step && _lastForward[o.Key] >= step).Sum(o => Bytes(o.Key));

    /// <summary>The step with some segments computed again.</summary>
    /// <param name="segments">Ranges of layers, in order, none overlapping.</param>
    public (IReadOnlyList<PlannedOp> Ops, IReadOnlyList<RecomputedSegment> Segments) Rewrite(IReadOnlyList<(int First, int End)> segments)
    {
        var plans = segments.Select(s => Plan(s.First, s.End)).Where(s => s.Dropped.Count > 0).ToList();
        var segmentOf = new Dictionary<PlanTensor, Segment>();
        foreach (var plan in plans)
        {
            foreach (var tensor in plan.Dropped) segmentOf[tensor] = plan;
        }
        List<PlannedOp> ops = [.. _ops.Take(_backwardStart)];
        for (var i = _backwardStart; i < _ops.Count; i++)
        {
            foreach (var tensor in _ops[i].Operands)
            {
                if (segmentOf.TryGetValue(tensor, out var segment) && !segment.IsDone) Repeat(segment, ops);
            }
            ops.Add(_ops[i] with { Operands = [.. _ops[i].Operands.Select(t => segmentOf.TryGetValue(t, out var segment) ? segment.Copies[t] : t)] });
        }
        return (ops, [.. plans.Select(p => new RecomputedSegment(
            _steps[p.Steps[0]].Layer, _steps[p.Steps[^1]].Layer, p.Steps.Count, p.Dropped.Sum(Bytes), p.Steps.Sum(Flops)))]);
    }

    private void Repeat(Segment segment, List<PlannedOp> ops)
    {
        segment.IsDone = true;
        foreach (var i in segment.Steps.SelectMany(Range))
            ops.Add(new PlannedOp(_ops[i].Layer, _ops[i].Op.Again(), [.. _ops[i].Operands.Select(t => segment.Copies.GetValueOrDefault(t, t))]));
    }

    private Segment Plan(int first, int end)
    {
        bool IsInside(PlanTensor t) => _owner.TryGetValue(t, out var o) && o >= first && o < end && _lastForward[t] < end && _steps[o].Repeats;
        var dropped = Enumerable.Range(first, end - first).SelectMany(s => _owned[s]).Where(t => IsInside(t) && _readBackward.Contains(t)).ToHashSet();
        var needed = new SortedSet<int>();
        var open = new Stack<int>(dropped.Select(t => _owner[t]));
        while (open.TryPop(out var step))
        {
            if (!needed.Add(step)) continue;
            foreach (var tensor in Range(step).SelectMany(Transient).Where(IsInside)) open.Push(_owner[tensor]);
        }
        var copies = needed.SelectMany(s => _owned[s]).ToDictionary(t => t, t => t.Again());
        return new Segment([.. needed], dropped, copies);
    }

    private IEnumerable<int> Range(int step) => Enumerable.Range(_steps[step].First, _steps[step].End - _steps[step].First);

    private IEnumerable<PlanTensor> Transient(int op) => _ops[op].Operands.Where(t => !t.IsPersistent);

    private long Bytes(PlanTensor tensor) => tensor.Bytes(_maxBatch);

    /// <summary>The ops of a layer's forward pass.</summary>
    private readonly record struct Step(string Layer, int First, int End, bool Repeats);

    /// <summary>What is computed again: its layers, what was dropped, and what stands for each tensor they write.</summary>
    private sealed record Segment(IReadOnlyList<int> Steps, HashSet<PlanTensor> Dropped, Dictionary<PlanTensor, PlanTensor> Copies)
    {
        public bool IsDone { get; set; }
    }
}
