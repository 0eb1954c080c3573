using ConvGpu.Kernels;
using ConvGpu.Tests.Matrix;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>Every op against the double-precision reference; one sealed subclass a device.</summary>
public abstract class OpTests(string device)
{
    private ComputeDevice Device => TestDevices.Open(device);

    /// <summary>The op types by name.</summary>
    public static TheoryData<string> OpNames => [.. OpCases.Generators.Keys.Select(type => type.Name)];

    /// <summary>The op types that may write over an input.</summary>
    public static TheoryData<string> InPlaceOpNames =>
        [.. OpCases.Generators.Where(pair => pair.Value(0).InPlace is not null).Select(pair => pair.Key.Name)];

    [Theory]
    [MemberData(nameof(OpNames))]
    public void AgreesWithTheReferenceOnRandomConfigurations(string op)
    {
        var opDevice = Device;
        for (var seed = 0; seed < TestDevices.RandomCases(device); seed++)
        {
            var opCase = Generate(op, seed);
            OpRunner.Run(opDevice, opCase);
            OpMatrix.Count(opCase.Op.Name, device, "random");
            CheckMatrix.Passed(Subject.Op, op, device, Matrix.Check.Reference);
        }
    }

    [Theory]
    [MemberData(nameof(OpNames))]
    public void GivesTheSameBitsTwice(string op)
    {
        for (var seed = 0; seed < 3; seed++)
            Assert.Equal(OpRunner.Run(Device, Generate(op, seed)), OpRunner.Run(Device, Generate(op, seed)));
    }

