using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Pads volumes with elements of their own, or adds the padding of their gradients up. A chunk is a channel of an item.</summary>
internal sealed unsafe class Pad3DJob(Pad3DGeometry geometry) : ParallelJob
{
    private readonly int[] _depths = geometry.Depths.Sources(), _rows = geometry.Rows.Sources(), _columns = geometry.Columns.Sources();
    private readonly int _before = geometry.Width.Before;
    private float* _volumes, _padded;
    private bool _fold;

    public void Spread(int n, float* volumes, float* padded) => Start(n, volumes, padded, fold: false);

    public void Fold(int n, float* padded, float* volumes) => Start(n, volumes, padded, fold: true);

    public override void Run(int chunk, int worker)
    {
        var (height, width) = (geometry.InHeight, geometry.InWidth);
        var volume = _volumes + (long)chunk * geometry.InDepth * height * width;
        var padded = _padded + (long)chunk * _depths.Length * _rows.Length * _columns.Length;
        if (_fold) new Span<float>(volume, geometry.InDepth * height * width).Clear();
        foreach (var depth in _depths)
        {
            foreach (var row in _rows)
            {
                var line = volume + ((long)depth * height + row) * width;
                if (_fold) Add(padded, line);
                else Copy(line, padded);
                padded += _columns.Length;
            }
        }
    }

    private void Copy(float* line, float* padded)
    {
        for (var i = 0; i < _before; i++) padded[i] = line[_columns[i]];
        new Span<float>(line, geometry.InWidth).CopyTo(new Span<float>(padded + _before, geometry.InWidth));
        for (var i = _before + geometry.InWidth; i < _columns.Length; i++) padded[i] = line[_columns[i]];
    }

    private void Add(float* padded, float* line)
    {
        for (var i = 0; i < _columns.Length; i++) line[_columns[i]] += padded[i];
    }

    private void Start(int n, float* volumes, float* padded, bool fold)
    {
        _volumes = volumes;
        _padded = padded;
        _fold = fold;
        WorkerPool.Run(this, n * geometry.Channels);
    }
}
