using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>
/// <see cref="GemmKernel"/>'s product for GPUs: C = A B with operands that are computed addresses (implicit GEMM). While a group multiplies
/// one pair of tiles in shared memory, it fetches the next into registers and puts it into the other half of shared memory: one barrier
/// a tile. An item's register tile consists of runs of four rows and four columns, so that shared memory is read 16 bytes wide, the 32
/// items of a warp 8 wide and 4 high: a read of columns touches 128 bytes in a row, one of rows 4 places that 8 items share.
/// The grid is (column tiles, row tiles, groups * splits); the group has one dimension.
/// </summary>
internal static class BlockedGemmKernel
{
    private const int Quad = 4;

    /// <summary>Elements between the rows of a shared tile that is written across: neighbouring items write to different banks.</summary>
    private const int Pad = 4;

    public static void Run<TTile, TWidthA, TWidthB, TWidthC, TA, TB, TStore>(TA a, TB b, TStore store, GemmShape shape)
        where TTile : struct, IBlockedTile
        where TWidthA : struct, IAccessWidth
        where TWidthB : struct, IAccessWidth
        where TWidthC : struct, IAccessWidth
        where TA : struct, IGemmOperand
        where TB : struct, IGemmOperand
        where TStore : struct, IGemmStore
    {
        TTile tile = default;
        int tileM = tile.ItemsY * tile.RowQuads * Quad, tileN = tile.ItemsX * tile.ColumnQuads * Quad;
        int item = Group.IdxX, lane = item % 32, warp = item / 32, across = tile.ItemsX / 8;
        int tx = warp % across * 8 + lane % 8, ty = warp / across * 4 + lane / 8;
        int firstRow = Grid.IdxY * tileM, firstColumn = Grid.IdxX * tileN;
        int group = shape.Splits.Divide(Grid.IdxZ), split = Grid.IdxZ - group * shape.Splits.Divisor;
        int firstK = split * shape.SplitLength, endK = IntrinsicMath.Min(firstK + shape.SplitLength, shape.K);

        int strideA = tileM + Pad * a.LanesAlongK, strideB = tileN + Pad * b.LanesAlongK;
        var sharedA = SharedMemory.Allocate<float>(2 * tile.K * strideA);
        var sharedB = SharedMemory.Allocate<float>(2 * tile.K * strideB);
        var sums = LocalMemory.Allocate<float>(tile.RowQuads * Quad * tile.ColumnQuads * Quad);
        for (int i = 0; i < tile.RowQuads * Quad * tile.ColumnQuads * Quad; i++)
            sums[i] = 0;

        int items = tile.ItemsX * tile.ItemsY;
        var rows = LocalMemory.Allocate<Cursor>((tileM * tile.K + items - 1) / items);
        var columns = LocalMemory.Allocate<Cursor>((tileN * tile.K + items - 1) / items);
        var nextA = LocalMemory.Allocate<float>((tileM * tile.K + items - 1) / items * Quad);
        var nextB = LocalMemory.Allocate<float>((tileN * tile.K + items - 1) / items * Quad);
        TakeApart<TTile, TWidthA, TA>(a, rows, tileM, firstRow, shape.M, group, item);
        TakeApart<TTile, TWidthB, TB>(b, columns, tileN, firstColumn, shape.N, group, item);

        Fetch<TTile, TWidthA, TA>(a, rows, nextA, tileM, firstK, endK, item);
        Fetch<TTile, TWidthB, TB>(b, columns, nextB, tileN, firstK, endK, item);
        Put<TTile, TWidthA>(a.LanesAlongK, nextA, sharedA, tileM, strideA, 0, item);
        Put<TTile, TWidthB>(b.LanesAlongK, nextB, sharedB, tileN, strideB, 0, item);
        Group.Barrier();
        int half = 0;
        for (int k = firstK; k < endK; k += tile.K)
        {
            // Behind the last tile there is nothing to fetch; zeros are put where nobody reads them.
            Fetch<TTile, TWidthA, TA>(a, rows, nextA, tileM, k + tile.K, endK, item);
            Fetch<TTile, TWidthB, TB>(b, columns, nextB, tileN, k + tile.K, endK, item);
            Multiply<TTile>(sharedA, sharedB, sums, half * (tile.K * strideA), strideA, half * (tile.K * strideB), strideB, tx, ty);
            half = 1 - half;
            Put<TTile, TWidthA>(a.LanesAlongK, nextA, sharedA, tileM, strideA, half * (tile.K * strideA), item);
            Put<TTile, TWidthB>(b.LanesAlongK, nextB, sharedB, tileN, strideB, half * (tile.K * strideB), item);
            Group.Barrier();
        }

        for (int quad = 0; quad < tile.ColumnQuads; quad++)
            Write<TTile, TWidthC, TStore>(store, shape, sums, quad, firstRow + ty * Quad, firstColumn + (quad * tile.ItemsX + tx) * Quad, group, split);
    }

