using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>Minimal filtering by kernels against direct sums, with tiles of 2x2 and of 4x4 outputs.</summary>
public abstract class WinogradKernelTests(string deviceName)
{
    private ComputeDevice Device => TestDevices.Open(deviceName);

    [Fact]
    public void AgreesWithDirectSumsOnRandomConfigurations()
    {
        for (var seed = 0; seed < Math.Max(6, TestDevices.RandomCases(deviceName) / 4); seed++)
        {
            var random = new RandomCases(seed);
            int groups = random.Chance(0.3) ? 2 : 1, n = random.Batch();
            int Channels() => groups * random.Between(1, TestDevices.IsSlow(deviceName) ? 6 : 24);
            var window = new Window2D(3, 3, 1, 1, random.Between(0, 4), random.Between(0, 3), random.Between(0, 4), random.Between(0, 3));
            var g = new Conv2DGeometry(
                Channels(), random.Between(3, 11), random.Between(3, 13), Channels(), window, groups, Flip: random.Chance(0.3))
            {
                Algorithm = ConvAlgorithm.Winograd,
            };
            Check(g, n, random, random.Chance(0.3) ? Activation.ReLU : Activation.None, random.Chance(0.5));
            OpMatrix.Count("conv2d", deviceName, "winograd");
        }
    }

    /// <summary>Outputs of 1 and 2 rows take the small tiles, 4 and more the large ones, with and without a rest.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(4, 4)]
    [InlineData(8, 13)]
    [InlineData(6, 6)]
    public void AgreesForEverySizeOfTile(int height, int width)
    {
        var g = new Conv2DGeometry(8, height + 2, width + 2, 12, Window2D.Square(3)) { Algorithm = ConvAlgorithm.Winograd };
        Assert.Equal(height >= 4, WinogradPlan.TakesFour(height, width));
        Check(g, 3, new RandomCases(height), Activation.ReLU, bias: true);
    }

    /// <summary>A batch that takes several passes, the last shorter, is summed as one that takes one.</summary>
    [Fact]
    public void AgreesInSeveralPasses()
    {
        var g = new Conv2DGeometry(4, 8, 8, 8, Window2D.Square(3, padding: 1)) { Algorithm = ConvAlgorithm.Winograd };
        using (WinogradPasses.Limit(2 * 36 * 12 * 4))
        {
            Assert.Equal(2, WinogradPasses.Forward(g, Device, 5).ItemsPerPass);
            Check(g, 5, new RandomCases(3), Activation.None, bias: true);
        }
    }

    [Fact]
    public void TilesOfATooLargeImageAreRefused()
    {
        var g = new Conv2DGeometry(64, 4096, 4096, 64, Window2D.Square(3, padding: 1)) { Algorithm = ConvAlgorithm.Winograd };
        var error = Assert.Throws<ArgumentException>(() => OpTable.WorkspaceBytes(new Conv2DForward(g, false), Device, 1));
        Assert.Contains("values of tiles, more than 2^31 - 1. Use ConvAlgorithm.Direct", error.Message);
    }

    [Fact]
    public void ProductsOfTooManyGroupsAreRefused()
    {
        var g = new Conv2DGeometry(64, 8, 8, 64, Window2D.Square(3, padding: 1), 64) { Algorithm = ConvAlgorithm.Winograd };
        var error = Assert.Throws<ArgumentException>(() => OpTable.WorkspaceBytes(new Conv2DForward(g, false), Device, 1));
        Assert.Contains("36 for each of 64 groups, but kernels take 1023. Use ConvAlgorithm.Direct", error.Message);
        Assert.False(WinogradPlan.IsChosenForKernels(g with { Algorithm = ConvAlgorithm.Automatic }));
    }

    private void Check(Conv2DGeometry g, int n, RandomCases random, Activation activation, bool bias)
    {
        float[] x = random.Floats(n * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(n * g.OutCount);
        foreach (var opCase in AlgorithmCases.Passes(g, n, x, w, bias ? random.Floats(g.OutChannels) : [], dy, activation)) OpRunner.Run(Device, opCase);
    }
}

[Collection(OnDevice.CpuAccelerator)]
public sealed class CpuAcceleratorWinogradKernelTests() : WinogradKernelTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class OpenClWinogradKernelTests() : WinogradKernelTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class CudaWinogradKernelTests() : WinogradKernelTests(OnDevice.Cuda);
