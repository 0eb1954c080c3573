using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>
/// Convolution without shared weights in double precision: one enumeration of all (input, weight, output) triples serves the three
/// passes. Weights are (outputs, inputs, kernel rows, kernel columns, output rows, output columns).
/// </summary>
public static class LocallyConnectedReference
{
    private delegate void Tap(int input, int weight, int output);

    /// <summary>y = x * w + b; <paramref name="bias"/>, one per output element, may be empty.</summary>
    public static Expected Forward(LocallyConnected2DGeometry g, int n, float[] x, float[] w, float[] bias)
    {
        var y = new Expected(n * g.OutCount);
        Enumerate(g, n, (input, weight, output) => y.Add(output, (double)x[input] * w[weight]));
        for (var i = 0; bias.Length > 0 && i < y.Values.Length; i++) y.Add(i, bias[i % g.OutCount]);
        return y;
    }

    /// <summary>dx from dy and w.</summary>
    public static Expected BackwardData(LocallyConnected2DGeometry g, int n, float[] dy, float[] w)
    {
        var dx = new Expected(n * g.InCount);
        Enumerate(g, n, (input, weight, output) => dx.Add(input, (double)dy[output] * w[weight]));
        return dx;
    }

    /// <summary>dw from x and dy, summed over the batch.</summary>
    public static Expected BackwardWeights(LocallyConnected2DGeometry g, int n, float[] x, float[] dy)
    {
        var dw = new Expected(g.WeightCount);
        Enumerate(g, n, (input, weight, output) => dw.Add(weight, (double)x[input] * dy[output]));
        return dw;
    }

    /// <summary>db: the sum of dy over the batch.</summary>
    public static Expected BackwardBias(LocallyConnected2DGeometry g, int n, float[] dy)
    {
        var db = new Expected(g.OutCount);
        for (var i = 0; i < n * g.OutCount; i++) db.Add(i % g.OutCount, dy[i]);
        return db;
    }

    private static void Enumerate(LocallyConnected2DGeometry g, int n, Tap tap)
    {
        var window = g.Window;
        for (var item = 0; item < n; item++)
        for (var o = 0; o < g.OutChannels; o++)
        for (var c = 0; c < g.InChannels; c++)
        for (var kh = 0; kh < window.KernelHeight; kh++)
        for (var kw = 0; kw < window.KernelWidth; kw++)
        for (var oh = 0; oh < g.OutHeight; oh++)
        for (var ow = 0; ow < g.OutWidth; ow++)
        {
            var ih = oh * window.StrideHeight - window.PadTop + kh * window.DilationHeight;
            var iw = ow * window.StrideWidth - window.PadLeft + kw * window.DilationWidth;
            if (ih < 0 || ih >= g.InHeight || iw < 0 || iw >= g.InWidth) continue;
            var position = oh * g.OutWidth + ow;
            var filter = ((o * g.InChannels + c) * window.KernelHeight + kh) * window.KernelWidth + kw;
            tap(
                ((item * g.InChannels + c) * g.InHeight + ih) * g.InWidth + iw, filter * g.OutHeight * g.OutWidth + position,
                (item * g.OutChannels + o) * g.OutHeight * g.OutWidth + position);
        }
    }
}
