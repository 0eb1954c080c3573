using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Rows of the output, each from one place of the input on. A chunk is a group of rows.</summary>
internal sealed unsafe class RearrangeForwardJob : ParallelJob
{
    private const int WantedLength = 16 * 1024;

    private readonly RearrangeShape _shape;
    private readonly RearrangeAxis _row;
    private readonly float* _x, _y;
    private readonly int _rowsOfItem, _grain, _itemStride;
    private long _rows;

    public RearrangeForwardJob(RearrangeGeometry geometry, bool shared, float* x, float* y)
    {
        _x = x;
        _y = y;
        _itemStride = shared ? 0 : geometry.InCount;
        _row = geometry.Axes.Count > 0 ? geometry.Axes[^1] : new(1, 1, 1);
        _rowsOfItem = geometry.OutCount / _row.Out;
        _grain = Math.Max(WantedLength / _row.Out, 1);
        _shape = new RearrangeShape(geometry);
    }

    public void Run(int n)
    {
        _rows = (long)n * _rowsOfItem;
        WorkerPool.Run(this, new ChunkedRange(_rows, _grain).Count);
    }

    public override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(_rows, _grain);
        // The first and the last element of a row that the input has.
        var (first, end) = Shown();
        for (var row = range.Start(chunk); row < range.End(chunk); row++)
        {
            var target = new Span<float>(_y + row * _row.Out, _row.Out);
            var from = first < end ? _shape.Source((int)(row % _rowsOfItem) * _row.Out + first) : new RearrangePlace(0, 0, 1);
            if (from.Misses > 0)
            {
                target.Fill(_shape.Fill);
                continue;
            }
            target[..first].Fill(_shape.Fill);
            target[end..].Fill(_shape.Fill);
            var source = _x + row / _rowsOfItem * _itemStride + from.Place;
            var step = (long)_row.Step * _row.Stride;
            if (step == 1) new Span<float>(source, end - first).CopyTo(target[first..]);
            else for (var i = first; i < end; i++, source += step) target[i] = *source;
        }
    }

    private (int First, int End) Shown()
    {
        int first = 0, end = _row.Out;
        while (first < end && !Has(first)) first++;
        while (end > first && !Has(end - 1)) end--;
        return (first, end);
    }

    private bool Has(int output) => (uint)(_row.Start + output * _row.Step) < (uint)_row.In;
}

/// <summary>Elements of the input, each the sum of the outputs that show it. A chunk is a fixed number of elements.</summary>
internal sealed unsafe class RearrangeBackwardJob(RearrangeGeometry geometry, bool shared, float* dy, float* dx) : ElementwiseJob
{
    private readonly RearrangeShape _shape = new(geometry);
    private int _items;

    public void Run(int n)
    {
        _items = shared ? n : 1;
        RunOver((shared ? 1L : n) * geometry.InCount);
    }

    protected override void Range(long first, int count)
    {
        for (var at = first; at < first + count; at++)
        {
            var (item, element) = Math.DivRem(at, geometry.InCount);
            var to = _shape.Target((int)element);
            var sum = 0f;
            for (var i = 0; to.Misses == 0 && i < _items; i++)
            {
                var outputs = dy + (item + i) * geometry.OutCount + to.Place;
                for (var r = 0; r < _shape.Repeats; r++) sum += outputs[_shape.Repetition(r)];
            }
            dx[at] = sum;
        }
    }
}
