using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Work on the planes of an adaptive pooling, each on its own. A chunk is a group of planes.</summary>
internal abstract unsafe class AdaptivePoolJob(AdaptivePoolGeometry geometry) : ParallelJob
{
    private const int WantedLength = 16 * 1024;

    private readonly int _grain = Math.Max(WantedLength / (geometry.InHeight * geometry.InWidth), 1);
    private readonly AdaptivePoolShape _shape = new(geometry);
    private long _planes;
    private float* _source, _target;
    private int* _index;

    protected int InPlane => _shape.InPlane.Divisor;

    protected int InWidth => _shape.Columns.Inputs.Divisor;

    /// <param name="n">Batch items.</param>
    /// <param name="source">x or dy.</param>
    /// <param name="target">y or dx.</param>
    /// <param name="index">Where maxima stand; null for averages.</param>
    public void Run(int n, float* source, float* target, int* index = null)
    {
        _source = source;
        _target = target;
        _index = index;
        _planes = (long)n * geometry.Channels;
        WorkerPool.Run(this, new ChunkedRange(_planes, _grain).Count);
    }

    public sealed override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(_planes, _grain);
        for (var plane = range.Start(chunk); plane < range.End(chunk); plane++) Plane(plane);
    }

    /// <summary>Where an image's plane and a pooled plane begin, from what stands there.</summary>
    protected abstract (long Source, long Target) PlaneSizes(int inPlane, int outPlane);

    /// <summary>Clears what windows are added to.</summary>
    protected virtual void Begin(float* target)
    {
        // An output is written once.
    }

    /// <summary>One window: rows of it and columns of the plane, and the number of its output in the pooled plane.</summary>
    protected abstract void Window(float* source, float* target, int* index, (int First, int End) rows, (int First, int End) columns, int output);

    private void Plane(long plane)
    {
        var outPlane = _shape.OutPlane.Divisor;
        var sizes = PlaneSizes(InPlane, outPlane);
        float* source = _source + plane * sizes.Source, target = _target + plane * sizes.Target;
        var index = _index + plane * outPlane;
        Begin(target);
        var output = 0;
        for (var row = 0; row < _shape.Rows.Outputs.Divisor; row++)
        {
            var rows = (_shape.Rows.First(row), _shape.Rows.End(row));
            for (var column = 0; column < _shape.Columns.Outputs.Divisor; column++, output++)
                Window(source, target, index, rows, (_shape.Columns.First(column), _shape.Columns.End(column)), output);
        }
    }
}

/// <summary>The mean of each window; rows that lie behind each other are summed as one.</summary>
internal sealed unsafe class AdaptiveAverageForwardJob(AdaptivePoolGeometry geometry) : AdaptivePoolJob(geometry)
{
    protected override (long Source, long Target) PlaneSizes(int inPlane, int outPlane) => (inPlane, outPlane);

    protected override void Window(float* source, float* target, int* index, (int First, int End) rows, (int First, int End) columns, int output)
    {
        int height = rows.End - rows.First, width = columns.End - columns.First;
        var sum = 0f;
        if (width == InWidth)
            sum = VectorSum.Of(source + rows.First * InWidth, height * width);
        else
            for (var row = rows.First; row < rows.End; row++) sum += VectorSum.Of(source + row * InWidth + columns.First, width);
        target[output] = sum / (height * width);
    }
}

/// <summary>Each dy, divided by its window's size, is added to all elements of the window, output by output in order.</summary>
internal sealed unsafe class AdaptiveAverageBackwardJob(AdaptivePoolGeometry geometry) : AdaptivePoolJob(geometry)
{
    protected override (long Source, long Target) PlaneSizes(int inPlane, int outPlane) => (outPlane, inPlane);

    protected override void Begin(float* target) => new Span<float>(target, InPlane).Clear();

    protected override void Window(float* source, float* target, int* index, (int First, int End) rows, (int First, int End) columns, int output)
    {
        var share = source[output] / ((rows.End - rows.First) * (columns.End - columns.First));
        for (var row = rows.First; row < rows.End; row++)
        for (var column = columns.First; column < columns.End; column++)
            target[row * InWidth + column] += share;
    }
}

/// <summary>The maximum of each window and its index in the plane: the first of equal values wins, a NaN over everything.</summary>
internal sealed unsafe class AdaptiveMaxForwardJob(AdaptivePoolGeometry geometry) : AdaptivePoolJob(geometry)
{
    protected override (long Source, long Target) PlaneSizes(int inPlane, int outPlane) => (inPlane, outPlane);

    protected override void Window(float* source, float* target, int* index, (int First, int End) rows, (int First, int End) columns, int output)
    {
        var winner = rows.First * InWidth + columns.First;
        for (var row = rows.First; row < rows.End; row++)
        for (var position = row * InWidth + columns.First; position < row * InWidth + columns.End; position++)
        {
            if (Maximum.Wins(source[position], source[winner])) winner = position;
        }
        target[output] = source[winner];
        index[output] = winner;
    }
}

/// <summary>Each dy is added to the element that its window's index names.</summary>
internal sealed unsafe class AdaptiveMaxBackwardJob(AdaptivePoolGeometry geometry) : AdaptivePoolJob(geometry)
{
    protected override (long Source, long Target) PlaneSizes(int inPlane, int outPlane) => (outPlane, inPlane);

    protected override void Begin(float* target) => new Span<float>(target, InPlane).Clear();

    protected override void Window(float* source, float* target, int* index, (int First, int End) rows, (int First, int End) columns, int output) =>
        target[index[output]] += source[output];
}
