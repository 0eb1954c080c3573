using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// The gradient of padding that repeats the image: what belongs to a padded image's border is added to the elements that the border
/// holds. Elements are summed in row-major order of the padded image.
/// </summary>
internal sealed unsafe class PaddingFold(Conv2DGeometry geometry) : ParallelJob
{
    private readonly int[] _rows = PaddedAxis.Rows(geometry).Sources(), _columns = PaddedAxis.Columns(geometry).Sources();
    private float* _padded, _image;

    /// <summary>The convolution of the padded image: no padding, larger input.</summary>
    public static Conv2DGeometry Padded(Conv2DGeometry g) => new(
        g.InChannels, PaddedAxis.Rows(g).PaddedSize, PaddedAxis.Columns(g).PaddedSize, g.OutChannels,
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
        var source = _padded + (long)chunk * _rows.Length * _columns.Length;
        var target = _image + (long)chunk * height * width;
        new Span<float>(target, height * width).Clear();
        foreach (var row in _rows)
        {
            var line = target + (long)row * width;
            foreach (var column in _columns) line[column] += *source++;
        }
    }
}
