using ConvGpu.Kernels;
using ConvGpu.Tests.Ops;
using ConvGpu.Tests.Reference;
using ConvGpu.Threading;
using Xunit;

namespace ConvGpu.Tests.Managed;

/// <summary>Minimal filtering against direct sums.</summary>
[Collection(OnDevice.Cpu)]
public sealed class WinogradTests
{
    private static readonly ComputeDevice Device = TestDevices.Open(OnDevice.Cpu);

    [Fact]
    public void AgreesWithDirectSumsOnRandomConfigurations()
    {
        for (var seed = 0; seed < Math.Max(12, TestDevices.RandomCases(OnDevice.Cpu) / 4); seed++)
        {
            var random = new RandomCases(seed);
            int groups = random.Chance(0.3) ? 2 : 1, n = random.Batch();
            int Channels() => groups * random.Between(1, 40);
            var window = new Window2D(3, 3, 1, 1, random.Between(0, 4), random.Between(0, 3), random.Between(0, 4), random.Between(0, 3));
            var g = new Conv2DGeometry(
                Channels(), random.Between(3, 14), random.Between(3, 20), Channels(), window, groups, Flip: random.Chance(0.3))
            {
                Algorithm = ConvAlgorithm.Winograd,
            };
            Check(g, n, random, random.Chance(0.3) ? Activation.ReLU : Activation.None, random.Chance(0.5));
            OpMatrix.Count("conv2d", OnDevice.Cpu, "winograd");
        }
    }

    [Theory]
    [InlineData(1, 48, 64, 20, 20)]
    [InlineData(2, 130, 70, 9, 10)]
    [InlineData(2, 20, 300, 7, 9)]
    [InlineData(1, 3, 5, 3, 230)]
    [InlineData(1, 4, 4, 201, 205)]
    [InlineData(1, 172, 190, 5, 6)]
    [InlineData(130, 172, 172, 1, 1)]
    [InlineData(3, 20, 40, 50, 47)]
    [InlineData(4, 6, 10, 75, 50, 2)]
    public void AgreesOnSizesThatTakeMorePasses(int n, int inChannels, int outChannels, int height, int width, int groups = 1)
    {
        var g = new Conv2DGeometry(inChannels, height, width, outChannels, Window2D.Square(3, padding: 1), groups) { Algorithm = ConvAlgorithm.Winograd };
        Check(g, n, new RandomCases(n), Activation.None, bias: true);
    }

    [Fact]
    public void MatchesTheNumericGradient()
    {
        const int n = 2;
        var g = new Conv2DGeometry(4, 7, 9, 6, new Window2D(3, 3, 1, 1, 1, 2, 0, 1), 2, Flip: true) { Algorithm = ConvAlgorithm.Winograd };
        var random = new RandomCases(4);
        float[] x = GradientCases.Exact(random, n * g.InCount), w = GradientCases.Exact(random, g.WeightCount), dy = random.Floats(n * g.OutCount);
        var passes = AlgorithmCases.Passes(g, n, x, w, GradientCases.Exact(random, g.OutChannels), dy, Activation.None).ToList();
        double Loss() => GradientCases.Sum(dy, ConvReference.Forward(g, n, x, w, []).Values);
        GradientTests.Check(Device, new(passes[1], Loss, [(2, x)]), 1);
        GradientTests.Check(Device, new(passes[2], Loss, [(2, w)]), 2);
    }

