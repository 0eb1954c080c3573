using ConvGpu.Ilgpu.Extensions;
using ConvGpu.Kernels;
using ILGPU;

namespace ConvGpu.Compiler.Tests.Ptx;

public sealed class GemmTilingTests
{
    /// <summary>Large products get large tiles, few rows a flat one, and a product that would leave multiprocessors idle a small one.</summary>
    [Theory]
    [InlineData(4096, 4096, 4096, nameof(Tile128x128))]
    [InlineData(64, 32 * 224 * 224, 576, nameof(Tile64x128))]
    [InlineData(16, 64 * 100 * 100, 25, nameof(Tile16x128))]
    [InlineData(32, 32, 64, nameof(Tile32x32))]
    public void TheTileSuitsTheSizes(int m, int n, int k, string tile)
    {
        var context = Context.Create(_ => { });
        var info = new DeviceInfo("cuda", DeviceKind.Cuda, "text", "nobody", "", null, IsGpu: true);
        using var device = ComputeDevice.Over(info, context, KernelTextAccelerator.Ptx(context, "sm_90"));
        var size = new GemmSize(m, n, k);
        var tiling = GemmTiling.For(device, size);
        Assert.Equal(tile, tiling.Blocked!.GetType().Name);
        Assert.Equal(1, tiling.Splits(size));
    }

    /// <summary>A gradient of few weights over many pixels is cut along the pixels, into fewer parts for a smaller batch.</summary>
    [Fact]
    public void LongSumsAreCut()
    {
        var context = Context.Create(_ => { });
        var info = new DeviceInfo("cuda", DeviceKind.Cuda, "text", "nobody", "", null, IsGpu: true);
        using var device = ComputeDevice.Over(info, context, KernelTextAccelerator.Ptx(context, "sm_90"));
        var size = new GemmSize(64, 27, 32 * 224 * 224, InParts: true);
        var tiling = GemmTiling.For(device, size);
        int splits = tiling.Splits(size);
        Assert.True(splits > 1, $"{tiling.Blocked!.GetType().Name} in {splits} parts");
        Assert.InRange(tiling.Splits(size with { K = 300 }), 1, 2);
    }
}
