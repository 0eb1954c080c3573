using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// The gradient of edge padding: padding repeats the nearest element of the image, so the gradients of a padded image's border belong
/// to that element. Elements are summed in row-major order of the padded image.
/// </summary>
internal sealed unsafe class EdgeFold(Conv2DGeometry geometry) : ParallelJob
{
    private readonly int _paddedHeight = geometry.InHeight + geometry.Window.PadTop + geometry.Window.PadBottom;
    private readonly int _paddedWidth = geometry.InWidth + geometry.Window.PadLeft + geometry.Window.PadRight;
    private float* _padded, _image;

    /// <summary>The convolution of the padded image: no padding, larger input.</summary>
    public static Conv2DGeometry Padded(Conv2DGeometry g) => new(
        g.InChannels, g.InHeight + g.Window.PadTop + g.Window.PadBottom, g.InWidth + g.Window.PadLeft + g.Window.PadRight, g.OutChannels,
        g.Window with { PadTop = 0, PadLeft = 0, PadBottom = 0, PadRight = 0 }, g.Groups, PaddingMode.Zero, g.Flip);

    /// <summary>Sums the padded image's gradient into the image's, plane by plane.</summary>
    public void Fold(int n, float* padded, float* image)
    {
        _padded = padded;
        _image = image;
        WorkerPool.Run(this, n * geometry.InChannels);
    }

    public override void Run(int chunk, int worker)
    {
        int height = geometry.InHeight, width = geometry.InWidth;
        var source = _padded + (long)chunk * _paddedHeight * _paddedWidth;
        var target = _image + (long)chunk * height * width;
        new Span<float>(target, height * width).Clear();
        for (var row = 0; row < _paddedHeight; row++)
        {
            var line = target + (long)Math.Clamp(row - geometry.Window.PadTop, 0, height - 1) * width;
            for (var column = 0; column < _paddedWidth; column++)
                line[Math.Clamp(column - geometry.Window.PadLeft, 0, width - 1)] += *source++;
        }
    }
}
