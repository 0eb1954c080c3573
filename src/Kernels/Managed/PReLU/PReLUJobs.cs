using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>y = x &gt; 0 ? x : a x with the slope of each channel.</summary>
internal sealed unsafe class PReLUForwardJob(ChannelSizes sizes) : ChannelPlaneJob(sizes)
{
    public required float* X { get; init; }

    public required float* Slopes { get; init; }

    public required float* Y { get; init; }

    protected override void Plane(long first, int channel)
    {
        float* x = X + first, y = Y + first;
        var function = new LeakyReLUFunctor(Slopes[channel]);
        for (var i = 0; i < Sizes.Plane; i += Vector<float>.Count)
            function.Forward(VectorLane.LoadUpTo(x + i, Sizes.Plane - i)).StoreUpTo(y + i, Sizes.Plane - i);
    }
}

/// <summary>dx = x &gt; 0 ? dy : a dy.</summary>
internal sealed unsafe class PReLUDataGradientJob(ChannelSizes sizes) : ChannelPlaneJob(sizes)
{
    public required float* X { get; init; }

    public required float* Slopes { get; init; }

    public required float* Dy { get; init; }

    public required float* Dx { get; init; }

    protected override void Plane(long first, int channel)
    {
        float* x = X + first, dy = Dy + first, dx = Dx + first;
        var function = new LeakyReLUFunctor(Slopes[channel]);
        for (var i = 0; i < Sizes.Plane; i += Vector<float>.Count)
        {
            var left = Sizes.Plane - i;
            function.Backward(VectorLane.LoadUpTo(x + i, left), VectorLane.LoadUpTo(dy + i, left)).StoreUpTo(dx + i, left);
        }
    }
}

/// <summary>The sum of x dy where x is not above 0, of each channel; those of planes are added up in double.</summary>
internal sealed unsafe class PReLUSlopeGradientJob(ChannelSizes sizes) : ChannelJob(sizes)
{
    public required float* X { get; init; }

    public required float* Dy { get; init; }

    public required float* Gradient { get; init; }

    public override void Run(int chunk, int worker)
    {
        double sum = 0;
        for (var item = 0; item < Batch; item++)
        {
            float* x = X + Plane(item, chunk), dy = Dy + Plane(item, chunk);
            Vector<float> sums = default;
            for (var i = 0; i < Sizes.Plane; i += Vector<float>.Count)
            {
                // Zeros behind the end add nothing.
                var value = VectorLane.LoadUpTo(x + i, Sizes.Plane - i);
                sums += VectorLane.IfGreater(value, 0f, 0f, value * VectorLane.LoadUpTo(dy + i, Sizes.Plane - i)).Value;
            }
            sum += Vector.Sum(sums);
        }
        Gradient[chunk] = (float)sum;
    }
}
