using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Which tile a product takes on a device that computes groups in vectors.</summary>
[Collection("Console")]
public sealed class LockstepTileTests
{
    /// <summary>Every tile, whole and cut off, with its accesses checked: what reaches past a view may give the right result all the same.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(150)]
    [InlineData(256)]
    public void ItsAccessesStayInside(int rows)
    {
        using var device = Checking();
        const int columns = 110, depth = 21;
        var random = new RandomCases(rows);
        float[] x = random.Floats(rows * depth), w = random.Floats(columns * depth), dy = random.Floats(rows * columns);
        OpRunner.Run(device, DenseCases.Forward(depth, columns, rows, x, w, []));
        OpRunner.Run(device, DenseCases.BackwardData(depth, columns, rows, dy, w));
        var (inputs, outputs, n) = (depth, rows, columns);
        OpRunner.Run(device, DenseCases.BackwardWeights(inputs, outputs, n, random.Floats(n * inputs), random.Floats(n * outputs), false));
    }

    private static ComputeDevice Checking()
    {
        var before = Environment.GetEnvironmentVariable("CONVGPU_VALIDATE");
        Environment.SetEnvironmentVariable("CONVGPU_VALIDATE", "1");
        try
        {
            return ComputeDevice.Open("cpu-accelerator");
        }
        finally
        {
            Environment.SetEnvironmentVariable("CONVGPU_VALIDATE", before);
        }
    }

    [Theory]
    [InlineData(256, 1024, 1 << 20, nameof(CpuTallTile))]
    [InlineData(192, 1024, 1 << 20, nameof(CpuTallTile))]
    [InlineData(384, 1024, 1 << 20, nameof(CpuWideTile))]
    [InlineData(128, 1024, 1 << 20, nameof(CpuWideTile))]
    [InlineData(64, 1024, 1 << 20, nameof(CpuTile))]
    [InlineData(16, 1024, 1 << 20, nameof(CpuFlatTile))]
    [InlineData(8, 1024, 1 << 20, nameof(SmallTile))]
    [InlineData(192, 512, 1 << 20, nameof(CpuWideTile))]
    [InlineData(192, 256, 1 << 20, nameof(CpuTile))]
    [InlineData(192, 128, 1 << 20, nameof(CpuLeanTile))]
    [InlineData(192, 1024, 128 << 10, nameof(CpuWideTile))]
    [InlineData(192, 1024, 48 << 10, nameof(CpuTile))]
    [InlineData(192, 1024, 32 << 10, nameof(CpuLeanTile))]
    [InlineData(16, 1024, 32 << 10, nameof(SmallTile))]
    [InlineData(192, 16, 4 << 10, nameof(SmallTile))]
    public void TheLargestThatTheDeviceHasRoomFor(int rows, int largestGroup, int sharedBytes, string expected) =>
        Assert.Equal(expected, GemmTiling.LockstepTile(new GemmSize(rows, 1000, 1000), largestGroup, sharedBytes).GetType().Name);

    [Fact]
    public void SharedBytesAreWhatTheKernelAllocates() => Assert.Equal(4 * (8 * 16 + 48 * 16), GemmTiling.SharedBytes(default(SmallTile)));
}
