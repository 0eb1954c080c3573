using System.Numerics;
using ConvGpu.Kernels;
using ConvGpu.Tests.Matrix;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>The Fourier transform against its definition, and both convolution theorems; one sealed subclass a device.</summary>
public abstract class FourierTests(string device)
{
    // A stage of radix 2 multiplies by a factor that is off by some roundings, and adds: eight roundings are more than it makes.
    private const int RoundingsOfAStage = 8;

    [Theory]
    [InlineData(2, 2)]
    [InlineData(4, 8)]
    [InlineData(32, 4)]
    [InlineData(2, 64)]
    [InlineData(16, 32)]
    public void TransformsThereAndBack(int height, int width)
    {
        const int n = 3, channels = 2;
        var random = new RandomCases(height + width);
        int pixels = height * width, spectrum = 2 * height * (width / 2 + 1);
        var x = random.Floats(n * channels * pixels);
        var forward = new Expected(n * channels * spectrum);
        for (var image = 0; image < n * channels; image++)
        {
            var pixelsOfImage = x.AsSpan(image * pixels, pixels);
            double sum = 0;
            foreach (var value in pixelsOfImage) sum += Math.Abs(value);
            var at = image * spectrum;
            foreach (var value in FourierReference.Half(FourierReference.Transform(pixelsOfImage, height, width), height, width))
                forward.Set(at++, value, sum, Roundings(height, width));
        }
        var opDevice = TestDevices.Open(device);
        OpRunner.Run(opDevice, new(
            new Fourier2DForward(channels, height, width), n,
            [OpOperand.In("x", x, channels * pixels), OpOperand.Out("y", forward, channels * spectrum)]));

        // The spectra were rounded once; a sum over all of them, divided by their number, is off by no more than their largest magnitude's share.
        var back = new Expected(x.Length);
        var largest = forward.Values.Max(Math.Abs);
        for (var i = 0; i < x.Length; i++) back.Set(i, x[i], largest, Roundings(height, width));
        OpRunner.Run(opDevice, new(
            new Fourier2DInverse(channels, height, width), n,
            [
                OpOperand.In("y", Array.ConvertAll(forward.Values, value => (float)value), channels * spectrum),
                OpOperand.Out("x", back, channels * pixels),
            ]));
        OpMatrix.Count("fourier2d.forward", device, "definition");
        OpMatrix.Count("fourier2d.inverse", device, "definition");
        CheckMatrix.Passed(Subject.Op, nameof(Fourier2DForward), device, Check.Reference);
        CheckMatrix.Passed(Subject.Op, nameof(Fourier2DInverse), device, Check.Reference);
    }

    [Fact]
    public void LongLinesOfACosineHaveTwoBins()
    {
        const int width = FourierPlan.MaxLength, height = 2, frequency = 700;
        var x = new float[height * width];
        for (var i = 0; i < x.Length; i++) x[i] = (float)Math.Cos(2 * Math.PI * frequency * (i % width) / width);
        var y = Transform(x, height, width);
        var expected = new double[y.Length];
        // The sum over rows and columns of cos^2; the conjugate bin is in the half that is not kept.
        expected[frequency] = x.Length / 2.0;
        for (var i = 0; i < y.Length; i++) Assert.Equal(expected[i], y[i], x.Length * Roundings(height, width) * Expected.UnitRoundoff);
    }

    /// <summary>The transform of a circular convolution is the product of the transforms.</summary>
    [Theory]
    [InlineData(8, 8)]
    [InlineData(4, 16)]
    public void AConvolutionIsAProductOfTransforms(int height, int width)
    {
        var random = new RandomCases(height);
        float[] x = random.Floats(height * width), h = random.Floats(height * width);
        // Each output meets the whole image: the filter is as large, its last tap at the output.
        var window = new Window2D(height, width, 1, 1, height - 1, width - 1, 0, 0);
        var circular = new Conv2DGeometry(1, height, width, 1, window, 1, PaddingMode.Circular, Flip: true);
        var words = OpRunner.Run(TestDevices.Open(device), ConvolutionCases.Forward(circular, 1, x, h, []));
        var convolved = Array.ConvertAll(words[2], BitConverter.Int32BitsToSingle);

        Complex[] ofConvolution = Whole(convolved, height, width), ofX = Whole(x, height, width), ofH = Whole(h, height, width);
        double magnitude = x.Sum(Math.Abs) * (double)h.Sum(Math.Abs);
        for (var i = 0; i < ofX.Length; i++)
            Near(ofX[i] * ofH[i], ofConvolution[i], magnitude, 3 * Roundings(height, width) + height * width, $"bin {i}");
    }

    /// <summary>The dual: the transform of a product is the circular convolution of the transforms, divided by the number of elements.</summary>
    [Theory]
    [InlineData(8, 8)]
    [InlineData(4, 16)]
    public void AProductIsAConvolutionOfTransforms(int height, int width)
    {
        var random = new RandomCases(width);
        float[] x = random.Floats(height * width), h = random.Floats(height * width);
        float[] product = [.. x.Zip(h, (a, b) => a * b)];
        Complex[] ofX = Whole(x, height, width), ofH = Whole(h, height, width), ofProduct = Whole(product, height, width);
        var convolved = FourierReference.CircularConvolution(ofX, ofH, height, width);
        double magnitude = x.Sum(Math.Abs) * (double)h.Sum(Math.Abs);
        for (var i = 0; i < ofX.Length; i++)
            Near(convolved[i] / (height * width), ofProduct[i], magnitude, 3 * Roundings(height, width), $"bin {i}");
    }

    private static void Near(Complex expected, Complex actual, double magnitude, int roundings, string what)
    {
        var bound = roundings * Expected.UnitRoundoff * magnitude;
        Assert.True((expected - actual).Magnitude <= bound, $"{what} is {actual}, expected {expected}; off by {(expected - actual).Magnitude:E2}, bound {bound:E2}");
    }

    private static int Roundings(int height, int width) => RoundingsOfAStage * (BitOperations.Log2((uint)height) + BitOperations.Log2((uint)width) + 2);

    private Complex[] Whole(float[] x, int height, int width) => FourierReference.Whole(Transform(x, height, width), height, width);

    private float[] Transform(float[] x, int height, int width)
    {
        var op = new Fourier2DForward(1, height, width);
        var opDevice = TestDevices.Open(device);
        using var input = opDevice.Allocate(x.Length * sizeof(float), "x");
        using var output = opDevice.Allocate(2 * height * (width / 2 + 1) * sizeof(float), "y");
        using var workspace = opDevice.Allocate(OpTable.WorkspaceBytes(op, opDevice, 1), "workspace");
        opDevice.CopyToDevice<float>(x, new Operand(input.Bytes).AsFloat());
        using var bound = OpTable.Bind(op, opDevice, [new Operand(input.Bytes), new Operand(output.Bytes)], new Operand(workspace.Bytes), 1);
        bound.Run(1);
        opDevice.Synchronize();
        var y = new float[2 * height * (width / 2 + 1)];
        opDevice.CopyToHost(new Operand(output.Bytes).AsFloat().SubView(0, y.Length), y.AsSpan());
        return y;
    }
}

[Collection(OnDevice.Cpu)]
public sealed class FourierTestsOnCpu() : FourierTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class FourierTestsOnCpuAccelerator() : FourierTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class FourierTestsOnOpenCl() : FourierTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class FourierTestsOnCuda() : FourierTests(OnDevice.Cuda);
