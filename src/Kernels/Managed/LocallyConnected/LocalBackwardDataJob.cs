using System.Runtime.Intrinsics;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// dx of a convolution without shared weights. A chunk is an input row of one channel: of each image, every filter and tap that meets the
/// row adds its products, in order, a row of outputs at a time.
/// </summary>
internal sealed unsafe class LocalBackwardDataJob(LocallyConnected2DGeometry geometry) : ParallelJob
{
    private readonly LocalAxes _axes = new(geometry);
    private readonly int _plane = geometry.OutHeight * geometry.OutWidth;
    private float* _dy, _w, _dx;
    private int _batch;

    public void Run(int n, float* dy, float* w, float* dx)
    {
        _batch = n;
        _dy = dy;
        _w = w;
        _dx = dx;
        WorkerPool.Run(this, geometry.InChannels * geometry.InHeight);
    }

    public override void Run(int chunk, int worker)
    {
        int channel = chunk / geometry.InHeight, row = chunk % geometry.InHeight;
        var window = geometry.Window;
        for (var item = 0; item < _batch; item++)
        {
            var dx = _dx + (long)item * geometry.InCount + (long)chunk * geometry.InWidth;
            new Span<float>(dx, geometry.InWidth).Clear();
            for (var filter = 0; filter < geometry.OutChannels; filter++)
            for (var kh = 0; kh < window.KernelHeight; kh++)
            {
                var distance = row + window.PadTop - kh * window.DilationHeight;
                var outRow = distance / window.StrideHeight;
                if (distance < 0 || outRow >= geometry.OutHeight || outRow * window.StrideHeight != distance) continue;
                var dy = _dy + ((long)item * geometry.OutChannels + filter) * _plane + outRow * geometry.OutWidth;
                var w = _w + (((long)filter * geometry.InChannels + channel) * window.KernelHeight + kh) * window.KernelWidth * _plane
                    + outRow * geometry.OutWidth;
                for (var kw = 0; kw < window.KernelWidth; kw++, w += _plane) AddRow(kw, dy, w, dx);
            }
        }
    }

    private void AddRow(int kw, float* dy, float* w, float* dx)
    {
        int column = _axes.FirstColumn[kw], end = _axes.EndColumn[kw], stride = _axes.Columns.Stride;
        dx += kw * _axes.Columns.Dilation + _axes.Columns.Start(0);
        if (stride == 1 && Vector256.IsHardwareAccelerated)
        {
            for (; column <= end - 8; column += 8)
                Vector256.MultiplyAddEstimate(Vector256.Load(dy + column), Vector256.Load(w + column), Vector256.Load(dx + column)).Store(dx + column);
        }
        for (; column < end; column++) dx[(long)column * stride] += dy[column] * w[column];
    }
}
