using ConvGpu.Kernels;
using Xunit;

namespace ConvGpu.Tests.Reference;

/// <summary>
/// Random configurations and data, the same for the same seed. Sizes are small and mostly odd; every fourth case or so has a stride
/// beyond the kernel, padding beyond the input, dilation, groups, a single channel or a batch of 1.
/// </summary>
/// <param name="seed">The case number.</param>
public sealed class RandomCases(int seed)
{
    private readonly Random _random = new(seed * 7919 + 17);

    /// <summary>Values in -1..1.</summary>
    public float[] Floats(int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = _random.NextSingle() * 2 - 1;
        return values;
    }

    /// <summary>Integers in 0..limit-1.</summary>
    public int[] Ints(int count, int limit)
    {
        var values = new int[count];
        for (var i = 0; i < count; i++) values[i] = _random.Next(limit);
        return values;
    }

    /// <summary>Multiples of 1/16 from 0 on, each once, in random order.</summary>
    public float[] Distinct(int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = i / 16f;
        _random.Shuffle(values);
        return values;
    }

    /// <summary>An integer in low..high, both included.</summary>
    public int Between(int low, int high) => _random.Next(low, high + 1);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => _random.NextDouble() < probability;

    /// <summary>A batch, often 1.</summary>
    public int Batch() => Chance(0.3) ? 1 : Between(2, 5);

    /// <summary>A convolution that fits its input.</summary>
    public Conv2DGeometry Convolution()
    {
        while (true)
        {
            var groups = Chance(0.25) ? Between(2, 4) : 1;
            var depthwise = groups > 1 && Chance(0.3);
            var inChannels = groups * (depthwise || Chance(0.2) ? 1 : Between(1, 7));
            var outChannels = groups * (Chance(0.2) ? 1 : Between(1, Chance(0.2) ? 40 : 9));
            int height = Between(1, 15), width = Between(1, Chance(0.2) ? 40 : 15);
            var mode = Chance(0.4) ? (PaddingMode)Between(1, 3) : PaddingMode.Zero;
            var window = Limited(Window(Chance(0.2) ? 7 : 4, 3, true), mode, height, width);
            if (window.OutputHeight(height) < 1 || window.OutputWidth(width) < 1) continue;
            return new Conv2DGeometry(
                inChannels, height, width, outChannels, window, groups, mode, Chance(0.25));
        }
    }

    /// <summary>The window with no more padding than the mode allows.</summary>
    private static Window2D Limited(Window2D window, PaddingMode mode, int height, int width)
    {
        var spare = mode switch { PaddingMode.Reflect => 1, PaddingMode.Circular => 0, _ => int.MinValue / 2 };
        return window with
        {
            PadTop = Math.Min(window.PadTop, height - spare), PadBottom = Math.Min(window.PadBottom, height - spare),
            PadLeft = Math.Min(window.PadLeft, width - spare), PadRight = Math.Min(window.PadRight, width - spare),
        };
    }

    /// <summary>A pooling that fits its input, with padding of at most half the kernel.</summary>
    public PoolGeometry Pooling()
    {
        while (true)
        {
            int height = Between(1, 17), width = Between(1, Chance(0.2) ? 50 : 17);
            var window = Window(4, 4, false);
            var ceilMode = Chance(0.4);
            var rows = PoolReference.Outputs(height, window.KernelHeight, window.StrideHeight, window.PadTop, window.PadBottom, window.DilationHeight, ceilMode);
            var columns = PoolReference.Outputs(width, window.KernelWidth, window.StrideWidth, window.PadLeft, window.PadRight, window.DilationWidth, ceilMode);
            if (rows < 1 || columns < 1) continue;
            var geometry = new PoolGeometry(Between(1, 5), height, width, window, ceilMode);
            Assert.Equal((rows, columns), (geometry.OutHeight, geometry.OutWidth));
            return geometry;
        }
    }

    private Window2D Window(int kernel, int stride, bool anyPadding)
    {
        int kernelHeight = Between(1, kernel), kernelWidth = Chance(0.6) ? kernelHeight : Between(1, kernel);
        int strideHeight = Chance(0.5) ? 1 : Between(1, stride), strideWidth = Chance(0.6) ? strideHeight : Between(1, stride);
        if (Chance(0.1)) strideHeight = kernelHeight + Between(1, 2);
        int dilationHeight = Chance(0.75) ? 1 : Between(2, 3), dilationWidth = Chance(0.75) ? dilationHeight : Between(1, 3);
        int Pad(int size) => Chance(0.4) ? 0 : anyPadding ? Between(0, Chance(0.15) ? size + 4 : size / 2) : Between(0, size / 2);
        return new Window2D(
            kernelHeight, kernelWidth, strideHeight, strideWidth,
            Pad(kernelHeight), Pad(kernelWidth), Pad(kernelHeight), Pad(kernelWidth), dilationHeight, dilationWidth);
    }
}
