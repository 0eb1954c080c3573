// Keeps Debug.Assert in Release builds.
#define DEBUG

using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Compiler.Tests.OpenCl;

/// <summary>The kernels of the OpenCL host tests.</summary>
internal static class OpenClKernels
{
    public const int TileSize = 64, Depth = 16, ItemTile = 4;

    public static void Scale(Index1D i, ArrayView<float> x, float s) => x[i] *= s;

    public static void Fill2D(Index2D i, ArrayView2D<int, Stride2D.DenseX> x) => x[i] = i.X * 1000 + i.Y;

    public static void ReverseInGroup(ArrayView<int> x)
    {
        var shared = SharedMemory.GetDynamic<int>();
        int t = Group.IdxX, i = Grid.IdxX * Group.DimX + t;
        shared[t] = x[i];
        Group.Barrier();
        x[i] = shared[Group.DimX - 1 - t];
    }

    public static void CheckedFill(Index1D i, ArrayView<int> x, int limit)
    {
        Debug.Assert(i < limit, "index under the limit");
        x[i] = i;
    }

    /// <summary>C = A * B for square matrices whose size is a multiple of 64: groups of 16x16 items, each with a tile of 4x4.</summary>
    public static void Multiply(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int n)
    {
        var aTile = SharedMemory.Allocate1D<float>(TileSize * Depth);
        var bTile = SharedMemory.Allocate1D<float>(TileSize * Depth);
        var sums = LocalMemory.Allocate1D<float>(ItemTile * ItemTile);
        int tx = Group.IdxX % 16, ty = Group.IdxX / 16;
        int row = Grid.IdxY * TileSize, column = Grid.IdxX * TileSize;
        for (int i = 0; i < ItemTile * ItemTile; i++)
            sums[i] = 0;
        for (int k = 0; k < n; k += Depth)
        {
            for (int l = Group.IdxX; l < TileSize * Depth; l += 256)
            {
                aTile[l % Depth * TileSize + l / Depth] = a[(row + l / Depth) * n + k + l % Depth];
                bTile[l] = b[(k + l / TileSize) * n + column + l % TileSize];
            }
            Group.Barrier();
            for (int d = 0; d < Depth; d++)
                for (int i = 0; i < ItemTile; i++)
                    for (int j = 0; j < ItemTile; j++)
                        sums[i * ItemTile + j] += aTile[d * TileSize + ty * ItemTile + i] * bTile[d * TileSize + tx + 16 * j];
            Group.Barrier();
        }
        for (int i = 0; i < ItemTile; i++)
            for (int j = 0; j < ItemTile; j++)
                c[(row + ty * ItemTile + i) * n + column + tx + 16 * j] = sums[i * ItemTile + j];
    }
}
