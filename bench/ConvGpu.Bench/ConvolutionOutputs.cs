using ConvGpu.Kernels;

namespace ConvGpu.Bench;

/// <summary>
/// The three passes of a convolution over arrays of a file, for another program to compare: x (N, C, H, W), w (F, C, KH, KW), dy and the
/// integers stride and padding from an NPZ file; y, dx and dw, by every algorithm that fits, into another.
/// </summary>
internal static class ConvolutionOutputs
{
    public static void Write(string from, string to)
    {
        using var file = NpzFile.Open(from);
        NpyArray x = file.Read("x"), w = file.Read("w"), dy = file.Read("dy");
        int stride = (int)file.Read("stride").ToInt64s()[0], padding = (int)file.Read("padding").ToInt64s()[0], batch = x.Shape[0];
        var window = new Window2D(w.Shape[2], w.Shape[3], stride, stride, padding, padding, padding, padding);
        var open = new Conv2DGeometry(x.Shape[1], x.Shape[2], x.Shape[3], w.Shape[0], window);
        using var device = ComputeDevice.Open("cpu");
        var results = new Dictionary<string, NpyArray>();
        foreach (var algorithm in ConvChoice.For(open).Except([ConvAlgorithm.Fft]))
        {
            var geometry = open with { Algorithm = algorithm };
            results[$"{algorithm}.y"] = Run(new Conv2DForward(geometry, Bias: false), x, w, dy.Shape);
            results[$"{algorithm}.dx"] = Run(new Conv2DBackwardData(geometry), dy, w, x.Shape);
            results[$"{algorithm}.dw"] = Run(new Conv2DBackwardWeights(geometry, Bias: false), x, dy, w.Shape);
        }
        NpzFile.Write(to, results);

        NpyArray Run(Op op, NpyArray first, NpyArray second, IReadOnlyList<int> shape)
        {
            using var run = new TrialRun(device, [op], batch, first.Count, second.Count, shape.Aggregate(1L, (count, size) => count * size));
            run.Write(0, first.ToFloats());
            run.Write(1, second.ToFloats());
            run.Run();
            return NpyArray.Of<float>(run.Read(2), [.. shape]);
        }
    }
}
