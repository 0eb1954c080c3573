using System.Numerics;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>The sum of the squares of a tensor: a vector of sums for each chunk, then all of those in order.</summary>
internal sealed unsafe class SumOfSquaresJob(long length, float* x) : ParallelJob
{
    private const int Grain = 16 * 1024;

    private readonly ChunkedRange _range = new(length, Grain);
    private readonly double[] _sums = new double[new ChunkedRange(length, Grain).Count];

    public double Run()
    {
        WorkerPool.Run(this, _sums.Length);
        var sum = 0.0;
        foreach (var part in _sums) sum += part;
        return sum;
    }

    public override void Run(int chunk, int worker)
    {
        var values = x + _range.Start(chunk);
        var count = (int)(_range.End(chunk) - _range.Start(chunk));
        var (sums, i) = (Vector<float>.Zero, 0);
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var value = Vector.Load(values + i);
            sums += value * value;
        }
        double sum = Vector.Sum(sums);
        for (; i < count; i++) sum += values[i] * values[i];
        _sums[chunk] = sum;
    }
}
