using System.Numerics;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>dw = sum(dy (x - mean) inverse) and db = sum(dy) of each weight, over its elements in order. A chunk is some weights.</summary>
internal sealed unsafe class GroupNormWeightGradientJob(GroupSizes sizes) : ParallelJob
{
    // Below this many values a second thread costs more than it saves.
    private const long Small = 16 * 1024;

    private readonly int _grain = sizes.Plane > 1 ? 1 : 512;
    private long _rows;

    public required float* X { get; init; }

    public required float* Dy { get; init; }

    public required float* Mean { get; init; }

    public required float* Inverse { get; init; }

    public required float* Dw { get; init; }

    public required float* Db { get; init; }

    public void Run(int n)
    {
        _rows = (long)n * sizes.Count / ((long)sizes.Parameters * sizes.Plane);
        WorkerPool.Run(this, new ChunkedRange(sizes.Parameters, _grain).Count, (long)n * sizes.Count < Small ? 1 : 0);
    }

    public override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(sizes.Parameters, _grain);
        if (sizes.Plane > 1) Planes(chunk);
        else Rows((int)range.Start(chunk), (int)range.End(chunk));
    }

    private void Planes(int parameter)
    {
        double sum = 0, products = 0;
        for (long row = 0; row < _rows; row++)
        {
            var at = (row * sizes.Parameters + parameter) * sizes.Plane;
            var group = at / sizes.Length;
            sum += VectorSum.Of(Dy + at, sizes.Plane);
            products += PlaneSums.Products(Dy + at, X + at, Mean[group], sizes.Plane) * (double)Inverse[group];
        }
        (Dw[parameter], Db[parameter]) = ((float)products, (float)sum);
    }

    // Row by row into the sums of neighbouring weights; a row may cross from one group to the next.
    private void Rows(int first, int end)
    {
        new Span<float>(Dw + first, end - first).Clear();
        new Span<float>(Db + first, end - first).Clear();
        for (long row = 0; row < _rows; row++)
        {
            for (var parameter = first; parameter < end;)
            {
                var at = row * sizes.Parameters + parameter;
                var group = at / sizes.Length;
                var count = (int)Math.Min(end - parameter, (group + 1) * sizes.Length - at);
                Add(parameter, at, count, Mean[group], Inverse[group]);
                parameter += count;
            }
        }
    }

    private void Add(int parameter, long at, int count, float mean, float inverse)
    {
        float* dw = Dw + parameter, db = Db + parameter, dy = Dy + at, x = X + at;
        for (var i = 0; i < count; i += Vector<float>.Count)
        {
            var left = count - i;
            var gradient = VectorLane.LoadUpTo(dy + i, left);
            (VectorLane.LoadUpTo(db + i, left) + gradient).StoreUpTo(db + i, left);
            (VectorLane.LoadUpTo(dw + i, left) + gradient * (VectorLane.LoadUpTo(x + i, left) - mean) * inverse).StoreUpTo(dw + i, left);
        }
    }
}
