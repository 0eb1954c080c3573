using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>
/// The matrix product behind convolutions and dense layers: C = A B with operands that are computed addresses (implicit GEMM), in the
/// form for devices that compute groups in lockstep vectors; GPUs have <see cref="BlockedGemmKernel"/>.
/// A group stages a tile of A and one of B in shared memory; every item keeps a small tile of C in registers.
/// A staged element of A is used by all columns of the tile, one of B by all rows; from registers, ColumnsPerItem and RowsPerItem times.
/// The grid is (column tiles, row tiles, groups * splits).
/// </summary>
internal static class GemmKernel
{
    public static void Run<TTile, TA, TB, TStore>(TA a, TB b, TStore store, GemmShape shape)
        where TTile : struct, IGemmTile
        where TA : struct, IGemmOperand
        where TB : struct, IGemmOperand
        where TStore : struct, IGemmStore
    {
        TTile tile = default;
        int tileM = tile.GroupY * tile.RowsPerItem, blockN = tile.GroupX * tile.ColumnsPerItem, tileN = blockN * tile.GroupZ;
        // Rows of B are as far apart as keeps them out of each other's cache lines.
        int innerStrideB = tileN + tile.GroupX;
        int tx = Group.IdxX, ty = Group.IdxY, rowOfItems = ty + Group.IdxZ * tile.GroupY, rowsOfItems = tile.GroupY * tile.GroupZ;
        int firstRow = Grid.IdxY * tileM, firstColumn = Grid.IdxX * tileN;
        int group = shape.Splits.Divide(Grid.IdxZ), split = Grid.IdxZ - group * shape.Splits.Divisor;
        int firstK = split * shape.SplitLength, endK = IntrinsicMath.Min(firstK + shape.SplitLength, shape.K);

        var sharedA = SharedMemory.Allocate<float>((tileM - 1) * tile.OuterStrideA + (tile.K - 1) * tile.InnerStrideA + 1);
        var sharedB = SharedMemory.Allocate<float>(innerStrideB * tile.K);
        var sums = LocalMemory.Allocate<float>(tile.RowsPerItem * tile.ColumnsPerItem);
        for (int i = 0; i < tile.RowsPerItem * tile.ColumnsPerItem; i++)
            sums[i] = 0;

        var rows = LocalMemory.Allocate<Cursor>(
            Either(a.LanesAlongK, (tileM + rowsOfItems - 1) / rowsOfItems, (tileM + tile.GroupX - 1) / tile.GroupX));
        var columns = LocalMemory.Allocate<Cursor>(Either(b.LanesAlongK, (tileN + rowsOfItems - 1) / rowsOfItems, tileN / tile.GroupX));
        TakeApart<TTile, TA>(a, rows, tileM, firstRow, group, tx, rowOfItems);
        TakeApart<TTile, TB>(b, columns, tileN, firstColumn, group, tx, rowOfItems);

        for (int k = firstK; k < endK; k += tile.K)
        {
            int products = IntrinsicMath.Min(tile.K, endK - k);
            Stage<TTile, TA>(a, rows, sharedA, tile.OuterStrideA, tile.InnerStrideA, tileM, shape.M - firstRow, k, products, tx, rowOfItems);
            Stage<TTile, TB>(b, columns, sharedB, 1, innerStrideB, tileN, shape.N - firstColumn, k, products, tx, rowOfItems);
            Group.Barrier();
            Multiply<TTile>(sharedA, sharedB, innerStrideB, sums, products, tx + Group.IdxZ * blockN, ty);
            Group.Barrier();
        }

        for (int j = 0; j < tile.ColumnsPerItem; j++)
        {
            int n = firstColumn + Group.IdxZ * blockN + tx + j * tile.GroupX;
            if (n < shape.N)
            {
                int column = store.Column(n, group, split);
                for (int i = 0; i < tile.RowsPerItem; i++)
                {
                    int m = firstRow + ty * tile.RowsPerItem + i;
                    if (m < shape.M)
                        store.Store(m, n, column, group, sums[i * tile.ColumnsPerItem + j]);
                }
            }
        }
    }

