using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>What the lectures say of convolution, as equations between results of a device.</summary>
public abstract class ConvolutionPropertyTests(string device)
{
    private const int Batch = 2;

    /// <summary>Equivariance: a shifted image gives the shifted result, bit by bit, since every sum keeps its order.</summary>
    [Theory]
    [InlineData(3, 3, 1, 1)]
    [InlineData(4, 2, 1, 2)]
    [InlineData(3, 3, 2, 1)]
    public void WithCircularPaddingAShiftOfTheImageIsAShiftOfTheResult(int kernelHeight, int kernelWidth, int dilationHeight, int dilationWidth)
    {
        const int height = 9, width = 20;
        int rows = dilationHeight * (kernelHeight - 1), columns = dilationWidth * (kernelWidth - 1);
        var window = new Window2D(
            kernelHeight, kernelWidth, 1, 1, rows / 2, columns / 2, rows - rows / 2, columns - columns / 2, dilationHeight, dilationWidth);
        var g = new Conv2DGeometry(3, height, width, 5, window, PaddingMode: PaddingMode.Circular);
        var random = new RandomCases(kernelHeight + 10 * dilationHeight);
        float[] x = random.Floats(Batch * g.InCount), w = random.Floats(g.WeightCount), b = random.Floats(g.OutChannels);
        var y = Convolve(g, x, w, b);
        foreach (var (down, right) in new[] { (1, 0), (0, 1), (4, 17) })
            Assert.Equal(Rolled(y, height, width, down, right), Convolve(g, Rolled(x, height, width, down, right), w, b));
    }

    [Fact]
    public void WithoutPaddingAShiftOfTheImageIsAShiftOfTheInterior()
    {
        const int height = 12, width = 19;
        var g = new Conv2DGeometry(3, height, width, 4, new Window2D(3, 5, 1, 1, 0, 0, 0, 0));
        var random = new RandomCases(4);
        float[] x = random.Floats(Batch * g.InCount), w = random.Floats(g.WeightCount), b = random.Floats(g.OutChannels);
        const int down = 2, right = 3;
        float[] y = Convolve(g, x, w, b), shifted = Convolve(g, Rolled(x, height, width, down, right), w, b);
        for (var plane = 0; plane < Batch * g.OutChannels; plane++)
        for (var row = down; row < g.OutHeight; row++)
        for (var column = right; column < g.OutWidth; column++)
        {
            var at = (plane * g.OutHeight + row) * g.OutWidth + column;
            Assert.Equal(y[at - down * g.OutWidth - right], shifted[at]);
        }
    }

    /// <summary>Strides are subsampling: (1, 3) keeps every third column, and a 4x4 filter moved by 2 every other row and column.</summary>
    [Theory]
    [InlineData(3, 1, 3)]
    [InlineData(4, 2, 2)]
    public void AStrideKeepsEverySoManyOfTheResults(int kernel, int strideHeight, int strideWidth)
    {
        var dense = new Conv2DGeometry(3, 11, 22, 4, Window2D.Square(kernel));
        var strided = new Conv2DGeometry(3, 11, 22, 4, new Window2D(kernel, kernel, strideHeight, strideWidth, 0, 0, 0, 0));
        Assert.Equal(((dense.OutHeight - 1) / strideHeight + 1, (dense.OutWidth - 1) / strideWidth + 1), (strided.OutHeight, strided.OutWidth));
        var random = new RandomCases(kernel);
        float[] x = random.Floats(Batch * dense.InCount), w = random.Floats(dense.WeightCount), b = random.Floats(4);
        var kept = new Subsample2DGeometry(4, dense.OutHeight, dense.OutWidth, 0, 0, strideHeight, strideWidth);
        var sampled = Floats(OpRunner.Run(TestDevices.Open(device), ChannelCases.SubsampleForward(kept, Batch, Convolve(dense, x, w, b)))[1]);
        Assert.Equal(sampled, Convolve(strided, x, w, b));
    }

