using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Compiler.Tests.Passes;

/// <summary>Register-blocked SGEMM, written as ILGPU's users write it. C is M x N, row by row; sizes are multiples of the tile.</summary>
internal static class SgemmKernels
{
    /// <summary>A 64x64 tile for 16x16 items, each 4x4 with columns tx + 16j.</summary>
    public static void Tile4(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int m, int n, int k)
    {
        const int Tile = 64, Step = 16, Rows = 4, Columns = 4;
        var tileA = SharedMemory.Allocate<float>(Tile * Step);
        var tileB = SharedMemory.Allocate<float>(Step * Tile);
        var sums = LocalMemory.Allocate1D<float>(Rows * Columns);
        int tx = Group.IdxX, ty = Group.IdxY, linear = ty * 16 + tx;
        int row0 = Grid.IdxY * Tile, column0 = Grid.IdxX * Tile;
        for (int i = 0; i < Rows * Columns; i++)
            sums[i] = 0f;
        for (int k0 = 0; k0 < k; k0 += Step)
        {
            for (int i = linear; i < Tile * Step; i += 256)
            {
                tileA[i] = a[(row0 + i / Step) * k + k0 + i % Step];
                tileB[i] = b[(k0 + i / Tile) * n + column0 + i % Tile];
            }
            Group.Barrier();
            for (int kk = 0; kk < Step; kk++)
                for (int i = 0; i < Rows; i++)
                    for (int j = 0; j < Columns; j++)
                        sums[i * Columns + j] += tileA[(ty * Rows + i) * Step + kk] * tileB[kk * Tile + tx + 16 * j];
            Group.Barrier();
        }
        for (int i = 0; i < Rows; i++)
            for (int j = 0; j < Columns; j++)
                c[(row0 + ty * Rows + i) * n + column0 + tx + 16 * j] = sums[i * Columns + j];
    }

    /// <summary>A 128x128 tile for 16x16 items, each 8x8, operands first fetched into local arrays.</summary>
    public static void Tile8(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int m, int n, int k)
    {
        const int Tile = 128, Step = 8, Side = 8;
        var tileA = SharedMemory.Allocate<float>(Tile * Step);
        var tileB = SharedMemory.Allocate<float>(Step * Tile);
        var sums = LocalMemory.Allocate1D<float>(Side * Side);
        var left = LocalMemory.Allocate1D<float>(Side);
        var right = LocalMemory.Allocate1D<float>(Side);
        int tx = Group.IdxX, ty = Group.IdxY, linear = ty * 16 + tx;
        int row0 = Grid.IdxY * Tile, column0 = Grid.IdxX * Tile;
        for (int i = 0; i < Side * Side; i++)
            sums[i] = 0f;
        for (int k0 = 0; k0 < k; k0 += Step)
        {
            for (int i = linear; i < Tile * Step; i += 256)
            {
                tileA[i] = a[(row0 + i / Step) * k + k0 + i % Step];
                tileB[i] = b[(k0 + i / Tile) * n + column0 + i % Tile];
            }
            Group.Barrier();
            for (int kk = 0; kk < Step; kk++)
            {
                for (int i = 0; i < Side; i++)
                {
                    left[i] = tileA[(ty * Side + i) * Step + kk];
                    right[i] = tileB[kk * Tile + tx * Side + i];
                }
                for (int i = 0; i < Side; i++)
                    for (int j = 0; j < Side; j++)
                        sums[i * Side + j] += left[i] * right[j];
            }
            Group.Barrier();
        }
        for (int i = 0; i < Side; i++)
            for (int j = 0; j < Side; j++)
                c[(row0 + ty * Side + i) * n + column0 + tx * Side + j] = sums[i * Side + j];
    }
}
