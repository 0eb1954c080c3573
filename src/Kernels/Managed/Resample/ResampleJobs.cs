using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Resampling of planes, a chunk some of them: rows are blended by vectors into a row of scratch memory, of which columns then take their two
/// pixels; in the backward pass columns are gathered first. Where columns lie is found once.
/// </summary>
internal abstract unsafe class ResampleJob : ParallelJob
{
    private const int WantedLength = 16 * 1024;

    private readonly ResampleSizes _sizes;
    private readonly int _grain, _workers;
    private readonly float* _memory;
    private readonly long _workerLength;
    private long _planes;

    protected ResampleJob(ResampleSizes sizes, in HostBinding binding)
    {
        (_sizes, _workers, _workerLength) = (sizes, binding.Workers, WorkspaceOf(sizes).WorkerBytes / sizeof(float));
        _memory = (float*)binding.Memory;
        _grain = Math.Max(WantedLength / Math.Max(sizes.OutHeight * sizes.OutWidth, sizes.InHeight * sizes.InWidth), 1);
        Rows = new(sizes.InHeight, sizes.OutHeight, sizes.Mode);
        Columns = new(sizes.InWidth, sizes.OutWidth, sizes.Mode);
    }

    // Fields, not properties, which would be copied for each row.
    protected readonly ResampleAxis Rows, Columns;

    protected bool Blends => _sizes.Mode != ResampleMode.Nearest;

    protected int InWidth => _sizes.InWidth;

    protected int InPlane => _sizes.InHeight * _sizes.InWidth;

    protected int OutHeight => _sizes.OutHeight;

    protected int OutWidth => _sizes.OutWidth;

    /// <summary>A row of the input for each worker.</summary>
    public static Workspace WorkspaceOf(ResampleSizes sizes) => new(0, Workspace.Align(sizes.InWidth * (long)sizeof(float)));

    public void Run(int n)
    {
        _planes = (long)n * _sizes.Channels;
        WorkerPool.Run(this, new ChunkedRange(_planes, _grain).Count, _workers);
    }

    public sealed override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(_planes, _grain);
        for (var plane = range.Start(chunk); plane < range.End(chunk); plane++) Plane(plane, _memory + worker * _workerLength);
    }

    protected abstract void Plane(long plane, float* scratch);
}

/// <summary>y = the samples.</summary>
internal sealed unsafe class ResampleForwardJob : ResampleJob
{
    private readonly int[] _first, _next;
    private readonly float[] _shares;

    public ResampleForwardJob(ResampleSizes sizes, in HostBinding binding) : base(sizes, binding)
    {
        _first = [.. Enumerable.Range(0, sizes.OutWidth).Select(Columns.First)];
        _next = Array.ConvertAll(_first, Columns.Next);
        _shares = [.. _first.Select((first, output) => Columns.Share(output, first))];
    }

    public required float* X { get; init; }

    public required float* Y { get; init; }

    protected override void Plane(long plane, float* scratch)
    {
        var x = X + plane * InPlane;
        var y = Y + plane * OutHeight * OutWidth;
        for (var row = 0; row < OutHeight; row++, y += OutWidth)
        {
            var first = Rows.First(row);
            float* up = x + first * InWidth, down = x + Rows.Next(first) * InWidth;
            if (Blends)
            {
                Blend(up, down, Rows.Share(row, first), scratch);
                Take(scratch, y);
            }
            else
            {
                var columns = _first;
                for (var column = 0; column < columns.Length; column++) y[column] = up[columns[column]];
            }
        }
    }

    private void Blend(float* up, float* down, float share, float* scratch)
    {
        int i = 0, width = InWidth;
        for (; i <= width - Vector<float>.Count; i += Vector<float>.Count)
        {
            var upper = Vector.Load(up + i);
            (upper + (Vector.Load(down + i) - upper) * share).Store(scratch + i);
        }
        for (; i < width; i++) scratch[i] = up[i] + (down[i] - up[i]) * share;
    }

    private void Take(float* row, float* y)
    {
        var width = OutWidth;
        fixed (int* first = _first, next = _next)
        fixed (float* shares = _shares)
        {
            var column = 0;
            if (Avx2.IsSupported)
            {
                for (; column <= width - 8; column += 8)
                {
                    var left = Avx2.GatherVector256(row, Vector256.Load(first + column), sizeof(float));
                    var right = Avx2.GatherVector256(row, Vector256.Load(next + column), sizeof(float));
                    (left + (right - left) * Vector256.Load(shares + column)).Store(y + column);
                }
            }
            for (; column < width; column++) y[column] = row[first[column]] + (row[next[column]] - row[first[column]]) * shares[column];
        }
    }
}

/// <summary>dx: each column of a row of dy is gathered from the outputs it gave to, then the row is added to the two it was made of.</summary>
internal sealed unsafe class ResampleBackwardJob : ResampleJob
{
    // Of each input column: its first output, and where its weights begin.
    private readonly int[] _outputs, _starts;
    private readonly float[] _weights;

    public ResampleBackwardJob(ResampleSizes sizes, in HostBinding binding) : base(sizes, binding)
    {
        _outputs = [.. Enumerable.Range(0, sizes.InWidth).Select(Columns.FirstOutput)];
        _starts = new int[sizes.InWidth + 1];
        for (var i = 0; i < sizes.InWidth; i++) _starts[i + 1] = _starts[i] + Math.Max(Columns.EndOutput(i) - _outputs[i], 0);
        _weights = new float[_starts[^1]];
        for (var i = 0; i < sizes.InWidth; i++)
            for (var k = _starts[i]; k < _starts[i + 1]; k++) _weights[k] = Columns.Weight(_outputs[i] + k - _starts[i], i);
    }

    public required float* Dy { get; init; }

    public required float* Dx { get; init; }

    protected override void Plane(long plane, float* scratch)
    {
        var dx = Dx + plane * InPlane;
        var dy = Dy + plane * OutHeight * OutWidth;
        new Span<float>(dx, InPlane).Clear();
        for (var row = 0; row < OutHeight; row++, dy += OutWidth)
        {
            Gather(dy, scratch);
            var first = Rows.First(row);
            var share = Rows.Share(row, first);
            Add(dx + first * InWidth, scratch, 1 - share);
            if (share != 0) Add(dx + Rows.Next(first) * InWidth, scratch, share);
        }
    }

    private void Gather(float* dy, float* scratch)
    {
        fixed (int* outputs = _outputs, starts = _starts)
        fixed (float* weights = _weights)
        {
            for (var column = 0; column < InWidth; column++)
            {
                float* source = dy + outputs[column], weight = weights + starts[column];
                var sum = 0f;
                for (var k = starts[column + 1] - starts[column] - 1; k >= 0; k--) sum += source[k] * weight[k];
                scratch[column] = sum;
            }
        }
    }

    private void Add(float* target, float* row, float weight)
    {
        int i = 0, width = InWidth;
        for (; i <= width - Vector<float>.Count; i += Vector<float>.Count) (Vector.Load(target + i) + Vector.Load(row + i) * weight).Store(target + i);
        for (; i < width; i++) target[i] += row[i] * weight;
    }
}
