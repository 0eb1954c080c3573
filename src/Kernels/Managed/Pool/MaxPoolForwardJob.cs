using System.Runtime.Intrinsics;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// The maximum of each window and its index in the plane. Eight neighbouring outputs at a time where their windows lie inside the
/// image from left to right; the first of equal values wins, a NaN over everything.
/// </summary>
internal sealed unsafe class MaxPoolForwardJob(PoolGeometry geometry) : PlaneJob(geometry)
{
    private float* _x, _y;
    private int* _index;

    public void Run(int n, float* x, float* y, int* index)
    {
        _x = x;
        _y = y;
        _index = index;
        RunOver(n);
    }

    protected override void Plane(long plane)
    {
        var x = _x + plane * InPlane;
        var y = _y + plane * OutPlane;
        var index = _index + plane * OutPlane;
        var interior = Columns.Interior;
        for (var row = 0; row < Rows.Outputs; row++)
        {
            var kernelRows = (First: Rows.First(row), End: Rows.End(row));
            var column = 0;
            if (kernelRows.First < kernelRows.End && interior.End - interior.First >= 8 && Vector256.IsHardwareAccelerated)
            {
                for (; column < interior.First; column++) One(x, row, kernelRows, column, y, index);
                for (; column < interior.End; column += 8)
                {
                    // The last eight may overlap those before them, which gives the same again.
                    column = Math.Min(column, interior.End - 8);
                    Eight(x, row, kernelRows, column, y + column, index + column);
                }
            }
            for (; column < Columns.Outputs; column++) One(x, row, kernelRows, column, y, index);
            y += Columns.Outputs;
            index += Columns.Outputs;
        }
    }

    private void Eight(float* x, int row, (int First, int End) kernelRows, int column, float* y, int* index)
    {
        int width = InWidth, stride = Columns.Stride, kernelWidth = KernelWidth, start = Columns.Start(column), rowStart = Rows.Start(row);
        var lanes = Vector256<int>.Indices * stride;
        Vector256<float> best = default;
        Vector256<int> bestIndex = default;
        var first = true;
        for (var kh = kernelRows.First; kh < kernelRows.End; kh++)
        {
            var position = (rowStart + kh * Rows.Dilation) * width + start;
            for (var kw = 0; kw < kernelWidth; kw++, position += Columns.Dilation)
            {
                var value = StridedLoad.Load(x + position, stride);
                var where = Vector256.Create(position) + lanes;
                if (first)
                {
                    first = false;
                    best = value;
                    bestIndex = where;
                    continue;
                }
                // Not (value <= best) is also true of a NaN on either side; a best that is NaN stays.
                var better = Vector256.AndNot(Vector256.Equals(best, best), Vector256.LessThanOrEqual(value, best));
                best = Vector256.ConditionalSelect(better, value, best);
                bestIndex = Vector256.ConditionalSelect(better.AsInt32(), where, bestIndex);
            }
        }
        best.Store(y);
        bestIndex.Store(index);
    }

    private void One(float* x, int row, (int First, int End) kernelRows, int column, float* y, int* index)
    {
        var best = float.NegativeInfinity;
        var bestIndex = -1;
        int columnFirst = Columns.First(column), columnEnd = Columns.End(column);
        for (var kh = kernelRows.First; kh < kernelRows.End; kh++)
        {
            var line = (Rows.Start(row) + kh * Rows.Dilation) * InWidth + Columns.Start(column);
            for (var kw = columnFirst; kw < columnEnd; kw++)
            {
                var position = line + kw * Columns.Dilation;
                if (bestIndex >= 0 && (x[position] <= best || float.IsNaN(best))) continue;
                best = x[position];
                bestIndex = position;
            }
        }
        y[column] = best;
        index[column] = bestIndex;
    }
}