    /// <summary>Flip the kernel, shift it over the image, multiply, add; in whole numbers, so that every sum is exact.</summary>
    [Theory]
    [InlineData(0, 6, 7)]
    [InlineData(1, 8, 9)]
    [InlineData(2, 10, 11)]
    public void TrueConvolutionIsFlipShiftMultiplyAdd(int padding, int outHeight, int outWidth)
    {
        const int height = 8, width = 9;
        var g = new Conv2DGeometry(1, height, width, 1, Window2D.Square(3, padding: padding), Flip: true);
        var random = new RandomCases(6);
        float[] x = Whole(random, height * width), w = Whole(random, 9);
        var flipped = new float[3, 3];
        for (var row = 0; row < 3; row++)
        for (var column = 0; column < 3; column++) flipped[2 - row, 2 - column] = w[row * 3 + column];
        var byHand = new float[outHeight * outWidth];
        for (var down = 0; down < outHeight; down++)
        for (var right = 0; right < outWidth; right++)
        for (var row = 0; row < 3; row++)
        for (var column = 0; column < 3; column++)
        {
            int h = down + row - padding, v = right + column - padding;
            if (h >= 0 && h < height && v >= 0 && v < width) byHand[down * outWidth + right] += flipped[row, column] * x[h * width + v];
        }
        Assert.Equal(byHand, Convolve(g, x, w, [], 1));
    }

    [Fact]
    public void FullTrueConvolutionMayExchangeImageAndKernel()
    {
        var random = new RandomCases(8);
        float[] a = Whole(random, 5 * 6), b = Whole(random, 3 * 4);
        var one = new Conv2DGeometry(1, 5, 6, 1, new Window2D(3, 4, 1, 1, 2, 3, 2, 3), Flip: true);
        var other = new Conv2DGeometry(1, 3, 4, 1, new Window2D(5, 6, 1, 1, 4, 5, 4, 5), Flip: true);
        Assert.Equal((7, 9), (one.OutHeight, one.OutWidth));
        Assert.Equal(Convolve(one, a, b, [], 1), Convolve(other, b, a, [], 1));
    }

    /// <summary>The sums of conv(x) * y and x * transposed(y) are one number, within the bounds of both results; in every padding mode.</summary>
    [Fact]
    public void TheGradientOfTheInputIsTheAdjoint()
    {
        for (var seed = 0; seed < Math.Max(2, TestDevices.RandomCases(device) / 8); seed++)
        {
            var random = new RandomCases(seed + 5000);
            var (g, n) = (random.Convolution(), random.Batch());
            float[] x = random.Floats(n * g.InCount), w = random.Floats(g.WeightCount), y = random.Floats(n * g.OutCount);
            OpCase forward = ConvolutionCases.Forward(g, n, x, w, []), transposed = ConvolutionCases.BackwardData(g, n, y, w);
            var (left, leftBound) = Dot(y, forward);
            var (right, rightBound) = Dot(x, transposed);
            Assert.True(Math.Abs(left - right) <= leftBound + rightBound, $"{g}: {left:R} and {right:R}, bound {leftBound + rightBound:E2}");
        }
    }

    private (double Value, double Bound) Dot(float[] values, OpCase opCase)
    {
        var result = Floats(OpRunner.Run(TestDevices.Open(device), opCase)[2]);
        double sum = 0, bound = 0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += (double)values[i] * result[i];
            // The double sum itself is off by some 2^-53 of what is added.
            bound += Math.Abs(values[i]) * (opCase.Operands[2].Expected!.Bound(i) + Math.Abs(result[i]) * values.Length * Math.Pow(2, -53));
        }
        return (sum, bound);
    }

    private float[] Convolve(Conv2DGeometry g, float[] x, float[] w, float[] b, int n = Batch) =>
        Floats(OpRunner.Run(TestDevices.Open(device), ConvolutionCases.Forward(g, n, x, w, b))[^1]);

    private static float[] Floats(int[] words) => Array.ConvertAll(words, BitConverter.Int32BitsToSingle);

    private static float[] Whole(RandomCases random, int count) => Array.ConvertAll(random.Ints(count, 19), v => v - 9f);

    private static float[] Rolled(float[] planes, int height, int width, int down, int right)
    {
        var rolled = new float[planes.Length];
        for (var i = 0; i < planes.Length; i++)
        {
            int column = i % width, row = i / width % height, plane = i / width / height;
            rolled[(plane * height + (row + down) % height) * width + (column + right) % width] = planes[i];
        }
        return rolled;
    }
}

[Collection(OnDevice.Cpu)]
public sealed class ConvolutionPropertyTestsOnCpu() : ConvolutionPropertyTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class ConvolutionPropertyTestsOnCpuAccelerator() : ConvolutionPropertyTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class ConvolutionPropertyTestsOnOpenCl() : ConvolutionPropertyTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class ConvolutionPropertyTestsOnCuda() : ConvolutionPropertyTests(OnDevice.Cuda);
