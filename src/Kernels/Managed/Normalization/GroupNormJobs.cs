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

    /// <summary>The weight of a run, or those of its elements; null where there are none.</summary>
    protected float* WeightsOf(long run) => Weights == null ? null : Weights + Parameter(run);
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
        float* x = X + at, y = Y + at, weights = WeightsOf(at), biases = Bias == null ? null : Bias + Parameter(at);
        var (length, own) = (RunLength, HasOwnWeights);
        VectorLane weight = weights == null ? 1f : *weights, bias = biases == null ? 0f : *biases;
        for (var i = 0; i < length; i += Vector<float>.Count)
        {
            var left = length - i;
            if (own)
            {
                weight = VectorLane.LoadUpTo(weights + i, left);
                bias = VectorLane.LoadUpTo(biases + i, left);
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
        for (var at = start; at < start + Length; at += RunLength) Apply(at, mean, inverse, average, slope);
    }

    private void Apply(long at, float mean, float inverse, float average, float slope)
    {
        float* x = X + at, dy = Dy + at, dx = Dx + at, weights = WeightsOf(at);
        var (length, own) = (RunLength, HasOwnWeights);
        VectorLane weight = weights == null ? 1f : *weights;
        for (var i = 0; i < length; i += Vector<float>.Count)
        {
            var left = length - i;
            if (own) weight = VectorLane.LoadUpTo(weights + i, left);
            var deviation = VectorLane.LoadUpTo(x + i, left) - mean;
            ((VectorLane.LoadUpTo(dy + i, left) * weight - average - deviation * slope) * inverse).StoreUpTo(dx + i, left);
        }
    }

    private void Add(long at, float mean, ref double sum, ref double products)
    {
        float* x = X + at, dy = Dy + at, weights = WeightsOf(at);
        if (!HasOwnWeights)
        {
            var weight = weights == null ? 1.0 : *weights;
            sum += weight * VectorSum.Of(dy, RunLength);
            products += weight * PlaneSums.Products(dy, x, mean, RunLength);
            return;
        }
        var length = RunLength;
        Vector<float> sums = default, both = default;
        for (var i = 0; i < length; i += Vector<float>.Count)
        {
            // Zeros behind the end add nothing.
            var left = length - i;
            var gradient = (VectorLane.LoadUpTo(dy + i, left) * VectorLane.LoadUpTo(weights + i, left)).Value;
            sums += gradient;
            both += gradient * (VectorLane.LoadUpTo(x + i, left) - mean).Value;
        }
        sum += Vector.Sum(sums);
        products += Vector.Sum(both);
    }
}
