using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>Padding that repeats volumes, by the examples of PyTorch's documentation, along each axis.</summary>
public abstract class PadTests(string device)
{
    [Theory]
    [InlineData(PaddingMode.Reflect, 2, 1, 0, 1, 2, 3, 2, 1)]
    [InlineData(PaddingMode.Edge, 0, 0, 0, 1, 2, 3, 3, 3)]
    [InlineData(PaddingMode.Circular, 2, 3, 0, 1, 2, 3, 0, 1)]
    public void ALineIsPaddedAsByPyTorch(PaddingMode mode, params int[] expected)
    {
        for (var axis = 0; axis < 3; axis++)
        {
            int Size(int a) => a == axis ? 4 : 1;
            (int, int) Padding(int a) => a == axis ? (2, 2) : (0, 0);
            var g = new Pad3DGeometry(1, Size(0), Size(1), Size(2), Padding(0), Padding(1), Padding(2), mode);
            var y = OpRunner.Run(TestDevices.Open(device), PadCases.Forward(g, 1, [0, 1, 2, 3]))[1];
            Assert.Equal(expected.Select(v => (float)v), y.Select(BitConverter.Int32BitsToSingle));
        }
    }

    [Fact]
    public void NanAndInfinityAreCopied()
    {
        var g = new Pad3DGeometry(2, 2, 1, 2, (1, 1), (0, 0), (1, 0), PaddingMode.Reflect);
        float[] x = [float.NaN, 1, float.PositiveInfinity, -0f, 5, 6, 7, float.NegativeInfinity];
        var y = OpRunner.Run(TestDevices.Open(device), PadCases.Forward(g, 1, x))[1];
        Assert.Equal(PadReference.Sources(g, 1).Select(i => BitConverter.SingleToInt32Bits(x[i])), y);
    }
}

[Collection(OnDevice.Cpu)]
public sealed class PadTestsOnCpu() : PadTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class PadTestsOnCpuAccelerator() : PadTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class PadTestsOnOpenCl() : PadTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class PadTestsOnCuda() : PadTests(OnDevice.Cuda);
