using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Cpu;

/// <summary>Matrix multiplication with register tiles, written as one would for a GPU.</summary>
public sealed class SgemmTests
{
    private const int Tile = 64, Depth = 16, Items = 16, PerItem = Tile / Items;

    /// <summary>C = A B for row-major square matrices whose size is a multiple of 64. The columns of an item lie 16 apart.</summary>
    private static void Sgemm(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int n)
    {
        var tileA = SharedMemory.Allocate<float>(Tile * Depth);
        var tileB = SharedMemory.Allocate<float>(Depth * Tile);
        int tx = Group.IdxX, ty = Group.IdxY, row = Grid.IdxY * Tile, column = Grid.IdxX * Tile;
        var sums = LocalMemory.Allocate<float>(PerItem * PerItem);
        for (int i = 0; i < PerItem * PerItem; i++)
            sums[i] = 0;
        for (int start = 0; start < n; start += Depth)
        {
            for (int i = 0; i < PerItem; i++)
                tileA[(ty + Items * i) * Depth + tx] = a[(row + ty + Items * i) * n + start + tx];
            for (int i = 0; i < PerItem; i++)
                tileB[ty * Tile + tx + Items * i] = b[(start + ty) * n + column + tx + Items * i];
            Group.Barrier();
            for (int k = 0; k < Depth; k++)
                for (int i = 0; i < PerItem; i++)
                    for (int j = 0; j < PerItem; j++)
                        sums[i * PerItem + j] += tileA[(ty * PerItem + i) * Depth + k] * tileB[k * Tile + tx + Items * j];
            Group.Barrier();
        }
        for (int i = 0; i < PerItem; i++)
            for (int j = 0; j < PerItem; j++)
                c[(row + ty * PerItem + i) * n + column + tx + Items * j] = sums[i * PerItem + j];
    }

    /// <summary>The same with four neighbouring columns for each item: items read shared memory with a stride of four.</summary>
    private static void SgemmOfNeighbours(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int n)
    {
        var tileA = SharedMemory.Allocate<float>(Tile * Depth);
        var tileB = SharedMemory.Allocate<float>(Depth * Tile);
        int tx = Group.IdxX, ty = Group.IdxY, row = Grid.IdxY * Tile, column = Grid.IdxX * Tile;
        var sums = LocalMemory.Allocate<float>(PerItem * PerItem);
        for (int i = 0; i < PerItem * PerItem; i++)
            sums[i] = 0;
        for (int start = 0; start < n; start += Depth)
        {
            for (int i = 0; i < PerItem; i++)
                tileA[(ty + Items * i) * Depth + tx] = a[(row + ty + Items * i) * n + start + tx];
            for (int i = 0; i < PerItem; i++)
                tileB[ty * Tile + tx * PerItem + i] = b[(start + ty) * n + column + tx * PerItem + i];
            Group.Barrier();
            for (int k = 0; k < Depth; k++)
                for (int i = 0; i < PerItem; i++)
                    for (int j = 0; j < PerItem; j++)
                        sums[i * PerItem + j] += tileA[(ty * PerItem + i) * Depth + k] * tileB[k * Tile + tx * PerItem + j];
            Group.Barrier();
        }
        for (int i = 0; i < PerItem; i++)
            for (int j = 0; j < PerItem; j++)
                c[(row + ty * PerItem + i) * n + column + tx * PerItem + j] = sums[i * PerItem + j];
    }

    [Fact]
    public void ColumnsApart_MatchTheSums() => Check(Sgemm, 128);

    [Fact]
    public void ColumnsTogether_MatchTheSums() => Check(SgemmOfNeighbours, 128);

    private static void Check(Action<ArrayView<float>, ArrayView<float>, ArrayView<float>, int> sgemm, int n)
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
        var kernel = accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(sgemm);
        KernelConfig config = ((n / Tile, n / Tile), (Items, Items));
        kernel(config, a.View, b.View, c.View, n);
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
