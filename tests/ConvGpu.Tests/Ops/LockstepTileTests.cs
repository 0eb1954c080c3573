using ConvGpu.Kernels;

namespace ConvGpu.Tests.Ops;

/// <summary>Which tile a product takes on a device that computes groups in vectors.</summary>
public sealed class LockstepTileTests
{
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
