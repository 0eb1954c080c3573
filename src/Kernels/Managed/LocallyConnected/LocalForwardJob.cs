using System.Runtime.Intrinsics;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// y = b + x * w where each output has its own w. A chunk is an output row of one channel: its weights stay in the cache while the batch
/// passes. Eight neighbouring outputs of four images at a time where their windows lie inside the image from left to right.
/// </summary>
internal sealed unsafe class LocalForwardJob(LocallyConnected2DGeometry geometry) : ParallelJob
{
    private readonly LocalAxes _axes = new(geometry);
    private readonly int _plane = geometry.OutHeight * geometry.OutWidth;
    private float* _x, _w, _bias, _y;
    private int _batch;

    /// <param name="n">Batch items.</param>
    /// <param name="x">The input.</param>
    /// <param name="w">The weights.</param>
    /// <param name="bias">A value per output element, or null.</param>
    /// <param name="y">Overwritten.</param>
    public void Run(int n, float* x, float* w, float* bias, float* y)
    {
        _batch = n;
        _x = x;
        _w = w;
        _bias = bias;
        _y = y;
        WorkerPool.Run(this, geometry.OutChannels * geometry.OutHeight);
    }

    public override void Run(int chunk, int worker)
    {
        int filter = chunk / geometry.OutHeight, row = chunk % geometry.OutHeight, width = geometry.OutWidth;
        var w = _w + (long)filter * geometry.FilterCount * _plane + row * width;
        var bias = _bias == null ? null : _bias + (long)chunk * width;
        var interior = _axes.Columns.Interior;
        var eights = Vector256.IsHardwareAccelerated && interior.End - interior.First >= 8;
        for (var item = 0; item < _batch; item += 4)
        {
            for (var column = 0; column < width; column++)
            {
                if (eights && column == interior.First)
                {
                    for (; column < interior.End; column += 8)
                    {
                        // The last eight may overlap those before them, which gives the same again.
                        column = Math.Min(column, interior.End - 8);
                        Eight(item, row, column, w + column, bias == null ? null : bias + column, (long)chunk * width + column);
                    }
                    if (column >= width) break;
                }
                for (var image = item; image < Math.Min(item + 4, _batch); image++)
                    _y[(long)image * geometry.OutCount + (long)chunk * width + column] = One(image, row, column, w + column, bias == null ? 0 : bias[column]);
            }
        }
    }

    // Past the end of the batch the last image is computed again.
    private void Eight(int item, int row, int column, float* w, float* bias, long position)
    {
        int kernelWidth = geometry.Window.KernelWidth, kernelHeight = geometry.Window.KernelHeight, width = geometry.InWidth;
        int rowFirst = _axes.Rows.First(row), rowEnd = _axes.Rows.End(row), stride = _axes.Columns.Stride;
        var last = _batch - 1;
        int item1 = Math.Min(item + 1, last), item2 = Math.Min(item + 2, last), item3 = Math.Min(item + 3, last);
        var sum0 = bias == null ? Vector256<float>.Zero : Vector256.Load(bias);
        Vector256<float> sum1 = sum0, sum2 = sum0, sum3 = sum0;
        for (var channel = 0; channel < geometry.InChannels; channel++)
        for (var kh = rowFirst; kh < rowEnd; kh++)
        {
            var line = ((long)channel * geometry.InHeight + _axes.Rows.Start(row) + kh * _axes.Rows.Dilation) * width + _axes.Columns.Start(column);
            float* x0 = _x + (long)item * geometry.InCount + line, x1 = _x + (long)item1 * geometry.InCount + line;
            float* x2 = _x + (long)item2 * geometry.InCount + line, x3 = _x + (long)item3 * geometry.InCount + line;
            var taps = w + ((long)channel * kernelHeight + kh) * kernelWidth * _plane;
            for (var kw = 0; kw < kernelWidth; kw++, taps += _plane)
            {
                var offset = kw * _axes.Columns.Dilation;
                var weight = Vector256.Load(taps);
                sum0 = Vector256.MultiplyAddEstimate(weight, StridedLoad.Load(x0 + offset, stride), sum0);
                sum1 = Vector256.MultiplyAddEstimate(weight, StridedLoad.Load(x1 + offset, stride), sum1);
                sum2 = Vector256.MultiplyAddEstimate(weight, StridedLoad.Load(x2 + offset, stride), sum2);
                sum3 = Vector256.MultiplyAddEstimate(weight, StridedLoad.Load(x3 + offset, stride), sum3);
            }
        }
        sum0.Store(_y + (long)item * geometry.OutCount + position);
        sum1.Store(_y + (long)item1 * geometry.OutCount + position);
        sum2.Store(_y + (long)item2 * geometry.OutCount + position);
        sum3.Store(_y + (long)item3 * geometry.OutCount + position);
    }

    private float One(int item, int row, int column, float* w, float sum)
    {
        int kernelWidth = geometry.Window.KernelWidth, kernelHeight = geometry.Window.KernelHeight;
        int rowFirst = _axes.Rows.First(row), rowEnd = _axes.Rows.End(row), columnFirst = _axes.Columns.First(column), columnEnd = _axes.Columns.End(column);
        for (var channel = 0; channel < geometry.InChannels; channel++)
        for (var kh = rowFirst; kh < rowEnd; kh++)
        {
            var line = _x + (long)item * geometry.InCount
                + ((long)channel * geometry.InHeight + _axes.Rows.Start(row) + kh * _axes.Rows.Dilation) * geometry.InWidth + _axes.Columns.Start(column);
            var taps = w + ((long)channel * kernelHeight + kh) * kernelWidth * _plane;
            for (var kw = columnFirst; kw < columnEnd; kw++) sum += taps[(long)kw * _plane] * line[kw * _axes.Columns.Dilation];
        }
        return sum;
    }
}
