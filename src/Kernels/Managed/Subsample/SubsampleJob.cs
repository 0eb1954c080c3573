using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Copies the rows and columns that a subsampling keeps out of images, or back into images of zeros. A chunk is a group of planes.</summary>
internal sealed unsafe class SubsampleJob(Subsample2DGeometry geometry) : ParallelJob
{
    private const int WantedLength = 16 * 1024;

    private readonly int _inPlane = geometry.InHeight * geometry.InWidth, _rows = geometry.OutHeight, _columns = geometry.OutWidth;
    private float* _images, _kept;
    private long _planes;
    private bool _back;

    private int Grain => Math.Max(WantedLength / _inPlane, 1);

    public void Gather(int n, float* images, float* kept) => Copy(n, images, kept, back: false);

    public void Scatter(int n, float* kept, float* images) => Copy(n, images, kept, back: true);

    public override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(_planes, Grain);
        for (var plane = range.Start(chunk); plane < range.End(chunk); plane++)
        {
            float* image = _images + plane * _inPlane, kept = _kept + plane * _rows * _columns;
            if (_back) new Span<float>(image, _inPlane).Clear();
            var first = image + (long)geometry.StartRow * geometry.InWidth + geometry.StartColumn;
            for (var row = 0; row < _rows; row++, kept += _columns)
            {
                var source = first + (long)row * geometry.StepRow * geometry.InWidth;
                if (_back) TileCopy.Scatter(kept, source, geometry.StepColumn, _columns);
                else TileCopy.Gather(source, geometry.StepColumn, kept, _columns);
            }
        }
    }

    private void Copy(int n, float* images, float* kept, bool back)
    {
        _images = images;
        _kept = kept;
        _back = back;
        _planes = (long)n * geometry.Channels;
        WorkerPool.Run(this, new ChunkedRange(_planes, Grain).Count);
    }
}
