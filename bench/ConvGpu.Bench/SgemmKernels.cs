using ILGPU;

namespace ConvGpu.Bench;

/// <summary>
/// C = A*B on row-major square matrices whose size is a multiple of 64, written the ILGPU way: a group of 16x16 items computes a 64x64
/// tile, each item 4x4 elements held in local memory, operands staged through shared memory 16 columns at a time.
/// </summary>
public static class SgemmKernels
{
    /// <summary>Rows and columns of the tile that a group computes.</summary>
    public const int Tile = 64;

    /// <summary>Items of a group in each of two dimensions.</summary>
    public const int GroupWidth = 16;

    private const int Depth = 16;
    private const int ItemRows = 4;
    private const int ItemColumns = 4;

    /// <summary>Item tx owns the columns tx, tx+16, tx+32, tx+48: neighbours in a group touch neighbours in memory.</summary>
    public static void InterleavedColumns(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int size)
    {
        int tx = Group.IdxX, ty = Group.IdxY;
        int row0 = Grid.IdxY * Tile, column0 = Grid.IdxX * Tile;
        var tileA = SharedMemory.Allocate<float>(Tile * Depth);
        var tileB = SharedMemory.Allocate<float>(Depth * Tile);
        var sum = LocalMemory.Allocate<float>(ItemRows * ItemColumns);
        var rowA = LocalMemory.Allocate<float>(ItemRows);
        var columnB = LocalMemory.Allocate<float>(ItemColumns);
        for (int i = 0; i < ItemRows * ItemColumns; i++)
            sum[i] = 0;
        for (int k0 = 0; k0 < size; k0 += Depth)
        {
            for (int i = 0; i < Tile / GroupWidth; i++)
                tileA[(ty + GroupWidth * i) * Depth + tx] = a[(row0 + ty + GroupWidth * i) * size + k0 + tx];
            for (int j = 0; j < Tile / GroupWidth; j++)
                tileB[ty * Tile + tx + GroupWidth * j] = b[(k0 + ty) * size + column0 + tx + GroupWidth * j];
            Group.Barrier();
            for (int k = 0; k < Depth; k++)
            {
                for (int i = 0; i < ItemRows; i++)
                    rowA[i] = tileA[(ty * ItemRows + i) * Depth + k];
                for (int j = 0; j < ItemColumns; j++)
                    columnB[j] = tileB[k * Tile + tx + GroupWidth * j];
                for (int i = 0; i < ItemRows; i++)
                    for (int j = 0; j < ItemColumns; j++)
                        sum[i * ItemColumns + j] += rowA[i] * columnB[j];
            }
            Group.Barrier();
        }
        for (int i = 0; i < ItemRows; i++)
            for (int j = 0; j < ItemColumns; j++)
                c[(row0 + ty * ItemRows + i) * size + column0 + tx + GroupWidth * j] = sum[i * ItemColumns + j];
    }

    /// <summary>Item tx owns the four adjacent columns 4*tx .. 4*tx+3, the usual layout on GPUs.</summary>
    public static void AdjacentColumns(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int size)
    {
        int tx = Group.IdxX, ty = Group.IdxY;
        int row0 = Grid.IdxY * Tile, column0 = Grid.IdxX * Tile;
        var tileA = SharedMemory.Allocate<float>(Tile * Depth);
        var tileB = SharedMemory.Allocate<float>(Depth * Tile);
        var sum = LocalMemory.Allocate<float>(ItemRows * ItemColumns);
        var rowA = LocalMemory.Allocate<float>(ItemRows);
        var columnB = LocalMemory.Allocate<float>(ItemColumns);
        for (int i = 0; i < ItemRows * ItemColumns; i++)
            sum[i] = 0;
        for (int k0 = 0; k0 < size; k0 += Depth)
        {
            for (int i = 0; i < Tile / GroupWidth; i++)
                tileA[(ty + GroupWidth * i) * Depth + tx] = a[(row0 + ty + GroupWidth * i) * size + k0 + tx];
            for (int j = 0; j < ItemColumns; j++)
                tileB[ty * Tile + tx * ItemColumns + j] = b[(k0 + ty) * size + column0 + tx * ItemColumns + j];
            Group.Barrier();
            for (int k = 0; k < Depth; k++)
            {
                for (int i = 0; i < ItemRows; i++)
                    rowA[i] = tileA[(ty * ItemRows + i) * Depth + k];
                for (int j = 0; j < ItemColumns; j++)
                    columnB[j] = tileB[k * Tile + tx * ItemColumns + j];
                for (int i = 0; i < ItemRows; i++)
                    for (int j = 0; j < ItemColumns; j++)
                        sum[i * ItemColumns + j] += rowA[i] * columnB[j];
            }
            Group.Barrier();
        }
        for (int i = 0; i < ItemRows; i++)
            for (int j = 0; j < ItemColumns; j++)
                c[(row0 + ty * ItemRows + i) * size + column0 + tx * ItemColumns + j] = sum[i * ItemColumns + j];
    }
}