    /// <summary>Takes apart the outer indices that this item will load; what comes of those past the matrix is never used.</summary>
    private static void TakeApart<TTile, TOperand>(
        TOperand operand, ArrayView<Cursor> cursors, int length, int first, int group, int tx, int rowOfItems)
        where TTile : struct, IGemmTile
        where TOperand : struct, IGemmOperand
    {
        TTile tile = default;
        int alongK = operand.LanesAlongK;
        int start = Either(alongK, rowOfItems, tx), step = Either(alongK, tile.GroupY * tile.GroupZ, tile.GroupX);
        int count = (length + step - 1) / step;
        for (int i = 0; i < count; i++)
            cursors[i] = operand.Outer(first + start + i * step, group);
    }

    /// <summary>Copies a tile of an operand to shared memory, zeros where it reaches past the matrix on the outer side.</summary>
    private static void Stage<TTile, TOperand>(
        TOperand operand, ArrayView<Cursor> cursors, ArrayView<float> shared, int outerStride, int innerStride,
        int length, int left, int k, int products, int tx, int rowOfItems)
        where TTile : struct, IGemmTile
        where TOperand : struct, IGemmOperand
    {
        TTile tile = default;
        if (operand.LanesAlongK == 1)
        {
            for (int first = 0; first < products; first += tile.GroupX)
                StageOuter(
                    operand, cursors, shared, outerStride, innerStride, length, left, k, first + tx, products, rowOfItems, tile.GroupY * tile.GroupZ);
        }
        else
        {
            for (int inner = rowOfItems; inner < products; inner += tile.GroupY * tile.GroupZ)
                StageOuter(operand, cursors, shared, outerStride, innerStride, length, left, k, inner, products, tx, tile.GroupX);
        }
    }

    private static void StageOuter<TOperand>(
        TOperand operand, ArrayView<Cursor> cursors, ArrayView<float> shared, int outerStride, int innerStride,
        int length, int left, int k, int inner, int products, int start, int step)
        where TOperand : struct, IGemmOperand
    {
        var cursor = operand.Inner(k + inner);
        for (int i = 0; i < (length + step - 1) / step; i++)
        {
            int outer = start + i * step;
            float value = 0;
            if ((inner < products) & (outer < left))
                value = operand.Load(cursors[i], cursor);
            if ((length % step == 0) | (outer < length))
                shared[outer * outerStride + inner * innerStride] = value;
        }
    }

    private static void Multiply<TTile>(
        ArrayView<float> sharedA, ArrayView<float> sharedB, int innerStrideB, ArrayView<float> sums, int products, int column, int ty)
        where TTile : struct, IGemmTile
    {
        TTile tile = default;
        var columnValues = LocalMemory.Allocate<float>(tile.ColumnsPerItem);
        for (int k = 0; k < products; k++)
        {
            for (int j = 0; j < tile.ColumnsPerItem; j++)
                columnValues[j] = sharedB[k * innerStrideB + column + j * tile.GroupX];
            // A row at a time: registers hold the sums, the columns and one value of a row.
            for (int i = 0; i < tile.RowsPerItem; i++)
            {
                float row = sharedA[(ty * tile.RowsPerItem + i) * tile.OuterStrideA + k * tile.InnerStrideA];
                for (int j = 0; j < tile.ColumnsPerItem; j++)
                    sums[i * tile.ColumnsPerItem + j] += row * columnValues[j];
            }
        }
    }

    /// <summary>Chooses by a constant flag of 1 or 0 with arithmetic alone, so that array sizes stay constants.</summary>
    private static int Either(int flag, int ifOne, int ifZero) => flag * ifOne + (1 - flag) * ifZero;
}
