using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>Softmax, one-hot rows and adaptive pooling in named cases on every device.</summary>
public abstract class SoftmaxAndPoolTests(string device)
{
    private ComputeDevice Device => TestDevices.Open(device);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SoftmaxIsStableForLargeInputs(bool log)
    {
        float[] x = [1e4f, -1e4f, 0, -1e4f, -1e4f, -1e4f, 9999, 1e4f, 1e4f, float.NegativeInfinity, 3, 3, float.NaN, 1, 2, float.PositiveInfinity, 1, 0];
        OpRunner.Run(Device, SoftmaxCases.Forward(new SoftmaxForward(1, 3, 1, log), 6, x));
        OpRunner.Run(Device, SoftmaxCases.Forward(new SoftmaxForward(1, 3, 2, log), 3, x));
    }

    /// <summary>
    /// The fifth lecture's 3, 1, -3 become 0.88, 0.12 and 0.00: what a value is more than another is the logarithm of how many times as much
    /// it gets, so that 3 to 1 becomes e^2 to 1.
    /// </summary>
    [Fact]
    public void SoftmaxEnlargesDifferences()
    {
        float[] y = [.. OpRunner.Run(Device, SoftmaxCases.Forward(new SoftmaxForward(1, 3, 1, Log: false), 1, [3, 1, -3]))[1].Select(BitConverter.Int32BitsToSingle)];
        Assert.Equal(["0.88", "0.12", "0.00"], y.Select(v => v.ToString("F2", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(1, y.Sum(), 1e-6f);
        // Two exponentials and two quotients, each within a few roundings.
        Assert.Equal(Math.Exp(2), y[0] / y[1], 1e-5);
        Assert.Equal(Math.Exp(4), y[1] / y[2], 1e-3);
    }

    /// <summary>The example of PyTorch's documentation of one_hot, and labels that are no class.</summary>
    [Fact]
    public void OneHotRows()
    {
        var y = OpRunner.Run(Device, SoftmaxCases.Hot(5, [0, 1, 2, 0, 1, -1, 5, int.MinValue, int.MaxValue]))[1];
        Assert.Equal([1, 0, 0, 0, 0, 0, 1, 0, 0, 0], y.Take(10).Select(BitConverter.Int32BitsToSingle));
        Assert.All(y.Skip(25), word => Assert.Equal(0, word));
    }

    /// <summary>Planes beyond a group and beyond every vector, 1-D ones too; 10 to 7 and 7 to 10 overlap.</summary>
    [Theory]
    [InlineData(61, 53, 1, 1)]
    [InlineData(1, 3001, 1, 1)]
    [InlineData(1, 10, 1, 7)]
    [InlineData(1, 7, 1, 10)]
    [InlineData(10, 13, 7, 5)]
    [InlineData(13, 13, 6, 6)]
    [InlineData(7, 7, 7, 7)]
    public void AdaptivePooling(int height, int width, int outHeight, int outWidth)
    {
        var (g, n) = (new AdaptivePoolGeometry(3, height, width, outHeight, outWidth), 2);
        var random = new RandomCases(height + outWidth);
        float[] x = random.Floats(n * g.InCount), dy = random.Floats(n * g.OutCount);
        OpRunner.Run(Device, AdaptivePoolCases.AverageForward(g, n, x));
        OpRunner.Run(Device, AdaptivePoolCases.AverageBackward(g, n, dy));
        OpRunner.Run(Device, AdaptivePoolCases.MaxForward(g, n, x));
        OpRunner.Run(Device, AdaptivePoolCases.MaxBackward(g, n, x, dy));
    }

    [Fact]
    public void MaximaOfTiesAndNaN()
    {
        var g = new AdaptivePoolGeometry(1, 4, 4, 2, 1);
        OpRunner.Run(Device, AdaptivePoolCases.MaxForward(g, 1, new float[16]));
        OpRunner.Run(Device, AdaptivePoolCases.MaxForward(g, 1, [.. Enumerable.Repeat(float.NegativeInfinity, 16)]));
        float[] broken = [1, float.NaN, 3, float.NaN, -0f, 0, float.PositiveInfinity, 2, -0f, 0, -1, -2, -3, -4, -5, -6];
        var index = OpRunner.Run(Device, AdaptivePoolCases.MaxForward(g, 1, broken))[2];
        Assert.Equal([1, 8], index);
    }
}

[Collection(OnDevice.Cpu)]
public sealed class SoftmaxAndPoolTestsOnCpu() : SoftmaxAndPoolTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class SoftmaxAndPoolTestsOnCpuAccelerator() : SoftmaxAndPoolTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class SoftmaxAndPoolTestsOnOpenCl() : SoftmaxAndPoolTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class SoftmaxAndPoolTestsOnCuda() : SoftmaxAndPoolTests(OnDevice.Cuda);
