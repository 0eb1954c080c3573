using ConvGpu.Bench;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Cpu;

/// <summary>Matrix multiplication with register tiles, written as one would for a GPU.</summary>
public sealed class SgemmTests
{
    [Fact]
    public void ColumnsApart_MatchTheSums() => Check<InterleavedColumns>(128);

    [Fact]
    public void ColumnsTogether_MatchTheSums() => Check<AdjacentColumns>(128);

    [Fact]
    public void TilesOf128_MatchTheSums() => Check<WideAdjacentColumns>(128);

    private static void Check<TTile>(int n) where TTile : struct, ISgemmTile
    {
        using var context = Context.Create(builder => builder.DefaultCPU());
        using var accelerator = context.CreateCPUAccelerator(0);
        var random = new Random(1);
        // Small integers: every sum is exact.
        var x = Enumerable.Range(0, n * n).Select(_ => (float)random.Next(-8, 9)).ToArray();
        var y = Enumerable.Range(0, n * n).Select(_ => (float)random.Next(-8, 9)).ToArray();
        using var a = accelerator.Allocate1D(x);
        using var b = accelerator.Allocate1D(y);
        using var c = accelerator.Allocate1D<float>(n * n);
        var kernel = accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int>(SgemmKernels.Multiply<TTile>);
        int tiles = n / SgemmKernels.Tile<TTile>();
        KernelConfig config = ((tiles, tiles), (SgemmKernels.GroupWidth, SgemmKernels.GroupWidth));
        kernel(config, a.View, b.View, c.View, n, n);
        var result = c.GetAsArray1D();
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                float expected = 0;
                for (int k = 0; k < n; k++)
                    expected += x[i * n + k] * y[k * n + j];
                Assert.Equal(expected, result[i * n + j]);
            }
    }
}
