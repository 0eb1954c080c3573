using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>The gradient of a bias of channels: per channel the sum over batch, rows and columns, in that order. A chunk is a channel.</summary>
internal sealed unsafe class ChannelSums(int channels, int plane) : ParallelJob
{
    // Below this many values a second thread costs more than it saves.
    private const long Small = 16 * 1024;

    private float* _values, _sums;
    private int _batch;

    public void Compute(int n, float* values, float* sums)
    {
        _batch = n;
        _values = values;
        _sums = sums;
        WorkerPool.Run(this, channels, (long)n * channels * plane < Small ? 1 : 0);
    }

    public override void Run(int chunk, int worker)
    {
        // Sums of planes are added up in double: a float total of a large batch would lose what small planes contribute.
        var total = 0.0;
        for (var item = 0; item < _batch; item++) total += VectorSum.Of(_values + ((long)item * channels + chunk) * plane, plane);
        _sums[chunk] = (float)total;
    }
}
