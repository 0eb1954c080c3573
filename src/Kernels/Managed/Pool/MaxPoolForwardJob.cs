using System.Runtime.Intrinsics;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// The maximum of each window and its index in the plane. A vector of neighbouring outputs at a time where their windows lie inside the
/// image from left to right; the first of equal values wins, a NaN over everything.
/// </summary>
internal sealed unsafe class MaxPoolForwardJob(PoolGeometry geometry) : PlaneJob(geometry)
{
    // Outputs side by side; 0 where there are no vectors for it.
    private readonly int _lanes = VectorWidth.Has512 && geometry.Window.StrideWidth <= 2 ? 16 : Vector256.IsHardwareAccelerated ? 8 : 0;
    private readonly bool _isQuarters = MaxPoolQuarters.HasForward(geometry);
    private float* _x, _y;
    private int* _index;
    private bool _stream;

    public void Run(int n, float* x, float* y, int* index)
    {
        // Vectors begin at lines only where the first window of a row already is whole, and the last.
        _stream = StreamCopy.Pays(n * OutCount * sizeof(float)) && Columns.Interior == (0, Columns.Outputs) && Columns.Outputs % 16 == 0
            && ((nuint)y | (nuint)index) % 64 == 0;
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
        if (_isQuarters)
        {
            MaxPoolQuarters.Forward(Rows.Outputs, Columns.Outputs, InWidth, x, y, index, _stream);
            return;
        }
        var interior = Columns.Interior;
        var lanes = interior.End - interior.First >= _lanes ? _lanes : interior.End - interior.First >= 8 ? Math.Min(_lanes, 8) : 0;
        for (var row = 0; row < Rows.Outputs; row++)
        {
            var kernelRows = (First: Rows.First(row), End: Rows.End(row));
            var column = 0;
            if (kernelRows.First < kernelRows.End && lanes > 0)
            {
                for (; column < interior.First; column++) One(x, row, kernelRows, column, y, index);
                var start = (Rows.Start(row) + kernelRows.First * Rows.Dilation) * InWidth;
                var windows = new MaxWindows(
                    kernelRows.End - kernelRows.First, KernelWidth, Columns.Stride, Rows.Dilation * InWidth, Columns.Dilation, _stream);
                for (; column < interior.End; column += lanes)
                {
                    // The last vector may overlap the one before it, which gives the same again.
                    column = Math.Min(column, interior.End - lanes);
                    if (lanes == 16) windows.Sixteen(x, start + Columns.Start(column), y + column, index + column);
                    else windows.Eight(x, start + Columns.Start(column), y + column, index + column);
                }
            }
            for (; column < Columns.Outputs; column++) One(x, row, kernelRows, column, y, index);
            y += Columns.Outputs;
            index += Columns.Outputs;
        }
        if (_stream) StreamCopy.End();
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