    /// <summary>
    /// Takes apart the outer indices that this item will load. Those past the matrix become the last that is not: what is computed from
    /// them is not written.
    /// </summary>
    private static void TakeApart<TTile, TWidth, TOperand>(
        TOperand operand, ArrayView<Cursor> cursors, int extent, int first, int end, int group, int item)
        where TTile : struct, IBlockedTile
        where TWidth : struct, IAccessWidth
        where TOperand : struct, IGemmOperand
    {
        TTile tile = default;
        TWidth width = default;
        int along = operand.LanesAlongK, units = Either(along, tile.K, extent) / width.Elements, step = tile.ItemsX * tile.ItemsY / units;
        int last = end - Either(along, 1, width.Elements);
        for (int i = 0; i < Either(along, (extent + step - 1) / step, 1); i++)
        {
            int outer = Either(along, item / units + i * step, item % units * width.Elements);
            cursors[i] = operand.Outer(IntrinsicMath.Min(first + outer, last), group);
        }
    }

    /// <summary>Loads this item's share of a tile of an operand, zeros where it reaches past the products.</summary>
    private static void Fetch<TTile, TWidth, TOperand>(
        TOperand operand, ArrayView<Cursor> cursors, ArrayView<float> next, int extent, int k, int endK, int item)
        where TTile : struct, IBlockedTile
        where TWidth : struct, IAccessWidth
        where TOperand : struct, IGemmOperand
    {
        TTile tile = default;
        TWidth width = default;
        int along = operand.LanesAlongK, units = Either(along, tile.K, extent) / width.Elements, step = tile.ItemsX * tile.ItemsY / units;
        int majors = Either(along, extent, tile.K);
        for (int i = 0; i < (majors + step - 1) / step; i++)
        {
            int major = item / units + i * step, inner = k + Either(along, item % units * width.Elements, major);
            var cursor = operand.Inner(inner);
            bool inside = (inner < endK) & ((majors % step == 0) | (major < majors));
            if (width.Elements == Quad)
            {
                Float4 value = default;
                if (inside)
                    value = operand.LoadFour(cursors[i * along], cursor);
                next[i * Quad] = value.X;
                next[i * Quad + 1] = value.Y;
                next[i * Quad + 2] = value.Z;
                next[i * Quad + 3] = value.W;
            }
            else
            {
                float value = 0;
                if (inside)
                    value = operand.Load(cursors[i * along], cursor);
                next[i] = value;
            }
        }
    }

    /// <summary>Writes what was fetched to shared memory, where neighbouring outer indices lie side by side.</summary>
    private static void Put<TTile, TWidth>(int along, ArrayView<float> next, ArrayView<float> shared, int extent, int stride, int start, int item)
        where TTile : struct, IBlockedTile
        where TWidth : struct, IAccessWidth
    {
        TTile tile = default;
        TWidth width = default;
        int units = Either(along, tile.K, extent) / width.Elements, step = tile.ItemsX * tile.ItemsY / units;
        int majors = Either(along, extent, tile.K), minor = item % units * width.Elements;
        for (int i = 0; i < (majors + step - 1) / step; i++)
        {
            int major = item / units + i * step;
            if ((majors % step == 0) | (major < majors))
                for (int w = 0; w < width.Elements; w++)
                    shared[start + Either(along, (minor + w) * stride + major, major * stride + minor + w)] = next[i * width.Elements + w];
        }
    }

    private static void Multiply<TTile>(
        ArrayView<float> sharedA, ArrayView<float> sharedB, ArrayView<float> sums, int startA, int strideA, int startB, int strideB, int tx, int ty)
        where TTile : struct, IBlockedTile
    {
        TTile tile = default;
        int rows = tile.RowQuads * Quad, columns = tile.ColumnQuads * Quad;
        var rowValues = LocalMemory.Allocate<float>(rows);
        var columnValues = LocalMemory.Allocate<float>(columns);
        for (int k = 0; k < tile.K; k++)
        {
            for (int i = 0; i < rows; i++)
                rowValues[i] = sharedA[startA + k * strideA + i / Quad * tile.ItemsY * Quad + ty * Quad + i % Quad];
            for (int j = 0; j < columns; j++)
                columnValues[j] = sharedB[startB + k * strideB + j / Quad * tile.ItemsX * Quad + tx * Quad + j % Quad];
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++)
                    sums[i * columns + j] += rowValues[i] * columnValues[j];
        }
    }

    /// <summary>Writes four columns of the register tile.</summary>
    private static void Write<TTile, TWidth, TStore>(
        TStore store, GemmShape shape, ArrayView<float> sums, int quad, int firstRow, int firstColumn, int group, int split)
        where TTile : struct, IBlockedTile
        where TWidth : struct, IAccessWidth
        where TStore : struct, IGemmStore
    {
        TTile tile = default;
        TWidth width = default;
        int columns = tile.ColumnQuads * Quad;
        for (int j = 0; j < Quad; j += width.Elements)
        {
            int n = firstColumn + j;
            if (n < shape.N)
            {
                int column = store.Column(n, group, split);
                for (int i = 0; i < tile.RowQuads * Quad; i++)
                {
                    int m = firstRow + i / Quad * tile.ItemsY * Quad + i % Quad, at = i * columns + quad * Quad + j;
                    if (m < shape.M)
                    {
                        if (width.Elements == Quad)
                            store.StoreFour(m, n, column, group, new Float4 { X = sums[at], Y = sums[at + 1], Z = sums[at + 2], W = sums[at + 3] });
                        else
                            store.Store(m, n, column, group, sums[at]);
                    }
                }
            }
        }
    }

    /// <summary>Chooses by a constant flag of 1 or 0 with arithmetic alone, so that array sizes stay constants.</summary>
    private static int Either(int flag, int ifOne, int ifZero) => flag * ifOne + (1 - flag) * ifZero;
}
