using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>y = act(w (x - mean) spread + b), where spread is the inverse deviation, or with an epsilon the variance it is made of.</summary>
internal sealed unsafe class NormalizeJob(ChannelSizes sizes, bool rectify, float? epsilon) : ChannelPlaneJob(sizes)
{
    public required float* X { get; init; }

    public required float* Weights { get; init; }

    public required float* Bias { get; init; }

    public required float* Mean { get; init; }

    public required float* Spread { get; init; }

    public required float* Y { get; init; }

    protected override void Plane(long first, int channel)
    {
        float* x = X + first, y = Y + first;
        var inverse = epsilon is { } added ? (float)(1 / Math.Sqrt((double)Spread[channel] + added)) : Spread[channel];
        float mean = Mean[channel], scale = Weights[channel] * inverse, bias = Bias[channel];
        var (i, count) = (0, Sizes.Plane);
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var value = (Vector.Load(x + i) - new Vector<float>(mean)) * scale + new Vector<float>(bias);
            if (rectify) value = Vector.AndNot(value, Vector.LessThan(value, Vector<float>.Zero).As<int, float>());
            value.Store(y + i);
        }
        for (; i < count; i++)
        {
            var value = (x[i] - mean) * scale + bias;
            y[i] = rectify && value < 0 ? 0 : value;
        }
    }
}

/// <summary>dx = w inverse (dy - (db + (x - mean) inverse dw) / k), k the elements of a channel in the batch.</summary>
internal sealed unsafe class NormalizeDataGradientJob(ChannelSizes sizes) : ChannelPlaneJob(sizes)
{
    public required float* X { get; init; }

    public required float* Dy { get; init; }

    public required float* Weights { get; init; }

    public required float* Mean { get; init; }

    public required float* Inverse { get; init; }

    public required float* Dw { get; init; }

    public required float* Db { get; init; }

    public required float* Dx { get; init; }

    protected override void Plane(long first, int channel)
    {
        float* x = X + first, dy = Dy + first, dx = Dx + first;
        var share = 1f / ((float)Batch * Sizes.Plane);
        float mean = Mean[channel], scale = Weights[channel] * Inverse[channel];
        float offset = share * Db[channel], slope = share * Inverse[channel] * Dw[channel];
        var (i, count) = (0, Sizes.Plane);
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var deviation = Vector.Load(x + i) - new Vector<float>(mean);
            ((Vector.Load(dy + i) - (new Vector<float>(offset) + deviation * slope)) * scale).Store(dx + i);
        }
        for (; i < count; i++) dx[i] = (dy[i] - (offset + (x[i] - mean) * slope)) * scale;
    }
}
