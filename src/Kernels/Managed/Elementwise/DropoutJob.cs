using System.Numerics;
using System.Runtime.Intrinsics;

namespace ConvGpu.Kernels.Managed;

/// <summary>y = keep ? x / (1 - rate) : 0, in both directions.</summary>
internal abstract unsafe class DropoutJob(float rate, int stream) : ElementwiseJob
{
    private float* _x, _y;

    protected float Scale { get; } = 1f / (1f - rate);

    protected int Step { get; private set; }

    protected int SeedLow { get; private set; }

    protected int SeedHigh { get; private set; }

    protected int Stream => stream;

    /// <summary>Applies the mask of the state's step and seed.</summary>
    public void Run(long length, float* x, float* y, int* state)
    {
        _x = x;
        _y = y;
        (Step, SeedLow, SeedHigh) = (state[DeviceState.Step], state[DeviceState.SeedLow], state[DeviceState.SeedHigh]);
        RunOver(length);
    }

    protected sealed override void Range(long first, int count) => Range(first, count, _x + first, _y + first);

    protected abstract void Range(long first, int count, float* x, float* y);

    protected uint Threshold { get; } = Philox.Threshold(rate);

    protected bool Keep(uint word) => Philox.Keep(word, Threshold);
}

/// <summary>Each element by itself; four share a block of random words, and sixteen are drawn at a time where that is possible.</summary>
internal sealed unsafe class ElementDropoutJob(float rate, int stream) : DropoutJob(rate, stream)
{
    protected override void Range(long first, int count, float* x, float* y)
    {
        var i = 0;
        if (PhiloxVectors.IsSupported)
        {
            var (step, key0, key1, threshold, scale) = ((uint)Step, (uint)(SeedLow ^ Stream), (uint)SeedHigh, Vector256.Create(Threshold), Vector256.Create(Scale));
            for (; i <= count - 16; i += 16)
            {
                var words = PhiloxVectors.Words((uint)((first + i) / 4), step, key0, key1);
                Vector256.ConditionalSelect(
                    Vector256.GreaterThanOrEqual(words.First, threshold).AsSingle(), Vector256.Load(x + i) * scale, default).Store(y + i);
                Vector256.ConditionalSelect(
                    Vector256.GreaterThanOrEqual(words.Last, threshold).AsSingle(), Vector256.Load(x + i + 8) * scale, default).Store(y + i + 8);
            }
        }
        for (; i < count; i += 4)
        {
            uint w0 = (uint)((first + i) / 4), w1 = (uint)Step, w2 = 0, w3 = 0;
            Philox.Block(ref w0, ref w1, ref w2, ref w3, (uint)(SeedLow ^ Stream), (uint)SeedHigh);
            y[i] = Masked(x[i], w0);
            if (i + 1 < count) y[i + 1] = Masked(x[i + 1], w1);
            if (i + 2 < count) y[i + 2] = Masked(x[i + 2], w2);
            if (i + 3 < count) y[i + 3] = Masked(x[i + 3], w3);
        }
    }

    private float Masked(float value, uint word) => Keep(word) ? value * Scale : 0;
}

/// <summary>Runs of elements that share a word.</summary>
internal sealed unsafe class PlaneDropoutJob(float rate, int stream, int plane) : DropoutJob(rate, stream)
{
    protected override void Range(long first, int count, float* x, float* y)
    {
        for (var i = 0; i < count;)
        {
            var at = (first + i) / plane;
            var end = (int)Math.Min((at + 1) * plane - first, count);
            if (Keep(Philox.Word((uint)at, Step, SeedLow, SeedHigh, Stream)))
            {
                for (; i <= end - Vector<float>.Count; i += Vector<float>.Count) (Vector.Load(x + i) * Scale).Store(y + i);
                for (; i < end; i++) y[i] = x[i] * Scale;
            }
            else
            {
                new Span<float>(y + i, end - i).Clear();
                i = end;
            }
        }
    }
}
