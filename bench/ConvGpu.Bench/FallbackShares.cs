using ConvGpu.Kernels;

namespace ConvGpu.Bench;

/// <summary>Ops of `cpu` as shares of what its cores can do at the same moment: multiply-adds for products, bytes for pooling and ReLU.</summary>
internal static class FallbackShares
{
    private const string Peak = "the FMA peak", Triad = "the triad's bandwidth";

    public static void Run()
    {
        using var device = ComputeDevice.Open("cpu");
        foreach (var share in All(device)) Console.WriteLine(share);
    }

    private static IEnumerable<Share> All(ComputeDevice device)
    {
        foreach (var size in (int[])[1024, 2048])
        {
            var op = new DenseForward(size, size, Bias: false);
            yield return Product(device, $"SGEMM at {size}", op, size, 0.85, (long)size * size, (long)size * size, (long)size * size);
        }
        (string Shape, int Batch, Conv2DGeometry Geometry, bool Winograd)[] shapes =
        [
            ("AlexNet conv2", 16, new(64, 27, 27, 192, Window2D.Square(5, padding: 2)) { Algorithm = ConvAlgorithm.Direct }, false),
            ("1x1, 256 to 64, 56x56", 16, new(256, 56, 56, 64, Window2D.Square(1)) { Algorithm = ConvAlgorithm.Direct }, false),
            ("VGG conv1_2, Winograd", 4, new(64, 224, 224, 64, Window2D.Square(3, padding: 1)), true),
            ("VGG conv3_2, Winograd", 4, new(256, 56, 56, 256, Window2D.Square(3, padding: 1)), true),
            ("VGG conv5_1, Winograd", 4, new(512, 14, 14, 512, Window2D.Square(3, padding: 1)), true),
        ];
        foreach (var (shape, batch, geometry, winograd) in shapes)
            foreach (var pass in ConvolutionPass.Of(geometry, batch))
                yield return Product(device, $"{shape}, {pass.Name}", pass.Op, batch, Promised(pass.Name, winograd), pass.Lengths);
        var pool = new PoolGeometry(64, 224, 224, Window2D.Square(2, stride: 2));
        long x = 4L * pool.InCount, y = 4L * pool.OutCount;
        // The index is not counted: it is ours, and the bandwidth is that of what the layer needs.
        yield return Bandwidth(device, "max pool 2x2 at 4x64x224x224", new MaxPool2DForward(pool), 4, (x + y) * sizeof(float), x, y, y);
        yield return PoolBackward(device, pool, x, y);
        yield return Bandwidth(device, "ReLU at 4x64x224x224", new ReLUForward(pool.InCount), 4, 2 * x * sizeof(float), x, x);
        yield return Bandwidth(device, "ReLU backward", new ReLUBackward(pool.InCount), 4, 3 * x * sizeof(float), x, x, x);
    }

    private static double Promised(string pass, bool winograd) => (pass, winograd) switch
    {
        (ConvolutionPass.BackwardWeights, true) => 1.4,
        (_, true) => 1.6,
        (ConvolutionPass.Forward, false) => 0.85,
        _ => 0.8,
    };

    private static Share Product(ComputeDevice device, string what, Op op, int batch, double promised, params long[] lengths)
    {
        using var run = new TrialRun(device, [op], batch, lengths);
        var (share, rate) = Turns.Measure(op.Flops(batch) / 1e9, () => run.Run(), Roofline.PeakNow);
        return new Share(what, Peak, promised, share, rate);
    }

    private static Share Bandwidth(ComputeDevice device, string what, Op op, int batch, double bytes, params long[] lengths)
    {
        using var run = new TrialRun(device, [op], batch, lengths);
        return Bandwidth(what, run, bytes);
    }

    // With the places of maxima of an image, not of numbers that are no places.
    private static Share PoolBackward(ComputeDevice device, PoolGeometry pool, long x, long y)
    {
        using TrialRun forward = new(device, [new MaxPool2DForward(pool)], 4, x, y, y), run = new(device, [new MaxPool2DBackward(pool)], 4, y, y, x);
        forward.Run();
        run.Write(1, forward.Read(2));
        return Bandwidth("max pool 2x2 backward", run, (x + y) * sizeof(float));
    }

    private static Share Bandwidth(string what, TrialRun run, double bytes)
    {
        var (share, rate) = Turns.Measure(bytes / 1e9, () => run.Run(), Roofline.TriadNow);
        return new Share(what, Triad, 0.7, share, rate);
    }
}
