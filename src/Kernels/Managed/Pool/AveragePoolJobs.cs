using System.Runtime.Intrinsics;

namespace ConvGpu.Kernels.Managed;

/// <summary>The mean of each window. Eight neighbouring outputs at a time where their windows lie inside the image from left to right.</summary>
internal sealed unsafe class AveragePoolForwardJob(PoolGeometry geometry, bool countPadding) : PlaneJob(geometry)
{
    private float* _x, _y;

    public void Run(int n, float* x, float* y)
    {
        _x = x;
        _y = y;
        RunOver(n);
    }

    protected override void Plane(long plane)
    {
        var x = _x + plane * InPlane;
        var y = _y + plane * OutPlane;
        var interior = Columns.Interior;
        for (var row = 0; row < Rows.Outputs; row++, y += Columns.Outputs)
        {
            var column = 0;
            if (interior.End - interior.First >= 8 && Vector256.IsHardwareAccelerated)
            {
                for (; column < interior.First; column++) y[column] = One(x, row, column);
                for (; column < interior.End; column += 8)
                {
                    // The last eight may overlap those before them, which gives the same again.
                    column = Math.Min(column, interior.End - 8);
                    Eight(x, row, column).Store(y + column);
                }
            }
            for (; column < Columns.Outputs; column++) y[column] = One(x, row, column);
        }
    }

    private Vector256<float> Eight(float* x, int row, int column)
    {
        int width = InWidth, kernelWidth = KernelWidth, rowEnd = Rows.End(row);
        var sum = Vector256<float>.Zero;
        for (var kh = Rows.First(row); kh < rowEnd; kh++)
        {
            var line = x + (Rows.Start(row) + kh * Rows.Dilation) * width + Columns.Start(column);
            for (var kw = 0; kw < kernelWidth; kw++) sum += StridedLoad.Load(line + kw * Columns.Dilation, Columns.Stride);
        }
        var divisor = AverageDivisor.Of(Rows, row, countPadding) * AverageDivisor.Of(Columns, column, countPadding);
        return divisor == 0 ? sum : sum / Vector256.Create((float)divisor);
    }

    private float One(float* x, int row, int column)
    {
        int rowEnd = Rows.End(row), columnFirst = Columns.First(column), columnEnd = Columns.End(column);
        var sum = 0f;
        for (var kh = Rows.First(row); kh < rowEnd; kh++)
        {
            var line = x + (Rows.Start(row) + kh * Rows.Dilation) * InWidth + Columns.Start(column);
            for (var kw = columnFirst; kw < columnEnd; kw++) sum += line[kw * Columns.Dilation];
        }
        var divisor = AverageDivisor.Of(Rows, row, countPadding) * AverageDivisor.Of(Columns, column, countPadding);
        return divisor == 0 ? 0 : sum / divisor;
    }
}

/// <summary>Each dy, divided by its window's divisor, is added to all elements of the window, output by output in order.</summary>
internal sealed unsafe class AveragePoolBackwardJob(PoolGeometry geometry, bool countPadding) : PlaneJob(geometry)
{
    private float* _dy, _dx;

    public void Run(int n, float* dy, float* dx)
    {
        _dy = dy;
        _dx = dx;
        RunOver(n);
    }

    protected override void Plane(long plane)
    {
        var dx = _dx + plane * InPlane;
        var dy = _dy + plane * OutPlane;
        new Span<float>(dx, InPlane).Clear();
        for (var row = 0; row < Rows.Outputs; row++)
        for (var column = 0; column < Columns.Outputs; column++)
        {
            var divisor = AverageDivisor.Of(Rows, row, countPadding) * AverageDivisor.Of(Columns, column, countPadding);
            var share = divisor == 0 ? 0 : *dy / divisor;
            dy++;
            int rowEnd = Rows.End(row), columnFirst = Columns.First(column), columnEnd = Columns.End(column);
            for (var kh = Rows.First(row); kh < rowEnd; kh++)
            {
                var line = dx + (Rows.Start(row) + kh * Rows.Dilation) * InWidth + Columns.Start(column);
                for (var kw = columnFirst; kw < columnEnd; kw++) line[kw * Columns.Dilation] += share;
            }
        }
    }
}

/// <summary>How many kernel positions of an axis an average counts; PyTorch's count_include_pad is the choice.</summary>
internal static class AverageDivisor
{
    public static int Of(in PoolAxis axis, int output, bool countPadding) =>
        countPadding ? axis.Padded(output) : Math.Max(axis.End(output) - axis.First(output), 0);
}