    /// <summary>The figure that docs/ops.md states: root mean square error over root mean square value, 256 channels.</summary>
    [Fact]
    public void RoundingIsWithinWhatTheDocumentationStates()
    {
        const int n = 1;
        var g = new Conv2DGeometry(256, 12, 12, 32, Window2D.Square(3, padding: 1)) { Algorithm = ConvAlgorithm.Winograd };
        var random = new RandomCases(7);
        float[] x = random.Floats(n * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(n * g.OutCount);
        foreach (var (opCase, index) in AlgorithmCases.Passes(g, n, x, w, [], dy, Activation.None).Select((opCase, index) => (opCase, index)))
        {
            var actual = OpRunner.Run(Device, opCase)[^1].Select(BitConverter.Int32BitsToSingle).ToArray();
            var exact = index == 0 ? ConvReference.Forward(g, n, x, w, []) : index == 1 ? ConvReference.BackwardData(g, n, dy, w) : ConvReference.BackwardWeights(g, n, x, dy);
            double error = 0, size = 0;
            for (var i = 0; i < actual.Length; i++)
            {
                error += Math.Pow(actual[i] - exact.Values[i], 2);
                size += Math.Pow(exact.Values[i], 2);
            }
            TestContext.Current.TestOutputHelper?.WriteLine($"{opCase.Op.Name}: {Math.Sqrt(error / size):E2}");
            Assert.InRange(Math.Sqrt(error / size), 0, 2e-6);
        }
    }

    [Theory]
    [InlineData(20, 13, 11)]
    [InlineData(180, 5, 6)]
    [InlineData(20, 50, 47)]
    public void ThreadsDoNotChangeTheBits(int channels, int height, int width)
    {
        var g = new Conv2DGeometry(channels, height, width, 200, Window2D.Square(3, padding: 1)) { Algorithm = ConvAlgorithm.Winograd };
        var random = new RandomCases(6);
        float[] x = random.Floats(3 * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(3 * g.OutCount);
        foreach (var opCase in AlgorithmCases.Passes(g, 3, x, w, random.Floats(200), dy, Activation.None))
        {
            int[][] Outputs(int count)
            {
                using var threads = WorkerPool.UseThreads(count);
                return [.. OpRunner.Run(Device, opCase)];
            }
            var one = Outputs(1);
            Assert.Equal(one, Outputs(2));
            Assert.Equal(one, Outputs(7));
        }
    }

    [Fact]
    public void IsChosenForWideLayersAndCanBeRefused()
    {
        var wide = new Conv2DGeometry(64, 56, 56, 64, Window2D.Square(3, padding: 1));
        Assert.True(WinogradPlan.IsChosen(wide));
        Assert.False(WinogradPlan.IsChosen(new Conv2DGeometry(3, 224, 224, 64, Window2D.Square(3, padding: 1))));
        Assert.False(WinogradPlan.IsChosen(new Conv2DGeometry(64, 56, 56, 64, Window2D.Square(3, 2, 1))));
        Assert.False(WinogradPlan.IsChosen(new Conv2DGeometry(64, 56, 56, 64, Window2D.Square(3, padding: 1), 64)));
        Assert.False(WinogradPlan.IsChosen(new Conv2DGeometry(64, 56, 56, 64, Window2D.Square(3, padding: 1), PaddingMode: PaddingMode.Edge)));
        using (WinogradPlan.Refuse()) Assert.False(WinogradPlan.IsChosen(wide));
        Assert.True(WinogradPlan.IsChosen(wide));
    }

    [Fact]
    public void OtherKernelsAreRefused()
    {
        Conv2DGeometry Winograd(Window2D window, PaddingMode mode = PaddingMode.Zero) =>
            new(1, 9, 9, 1, window, 1, mode) { Algorithm = ConvAlgorithm.Winograd };
        Assert.Contains("takes kernels of 3x3", Assert.Throws<ArgumentException>(() => Winograd(Window2D.Square(5))).Message);
        Assert.Contains("stride 2x2", Assert.Throws<ArgumentException>(() => Winograd(Window2D.Square(3, stride: 2))).Message);
        Assert.Contains("takes zero padding, not", Assert.Throws<ArgumentException>(() => Winograd(Window2D.Square(3, padding: 1), PaddingMode.Edge)).Message);
        Assert.Contains("takes kernels of 3x3", Assert.Throws<ShapeException>(() =>
            new Conv2D(1, 1, 5, algorithm: ConvAlgorithm.Winograd).InferShape([new Shape(1, 1, 9, 9)])).Message);
    }

    private static void Check(Conv2DGeometry g, int n, RandomCases random, Activation activation, bool bias)
    {
        float[] x = random.Floats(n * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(n * g.OutCount);
        foreach (var opCase in AlgorithmCases.Passes(g, n, x, w, bias ? random.Floats(g.OutChannels) : [], dy, activation)) OpRunner.Run(Device, opCase);
    }
}
