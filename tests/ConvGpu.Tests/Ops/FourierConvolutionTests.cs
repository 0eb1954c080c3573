using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>Convolution by Fourier transforms against direct sums; one sealed subclass a device.</summary>
public abstract class FourierConvolutionTests(string device)
{
    [Fact]
    public void AgreesWithDirectSumsOnRandomConfigurations()
    {
        var opDevice = TestDevices.Open(device);
        for (var seed = 0; seed < Math.Max(3, TestDevices.RandomCases(device) / 2); seed++)
        {
            var random = new RandomCases(seed);
            var (g, n) = (Sizes(random), random.Batch());
            float[] x = random.Floats(n * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(n * g.OutCount);
            var bias = random.Chance(0.5) ? random.Floats(g.OutChannels) : [];
            foreach (var opCase in AlgorithmCases.Passes(g, n, x, w, bias, dy, random.Chance(0.3) ? Activation.ReLU : Activation.None))
            {
                OpRunner.Run(opDevice, opCase);
                OpMatrix.Count(opCase.Op.Name, device, "fft");
            }
        }
    }

    [Theory]
    [InlineData(1, 28, 28, 6, 5, 2, PaddingMode.Zero)]
    [InlineData(3, 20, 27, 5, 11, 5, PaddingMode.Circular)]
    [InlineData(6, 14, 14, 9, 7, 0, PaddingMode.Zero)]
    public void LayersAgreeWithinATenThousandthOfTheLargestValue(
        int inChannels, int height, int width, int outChannels, int kernel, int padding, PaddingMode mode)
    {
        const int n = 2;
        var g = new Conv2DGeometry(inChannels, height, width, outChannels, Window2D.Square(kernel, padding: padding), 1, mode)
        {
            Algorithm = ConvAlgorithm.Fft,
        };
        var random = new RandomCases(kernel);
        float[] x = random.Floats(n * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(n * g.OutCount);
        foreach (var opCase in AlgorithmCases.Passes(g, n, x, w, random.Floats(outChannels), dy, Activation.None, values: true))
            OpRunner.Run(TestDevices.Open(device), opCase);
    }

    [Fact]
    public void MatchesTheNumericGradient()
    {
        const int n = 2;
        var g = new Conv2DGeometry(4, 7, 9, 6, new Window2D(3, 5, 1, 1, 1, 2, 0, 3), 2, PaddingMode.Circular, true) { Algorithm = ConvAlgorithm.Fft };
        var random = new RandomCases(4);
        float[] x = GradientCases.Exact(random, n * g.InCount), w = GradientCases.Exact(random, g.WeightCount), dy = random.Floats(n * g.OutCount);
        var passes = AlgorithmCases.Passes(g, n, x, w, GradientCases.Exact(random, g.OutChannels), dy, Activation.None).ToList();
        double Loss() => GradientCases.Sum(dy, ConvReference.Forward(g, n, x, w, []).Values);
        GradientTests.Check(TestDevices.Open(device), new(passes[1], Loss, [(2, x)]), 1);
        GradientTests.Check(TestDevices.Open(device), new(passes[2], Loss, [(2, w)]), 2);
    }

    /// <summary>What is chosen shows in the scratch memory: only transforms of frames of 128x128 need this much.</summary>
    [Fact]
    public void OnCpuLargeKernelsAreTransformedUnlessToldOtherwise()
    {
        var opDevice = TestDevices.Open(device);
        long Bytes(int size, int kernel, int stride, ConvAlgorithm algorithm)
        {
            var g = new Conv2DGeometry(2, size, size, 2, Window2D.Square(kernel, stride)) { Algorithm = algorithm };
            return ((Op[])[new Conv2DForward(g, true), new Conv2DBackwardData(g), new Conv2DBackwardWeights(g, true)]).Sum(op => OpTable.WorkspaceBytes(op, opDevice, 3));
        }
        // 64 * 64 * 65 * 65 * 4 products to 8 * 128 * 128 points: 528 a point.
        long direct = Bytes(128, 64, 1, ConvAlgorithm.Direct), fft = Bytes(128, 64, 1, ConvAlgorithm.Fft);
        Assert.True(fft > direct);
        Assert.Equal(device == OnDevice.Cpu ? fft : direct, Bytes(128, 64, 1, ConvAlgorithm.Automatic));
        foreach (var (size, kernel, stride) in ((int, int, int)[])[(128, 31, 1), (128, 64, 2), (28, 5, 1), (129, 64, 1)])
            Assert.Equal(Bytes(size, kernel, stride, ConvAlgorithm.Direct), Bytes(size, kernel, stride, ConvAlgorithm.Automatic));
    }

    [Fact]
    public void BatchesAreCutIntoPasses()
    {
        const int n = 5;
        var g = new Conv2DGeometry(2, 6, 7, 3, Window2D.Square(3, padding: 1), 1, PaddingMode.Circular) { Algorithm = ConvAlgorithm.Fft };
        var random = new RandomCases(5);
        float[] x = random.Floats(n * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(n * g.OutCount);
        using var small = ConvFourierWorkspace.Limit(2 * 6 * 2 * new FourierPlan(g).Bins);
        Assert.InRange(ConvFourierWorkspace.BackwardWeights(g, n + 1).ItemsPerPass, 1, 2);
        foreach (var opCase in AlgorithmCases.Passes(g, n, x, w, random.Floats(3), dy, Activation.ReLU)) OpRunner.Run(TestDevices.Open(device), opCase);
    }

    [Fact]
    public void GivesTheSameBitsTwice()
    {
        var g = new Conv2DGeometry(3, 12, 11, 4, Window2D.Square(5, padding: 2)) { Algorithm = ConvAlgorithm.Fft };
        var random = new RandomCases(6);
        float[] x = random.Floats(3 * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(3 * g.OutCount);
        var opDevice = TestDevices.Open(device);
        foreach (var opCase in AlgorithmCases.Passes(g, 3, x, w, random.Floats(4), dy, Activation.None))
            Assert.Equal(OpRunner.Run(opDevice, opCase), OpRunner.Run(opDevice, opCase));
    }

    [Fact]
    public void NetworksLearnAsWithDirectSums()
    {
        var losses = new List<float>();
        foreach (var algorithm in (ConvAlgorithm[])[ConvAlgorithm.Direct, ConvAlgorithm.Fft])
        {
            using var opDevice = TestDevices.OpenNew(device);
            using var network = new Network(
                Sequential.Of(
                    "fft", new Shape(1, 1, 9, 9), new Conv2D(1, 3, 5, padding: Padding.Same, algorithm: algorithm), new ReLU(),
                    new Conv2D(3, 2, 5, algorithm: algorithm), new Flatten()),
                opDevice, new NetworkOptions { MaxBatch = 4, Loss = new MeanSquaredError(), Optimizer = new Sgd(0.01f) });
            var random = new RandomCases(3);
            network.SetInput(random.Floats(4 * 81));
            network.SetTargets(random.Floats(4 * 50));
            for (var step = 0; step < 4; step++) network.TrainStep(4);
            losses.Add(network.ReadLoss());
        }
        Assert.Equal(losses[0], losses[1], 1e-4 * losses[0]);
    }

    private static Conv2DGeometry Sizes(RandomCases random)
    {
        while (true)
        {
            var any = random.Convolution();
            var window = any.Window with { StrideHeight = 1, StrideWidth = 1, DilationHeight = 1, DilationWidth = 1 };
            if (PaddingLimits.Refusal(any.PaddingMode, window, any.InHeight, any.InWidth) is not null) continue;
            return new(any.InChannels, any.InHeight, any.InWidth, any.OutChannels, window, any.Groups, any.PaddingMode, any.Flip)
            {
                Algorithm = ConvAlgorithm.Fft,
            };
        }
    }
}

/// <summary>What the algorithm refuses.</summary>
public sealed class FourierRefusalTests
{
    [Fact]
    public void StridesDilationsAndLongLinesAreRefused()
    {
        Conv2DGeometry Fft(Window2D window, int size = 9) => new(1, size, size, 1, window) { Algorithm = ConvAlgorithm.Fft };
        Assert.Contains("takes stride 1x1 and dilation 1x1", Assert.Throws<ArgumentException>(() => Fft(Window2D.Square(3, stride: 2))).Message);
        Assert.Contains("ConvAlgorithm.Direct", Assert.Throws<ArgumentException>(() => Fft(Window2D.Square(3, dilation: 2))).Message);
        Assert.Contains("the padded image has 2049", Assert.Throws<ArgumentException>(() => Fft(Window2D.Square(3), 2049)).Message);
        Assert.Contains(
            "takes stride 1x1", Assert.Throws<ShapeException>(() =>
                new Conv2D(1, 1, 3, stride: 2, algorithm: ConvAlgorithm.Fft).InferShape([new Shape(1, 1, 9, 9)])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fourier2DForward(1, 12, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fourier2DInverse(1, 16, 4096));
    }
}

[Collection(OnDevice.Cpu)]
public sealed class FourierConvolutionTestsOnCpu() : FourierConvolutionTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class FourierConvolutionTestsOnCpuAccelerator() : FourierConvolutionTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class FourierConvolutionTestsOnOpenCl() : FourierConvolutionTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class FourierConvolutionTestsOnCuda() : FourierConvolutionTests(OnDevice.Cuda);
