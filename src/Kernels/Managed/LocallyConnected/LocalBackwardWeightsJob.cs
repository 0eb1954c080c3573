using System.Runtime.Intrinsics;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// dw and db of a convolution without shared weights: each weight meets one element of each image. A chunk is an output row of one
/// channel; sums run over the batch, four images apart.
/// </summary>
internal sealed unsafe class LocalBackwardWeightsJob(LocallyConnected2DGeometry geometry) : ParallelJob
{
    private readonly LocalAxes _axes = new(geometry);
    private readonly int _plane = geometry.OutHeight * geometry.OutWidth;
    private float* _x, _dy, _dw, _db;
    private int _batch;

    /// <param name="n">Batch items.</param>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="dy">The gradient of its output.</param>
    /// <param name="dw">Overwritten.</param>
    /// <param name="db">Overwritten; null where there is no bias.</param>
    public void Run(int n, float* x, float* dy, float* dw, float* db)
    {
        _batch = n;
        _x = x;
        _dy = dy;
        _dw = dw;
        _db = db;
        WorkerPool.Run(this, geometry.OutChannels * geometry.OutHeight);
    }

    public override void Run(int chunk, int worker)
    {
        int filter = chunk / geometry.OutHeight, row = chunk % geometry.OutHeight, width = geometry.OutWidth;
        var window = geometry.Window;
        var dy = _dy + (long)chunk * width;
        var dw = _dw + (long)filter * geometry.FilterCount * _plane + row * width;
        int rowFirst = _axes.Rows.First(row), rowEnd = _axes.Rows.End(row);
        for (var channel = 0; channel < geometry.InChannels; channel++)
        for (var kh = 0; kh < window.KernelHeight; kh++)
        for (var kw = 0; kw < window.KernelWidth; kw++, dw += _plane)
        {
            var inside = kh >= rowFirst && kh < rowEnd;
            int first = inside ? _axes.FirstColumn[kw] : width, end = inside ? _axes.EndColumn[kw] : width;
            new Span<float>(dw, first).Clear();
            new Span<float>(dw + end, width - end).Clear();
            var x = _x + ((long)channel * geometry.InHeight + _axes.Rows.Start(row) + kh * window.DilationHeight) * geometry.InWidth
                + _axes.Columns.Start(0) + kw * window.DilationWidth;
            Row(x, dy, dw, first, end);
        }
        if (_db == null) return;
        var db = _db + (long)chunk * width;
        for (var column = 0; column < width; column++)
        {
            var sum = 0f;
            for (var item = 0; item < _batch; item++) sum += dy[(long)item * geometry.OutCount + column];
            db[column] = sum;
        }
    }

    private void Row(float* x, float* dy, float* dw, int column, int end)
    {
        int stride = _axes.Columns.Stride, inCount = geometry.InCount, outCount = geometry.OutCount;
        for (; Vector256.IsHardwareAccelerated && column <= end - 8; column += 8)
        {
            float* image = x + (long)column * stride, gradient = dy + column;
            Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            var item = 0;
            for (; item <= _batch - 4; item += 4, image += 4L * inCount, gradient += 4L * outCount)
            {
                sum0 = Add(image, stride, gradient, sum0);
                sum1 = Add(image + inCount, stride, gradient + outCount, sum1);
                sum2 = Add(image + 2L * inCount, stride, gradient + 2L * outCount, sum2);
                sum3 = Add(image + 3L * inCount, stride, gradient + 3L * outCount, sum3);
            }
            for (; item < _batch; item++, image += inCount, gradient += outCount) sum0 = Add(image, stride, gradient, sum0);
            ((sum0 + sum1) + (sum2 + sum3)).Store(dw + column);
        }
        for (; column < end; column++)
        {
            var sum = 0f;
            for (var item = 0; item < _batch; item++) sum += x[(long)item * inCount + (long)column * stride] * dy[(long)item * outCount + column];
            dw[column] = sum;
        }
    }

    private static Vector256<float> Add(float* image, int stride, float* gradient, Vector256<float> sum) =>
        Vector256.MultiplyAddEstimate(StridedLoad.Load(image, stride), Vector256.Load(gradient), sum);
}
