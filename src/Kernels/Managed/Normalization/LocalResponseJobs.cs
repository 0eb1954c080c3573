using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>What both directions of local response normalisation share: neighbouring channels and the power of a scale.</summary>
internal abstract class ResponseJob(ResponseWindow window) : ChannelPlaneJob(window.Sizes)
{
    protected readonly ResponseWindow Window = window;

    // AlexNet's exponent takes two roots instead of a logarithm and an exponential.
    private readonly bool _threeQuarters = window.Beta == 0.75f;

    protected float Power(float scale) => _threeQuarters
        ? 1 / (MathF.Sqrt(scale) * MathF.Sqrt(MathF.Sqrt(scale)))
        : MathF.Pow(scale, -Window.Beta);

    protected Vector<float> Power(Vector<float> scale)
    {
        if (!_threeQuarters) return Vector.Exp(Vector.Log(scale) * -Window.Beta);
        var root = Vector.SquareRoot(scale);
        return Vector<float>.One / (root * Vector.SquareRoot(root));
    }

    /// <summary>Distances, in elements, of the first and the last neighbour of a channel.</summary>
    protected (int First, int Last) Neighbours(int channel, int before, int behind) => (
        (Math.Max(channel - before, 0) - channel) * Sizes.Plane, (Math.Min(channel + behind, Sizes.Channels - 1) - channel) * Sizes.Plane);
}

/// <summary>s = k + alpha / size sum(x^2), y = x s^-beta.</summary>
internal sealed unsafe class ResponseForwardJob(ResponseWindow window) : ResponseJob(window)
{
    public required float* X { get; init; }

    public required float* Y { get; init; }

    public required float* Scales { get; init; }

    protected override void Plane(long first, int channel)
    {
        float* x = X + first, y = Y + first, scales = Scales + first;
        var neighbours = Neighbours(channel, Window.Before, Window.Behind);
        var (i, count, share) = (0, Sizes.Plane, Window.Alpha / Window.Size);
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> sum = default;
            for (var other = neighbours.First; other <= neighbours.Last; other += count)
            {
                var value = Vector.Load(x + other + i);
                sum += value * value;
            }
            var scale = sum * share + new Vector<float>(Window.K);
            scale.Store(scales + i);
            (Vector.Load(x + i) * Power(scale)).Store(y + i);
        }
        for (; i < count; i++)
        {
            var sum = 0f;
            for (var other = neighbours.First; other <= neighbours.Last; other += count) sum += x[other + i] * x[other + i];
            scales[i] = Window.K + share * sum;
            y[i] = x[i] * Power(scales[i]);
        }
    }
}

/// <summary>dx = dy s^-beta - 2 alpha beta / size x sum(dy y / s).</summary>
internal sealed unsafe class ResponseBackwardJob(ResponseWindow window) : ResponseJob(window)
{
    public required float* X { get; init; }

    public required float* Y { get; init; }

    public required float* Scales { get; init; }

    public required float* Dy { get; init; }

    public required float* Dx { get; init; }

    protected override void Plane(long first, int channel)
    {
        float* x = X + first, y = Y + first, scales = Scales + first, dy = Dy + first, dx = Dx + first;
        var neighbours = Neighbours(channel, Window.Behind, Window.Before);
        var (i, count, factor) = (0, Sizes.Plane, 2 * Window.Alpha * Window.Beta / Window.Size);
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> sum = default;
            for (var other = neighbours.First + i; other <= neighbours.Last + i; other += count)
                sum += Vector.Load(dy + other) * Vector.Load(y + other) / Vector.Load(scales + other);
            (Vector.Load(dy + i) * Power(Vector.Load(scales + i)) - Vector.Load(x + i) * factor * sum).Store(dx + i);
        }
        for (; i < count; i++)
        {
            var sum = 0f;
            for (var other = neighbours.First + i; other <= neighbours.Last + i; other += count) sum += dy[other] * y[other] / scales[other];
            dx[i] = dy[i] * Power(scales[i]) - factor * x[i] * sum;
        }
    }
}