    [Theory]
    [MemberData(nameof(InPlaceOpNames))]
    public void MayWriteOverItsInput(string op)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var opCase = Generate(op, seed);
            OpRunner.Run(Device, opCase, inPlace: true);
            OpMatrix.Count(opCase.Op.Name, device, "in place");
        }
    }

    [Fact]
    public void SoftmaxIsStableForLargeLogits()
    {
        float[] logits = [1e4f, -1e4f, 0, -1e4f, -1e4f, -1e4f, 9999, 1e4f, 1e4f];
        OpRunner.Run(Device, LossCases.SoftmaxForward(3, 3, logits, [1, 0, 2]));
    }

    [Fact]
    public void ALabelThatIsNoClassHasNoLoss() =>
        OpRunner.Run(Device, LossCases.SoftmaxForward(3, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 1, -1]));

    [Fact]
    public void MaximaOfTiesNegativesAndNaN()
    {
        var g = new PoolGeometry(1, 4, 4, Window2D.Square(2, 2, 1));
        var tied = new float[16];
        OpRunner.Run(Device, PoolCases.MaxForward(g, 1, tied));
        OpRunner.Run(Device, PoolCases.MaxForward(g, 1, [.. Enumerable.Range(-20, 16).Select(i => (float)i)]));
        OpRunner.Run(Device, PoolCases.MaxForward(g, 1, [.. Enumerable.Repeat(float.NegativeInfinity, 16)]));
        float[] broken = [1, float.NaN, 3, float.NaN, float.NaN, 2, float.PositiveInfinity, float.NaN, 1, 2, 3, 4, 5, 6, 7, 8];
        OpRunner.Run(Device, PoolCases.MaxForward(g, 1, broken));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void AWeightsGradientIsNoNumberOnlyWhereItMeetsOne(float value)
    {
        var g = new Conv2DGeometry(1, 6, 6, 1, Window2D.Square(3));
        float[] x = [.. Enumerable.Range(0, 36).Select(i => i / 36f)], dy = [.. Enumerable.Repeat(1f, 16)];
        // The last column of the first row: the right tap of the first row alone reaches it.
        x[5] = value;
        OpRunner.Run(Device, ConvolutionCases.BackwardWeights(g, 1, x, dy, true));
        var random = new RandomCases(2);
        g = new Conv2DGeometry(4, 9, 11, 6, new Window2D(3, 2, 2, 1, 1, 0, 2, 1), Groups: 2, PaddingMode: PaddingMode.Edge);
        x = random.Floats(3 * g.InCount);
        x[g.InCount + 8] = value;
        OpRunner.Run(Device, ConvolutionCases.BackwardWeights(g, 3, x, random.Floats(3 * g.OutCount), true));
    }

    [Theory]
    [InlineData(2, 3, 2)]
    [InlineData(1, 3, 3)]
    [InlineData(3, 4, 3)]
    public void CeilModePoolsImagesSmallerThanTheWindow(int size, int kernel, int stride)
    {
        var g = new PoolGeometry(2, size, size, Window2D.Square(kernel, stride), CeilMode: true);
        Assert.Equal((1, 1), (g.OutHeight, g.OutWidth));
        var random = new RandomCases(size);
        float[] x = random.Floats(3 * g.InCount), dy = random.Floats(3 * g.OutCount);
        OpRunner.Run(Device, PoolCases.MaxForward(g, 3, x));
        OpRunner.Run(Device, PoolCases.MaxBackward(g, 3, x, dy));
        foreach (var countPadding in (bool[])[false, true])
        {
            OpRunner.Run(Device, PoolCases.AverageForward(g, countPadding, 3, x));
            OpRunner.Run(Device, PoolCases.AverageBackward(g, countPadding, 3, dy));
        }
    }

    /// <summary>Each mode with as much padding as it allows, more of it than kernel on some sides; images of one row or column too.</summary>
    [Theory]
    [InlineData(PaddingMode.Edge, 4, 6, 5, 7, 6, 3)]
    [InlineData(PaddingMode.Reflect, 4, 6, 3, 5, 2, 4)]
    [InlineData(PaddingMode.Circular, 4, 6, 4, 6, 3, 5)]
    [InlineData(PaddingMode.Edge, 1, 5, 2, 4, 1, 2)]
    [InlineData(PaddingMode.Reflect, 1, 5, 0, 4, 0, 4)]
    [InlineData(PaddingMode.Circular, 1, 5, 1, 5, 1, 4)]
    [InlineData(PaddingMode.Reflect, 2, 1, 1, 0, 1, 0)]
    public void PaddingThatRepeatsTheImageInAllPasses(PaddingMode mode, int height, int width, int top, int left, int bottom, int right)
    {
        foreach (var stride in (int[])[1, 2])
        {
            var window = new Window2D(height == 1 ? 1 : 2, width == 1 ? 1 : 3, stride, stride, top, left, bottom, right);
            var g = new Conv2DGeometry(2, height, width, 3, window, PaddingMode: mode, Flip: stride == 2);
            var random = new RandomCases(height + 10 * width);
            float[] x = random.Floats(2 * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(2 * g.OutCount);
            OpRunner.Run(Device, ConvolutionCases.Forward(g, 2, x, w, random.Floats(g.OutChannels)));
            OpRunner.Run(Device, ConvolutionCases.BackwardData(g, 2, dy, w));
            OpRunner.Run(Device, ConvolutionCases.BackwardWeights(g, 2, x, dy, true));
        }
    }

    [Fact]
    public void ConvolvesALayerOfManyTiles()
    {
        // More channels, pixels and products than any tile has, none of them a multiple of one; weights' gradient over several splits.
        var random = new RandomCases(1);
        var g = new Conv2DGeometry(19, 23, 21, 70, Window2D.Square(3, 1, 1));
        const int n = 3;
        float[] x = random.Floats(n * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(n * g.OutCount);
        OpRunner.Run(Device, ConvolutionCases.Forward(g, n, x, w, random.Floats(g.OutChannels), Activation.ReLU));
        OpRunner.Run(Device, ConvolutionCases.BackwardData(g, n, dy, w));
        OpRunner.Run(Device, ConvolutionCases.BackwardWeights(g, n, x, dy, true));
    }

    [Fact]
    public void ABatchBeyondTheBoundOneIsRefused()
    {
        using var buffer = Device.Allocate(1024, "refused");
        var operand = Operand.Of(buffer.Bytes);
        using var op = OpTable.Bind(new ReLUForward(4), Device, [operand, operand], Operand.None, 2);
        Assert.Contains("relu.forward: the batch is 3", Assert.Throws<ArgumentOutOfRangeException>(() => op.Run(3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => op.Run(0));
        var error = Assert.Throws<ArgumentException>(() => OpTable.Bind(new ReLUForward(4), Device, [operand], Operand.None, 2));
        Assert.Contains("takes 2 operands", error.Message);
    }

    private static OpCase Generate(string op, int seed) => OpCases.Generators.First(pair => pair.Key.Name == op).Value(seed);
}

[Collection(OnDevice.Cpu)]
public sealed class OpTestsOnCpu() : OpTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class OpTestsOnCpuAccelerator() : OpTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class OpTestsOnOpenCl() : OpTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class OpTestsOnCuda() : OpTests(OnDevice.Cuda);
