namespace ConvGpu;

/// <summary>
/// Chooses which layers the backward pass computes again so that a network fits a budget: the cheapest of some dozens of cuts of the
/// forward pass, each laid out in full, less what still fits when it is kept.
/// </summary>
internal sealed class RecomputeSearch(NetworkPlan plan, ComputeDevice device, int maxBatch)
{
    // Below so many operations a byte moved a layer costs memory traffic, not arithmetic: activations, normalisation, pooling.
    private const double CheapIntensity = 8;

    // Sizes of segments that are tried, as shares of all that is kept for the backward pass.
    private const int Sizes = 24;
    private const double Ratio = 0.8;

    private readonly RecomputePass _pass = new(plan, maxBatch);
    private readonly WorkspaceSizes _workspaces = new(device, maxBatch);

    /// <summary>The step that fits.</summary>
    /// <exception cref="DeviceException">None does; the message says what the smallest takes.</exception>
    public (IReadOnlyList<PlannedOp> Ops, IReadOnlyList<RecomputedSegment> Segments) Fit(long budget)
    {
        var persistent = plan.Tensors.All.Sum(t => ArenaLayout.Align(t.Bytes(maxBatch)));
        var others = Math.Max(ArenaBytes(plan.Inference), ArenaBytes(plan.Update));
        var arena = budget - persistent;
        if (ArenaBytes(plan.Training) <= arena && others <= arena) return (plan.Training, []);

        var tried = Candidates().Select(Try).ToList();
        var fits = tried.Where(t => t.Bytes <= arena).ToList();
        if (fits.Count == 0 || others > arena)
        {
            throw new DeviceException(
                $"{plan.Shapes.Graph.Name} takes at least {persistent + Math.Max(others, tried.Min(t => t.Bytes)):N0} bytes on {device.Id} for a batch of "
                + $"{maxBatch}, {persistent:N0} of them for parameters, optimiser and input, even when activations are computed again; "
                + $"the budget is {budget:N0}. Use a smaller batch or a larger budget.");
        }
        var best = fits.MinBy(t => (t.Flops, t.Bytes));
        return _pass.Rewrite(WithoutNeedless(best, arena));
    }

    private IReadOnlyList<(int First, int End)> WithoutNeedless(Tried best, long arena)
    {
        foreach (var segment in best.Cut.OrderByDescending(s => Enumerable.Range(s.First, s.End - s.First).Sum(_pass.Flops)).ToList())
        {
            var fewer = Try([.. best.Cut.Where(s => s != segment)]);
            if (fewer.Bytes <= arena) best = fewer;
        }
        return best.Cut;
    }

    private IEnumerable<IReadOnlyList<(int First, int End)>> Candidates()
    {
        yield return Runs(0, _pass.Steps, IsCheap);
        var all = Enumerable.Range(0, _pass.Steps).Sum(_pass.Saved);
        var size = (double)all;
        for (var i = 0; i < Sizes; i++, size *= Ratio)
        {
            var cut = Cut(size);
            yield return cut;
            // The layers behind the last cut keep their costly values: the backward pass begins with them.
            if (cut.Count > 1) yield return [.. cut.SkipLast(1), .. Runs(cut[^1].First, cut[^1].End, IsCheap)];
        }
    }

    private bool IsCheap(int step) => _pass.Flops(step) < CheapIntensity * _pass.Traffic(step);

    private static IReadOnlyList<(int First, int End)> Runs(int begin, int end, Func<int, bool> belongs)
    {
        var runs = new List<(int First, int End)>();
        for (var i = begin; i < end; i++)
        {
            if (!belongs(i)) continue;
            if (runs.Count > 0 && runs[^1].End == i) runs[^1] = (runs[^1].First, i + 1);
            else runs.Add((i, i + 1));
        }
        return runs;
    }

    // Segments of about so many bytes, each cut where the least is handed on: in a residual net behind a sum.
    private IReadOnlyList<(int First, int End)> Cut(double size)
    {
        var segments = new List<(int First, int End)>();
        for (var first = 0; first < _pass.Steps;)
        {
            var end = first;
            var bytes = 0.0;
            while (end < _pass.Steps && (end == first || bytes + _pass.Saved(end) <= size)) bytes += _pass.Saved(end++);
            if (end < _pass.Steps)
                end = Enumerable.Range(first + 1, end - first).Where(c => c - first > (end - first) / 2).MinBy(c => (_pass.Crossing(c), -c));
            segments.Add((first, end));
            first = end;
        }
        return segments;
    }

    private Tried Try(IReadOnlyList<(int First, int End)> cut)
    {
        var (ops, segments) = _pass.Rewrite(cut);
        return new Tried(cut, ArenaBytes(ops), segments.Sum(s => s.Flops));
    }

    private long ArenaBytes(IReadOnlyList<PlannedOp> ops) =>
        new ArenaLayout(new TransientTensors(ops, _workspaces).Lifetimes, device.LargestAllocation).SlabBytes.Sum();

    private readonly record struct Tried(IReadOnlyList<(int First, int End)> Cut, long Bytes, long Flops);
}
