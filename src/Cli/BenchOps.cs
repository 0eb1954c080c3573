using System.Globalization;
using ConvGpu.Kernels;
using ConvGpu.Threading;

namespace ConvGpu.Cli;

/// <summary>Single products and convolutions through the op table, on random numbers.</summary>
internal static class BenchOps
{
    public const string SgemmName = "sgemm", ConvName = "conv";

    public const string SgemmShape = "rows,columns,depth", ConvShape = "batch,channels,height,width,filters,kernel height,kernel "
        + "width[,stride[,padding]]";

    /// <summary>The sizes of an op, those that the user named or the usual ones; none of a model.</summary>
    /// <exception cref="UsageException">They are no sizes of it.</exception>
    public static int[] SizesOf(string op, string? shape) => op switch
    {
        SgemmName => Sizes(shape ?? "1024,1024,1024", SgemmShape, 3, 3),
        ConvName => Sizes(shape ?? "16,64,27,27,192,5,5,1,2", ConvShape, 7, 9),
        _ => [],
    };

    /// <summary>y (rows, columns) = x (rows, depth) w^T, as a dense layer computes it.</summary>
    public static IEnumerable<BenchResult> Sgemm(ComputeDevice device, int[] sizes, double seconds)
    {
        var op = new DenseForward(sizes[2], sizes[1], Bias: false);
        yield return Measure(device, op, sizes[0], string.Join("x", sizes), seconds, (long)sizes[0] * sizes[2], (long)sizes[1] * sizes[2], (long)sizes[0] * sizes[1]);
    }

    /// <summary>The three passes of a convolution without bias.</summary>
    public static IEnumerable<BenchResult> Convolution(ComputeDevice device, int[] sizes, double seconds)
    {
        int batch = sizes[0], stride = sizes.ElementAtOrDefault(7) is > 0 and var step ? step : 1, padding = sizes.ElementAtOrDefault(8);
        var geometry = new Conv2DGeometry(
            sizes[1], sizes[2], sizes[3], sizes[4], new Window2D(sizes[5], sizes[6], stride, stride, padding, padding, padding, padding));
        long x = (long)batch * geometry.InCount, w = geometry.WeightCount, y = (long)batch * geometry.OutCount;
        var name = string.Join("x", sizes);
        yield return Measure(device, new Conv2DForward(geometry, Bias: false), batch, name, seconds, x, w, y);
        yield return Measure(device, new Conv2DBackwardData(geometry), batch, name, seconds, y, w, x);
        yield return Measure(device, new Conv2DBackwardWeights(geometry, Bias: false), batch, name, seconds, x, y, w);
    }

    private static BenchResult Measure(ComputeDevice device, Op op, int batch, string shape, double seconds, params long[] lengths)
    {
        using var run = new TrialRun(device, [op], batch, lengths);
        var times = BenchTimes.Measure(device, seconds, () => run.Enqueue());
        return new BenchResult()
            .With("op", op.Name).With("shape", shape).With("device", device.Id).With("threads", WorkerPool.ThreadCount).With(times)
            .With("effective_gflops", op.Flops(batch) / times.MedianMs / 1e6).With("algorithm", OpTable.AlgorithmOf(op, device));
    }

    private static int[] Sizes(string shape, string meaning, int least, int most)
    {
        var parts = shape.Split(',');
        var sizes = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]) || (sizes[i] == 0 && i != 8))
                throw new UsageException($"--shape is {meaning}, whole numbers of at least 1, not '{shape}'.");
        }
        return parts.Length >= least && parts.Length <= most ? sizes : throw new UsageException($"--shape is {meaning}, not '{shape}'.");
    }
}
