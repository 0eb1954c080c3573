using System.Numerics;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Work on the groups of batch items, each on its own: a chunk is some groups. A group is runs of elements that share a weight; where each
/// element has its own it is one run, whose weights lie side by side.
/// </summary>
internal abstract unsafe class GroupJob(GroupSizes sizes) : ParallelJob
{
    private const int WantedLength = 16 * 1024;

    private readonly int _grain = Math.Max(WantedLength / sizes.Length, 1);
    private long _groups;

    /// <summary>The weights; null where there are none.</summary>
    public required float* Weights { get; init; }

    protected int Length => sizes.Length;

    /// <summary>Whether every element of a run has a weight of its own.</summary>
    protected bool HasOwnWeights => Weights != null && sizes.Plane == 1;

    /// <summary>Elements of a run.</summary>
    protected int RunLength => Weights != null && sizes.Plane > 1 ? sizes.Plane : sizes.Length;

    public void Run(int n)
    {
        _groups = (long)n * sizes.Groups;
        WorkerPool.Run(this, new ChunkedRange(_groups, _grain).Count);
    }

    public sealed override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(_groups, _grain);
        for (var group = range.Start(chunk); group < range.End(chunk); group++) Group(group, group * sizes.Length);
    }

    /// <summary>Computes a group, whose elements begin at <paramref name="start"/>.</summary>
    protected abstract void Group(long group, long start);

    /// <summary>The number of the weight of an element, or of the first of a run.</summary>
    protected int Parameter(long element) => (int)(element / sizes.Plane % sizes.Parameters);
}

/// <summary>y = w (x - mean) inverse + b with mean and inverse deviation of each group, which are kept.</summary>
internal sealed unsafe class GroupNormForwardJob(GroupSizes sizes, float epsilon) : GroupJob(sizes)
{
    public required float* X { get; init; }

    public required float* Bias { get; init; }

    public required float* Y { get; init; }

    public required float* Mean { get; init; }

    public required float* Inverse { get; init; }

    protected override void Group(long group, long start)
    {
        var mean = VectorSum.Of(X + start, Length) / Length;
        var variance = PlaneSums.Products(null, X + start, mean, Length) / (double)Length;
        var inverse = (float)(1 / Math.Sqrt(variance + epsilon));
        (Mean[group], Inverse[group]) = (mean, inverse);
        for (var at = start; at < start + Length; at += RunLength) Normalize(at, mean, inverse);
    }

    private void Normalize(long at, float mean, float inverse)
    {
        float* x = X + at, y = Y + at;
        var parameter = Weights == null ? 0 : Parameter(at);
        VectorLane weight = Weights == null ? 1f : Weights[parameter], bias = Bias == null ? 0f : Bias[parameter];
        for (var i = 0; i < RunLength; i += Vector<float>.Count)
        {
            var left = RunLength - i;
            if (HasOwnWeights)
            {
                weight = VectorLane.LoadUpTo(Weights + parameter + i, left);
                bias = VectorLane.LoadUpTo(Bias + parameter + i, left);
            }
            ((VectorLane.LoadUpTo(x + i, left) - mean) * inverse * weight + bias).StoreUpTo(y + i, left);
        }
    }
}

/// <summary>dx = inverse (g - mean(g) - z mean(g z)), g = w dy and z = (x - mean) inverse.</summary>
internal sealed unsafe class GroupNormDataGradientJob(GroupSizes sizes) : GroupJob(sizes)
{
    public required float* X { get; init; }

    public required float* Dy { get; init; }

    public required float* Mean { get; init; }

    public required float* Inverse { get; init; }

    public required float* Dx { get; init; }

    protected override void Group(long group, long start)
    {
        float mean = Mean[group], inverse = Inverse[group];
        double sum = 0, products = 0;
        for (var at = start; at < start + Length; at += RunLength) Add(at, mean, ref sum, ref products);
        var (average, slope) = ((float)(sum / Length), (float)(products * inverse * inverse / Length));
        for (var at = start; at < start + Length; at += RunLength)
        {
            float* x = X + at, dx = Dx + at;
            for (var i = 0; i < RunLength; i += Vector<float>.Count)
            {
                var left = RunLength - i;
                var deviation = VectorLane.LoadUpTo(x + i, left) - mean;
                ((Weighted(at, i, left) - average - deviation * slope) * inverse).StoreUpTo(dx + i, left);
            }
        }
    }

    private void Add(long at, float mean, ref double sum, ref double products)
    {
        if (!HasOwnWeights)
        {
            var weight = Weights == null ? 1.0 : Weights[Parameter(at)];
            sum += weight * VectorSum.Of(Dy + at, RunLength);
            products += weight * PlaneSums.Products(Dy + at, X + at, mean, RunLength);
            return;
        }
        Vector<float> sums = default, both = default;
        for (var i = 0; i < RunLength; i += Vector<float>.Count)
        {
            // Zeros behind the end add nothing.
            var gradient = Weighted(at, i, RunLength - i).Value;
            sums += gradient;
            both += gradient * (VectorLane.LoadUpTo(X + at + i, RunLength - i) - mean).Value;
        }
        sum += Vector.Sum(sums);
        products += Vector.Sum(both);
    }

    private VectorLane Weighted(long at, int i, int left)
    {
        var gradient = VectorLane.LoadUpTo(Dy + at + i, left);
        return Weights == null ? gradient
            : HasOwnWeights ? gradient * VectorLane.LoadUpTo(Weights + Parameter(at) + i, left)
            : gradient * Weights[Parameter(at)];
    }
}
