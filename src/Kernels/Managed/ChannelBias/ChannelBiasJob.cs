using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>y = x + b, with one value of b for all pixels of a channel.</summary>
internal sealed unsafe class ChannelBiasJob(int channels, int plane) : ElementwiseJob
{
    private float* _x, _bias, _y;

    public void Run(int n, float* x, float* bias, float* y)
    {
        _x = x;
        _bias = bias;
        _y = y;
        RunOver((long)n * channels * plane);
    }

    protected override void Range(long first, int count)
    {
        for (long at = first, end = first + count; at < end;)
        {
            var channel = at / plane;
            var stop = Math.Min((channel + 1) * plane, end);
            var bias = _bias[channel % channels];
            for (; at <= stop - Vector<float>.Count; at += Vector<float>.Count)
                (Vector.Load(_x + at) + Vector.Create(bias)).Store(_y + at);
            for (; at < stop; at++) _y[at] = _x[at] + bias;
        }
    }
}
