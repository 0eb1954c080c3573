using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>
/// 2-D convolution and its gradients in double precision. One enumeration of all (input, weight, output) triples serves the three
/// passes: y += x w, dx += dy w, dw += x dy.
/// </summary>
public static class ConvReference
{
    private delegate void Tap(int input, int weight, int output);

    /// <summary>y = act(conv(x, w) + b); <paramref name="bias"/> may be empty.</summary>
    public static Expected Forward(Conv2DGeometry g, int n, float[] x, float[] w, float[] bias, Activation activation = Activation.None)
    {
        var y = new Expected(n * g.OutCount);
        Enumerate(g, n, (input, weight, output) => y.Add(output, (double)x[input] * w[weight]));
        if (bias.Length > 0)
        {
            var plane = g.OutHeight * g.OutWidth;
            for (var i = 0; i < y.Values.Length; i++) y.Add(i, bias[i / plane % g.OutChannels]);
        }
        return activation == Activation.ReLU ? y.Rectified() : y;
    }

    /// <summary>dx from dy and w.</summary>
    public static Expected BackwardData(Conv2DGeometry g, int n, float[] dy, float[] w)
    {
        var dx = new Expected(n * g.InCount);
        Enumerate(g, n, (input, weight, output) => dx.Add(input, (double)dy[output] * w[weight]));
        return dx;
    }

    /// <summary>dw from x and dy, summed over the batch.</summary>
    public static Expected BackwardWeights(Conv2DGeometry g, int n, float[] x, float[] dy)
    {
        var dw = new Expected(g.WeightCount);
        Enumerate(g, n, (input, weight, output) => dw.Add(weight, (double)x[input] * dy[output]));
        return dw;
    }

    /// <summary>db: the sum of dy over batch, rows and columns.</summary>
    public static Expected BackwardBias(Conv2DGeometry g, int n, float[] dy)
    {
        var db = new Expected(g.OutChannels);
        var plane = g.OutHeight * g.OutWidth;
        for (var i = 0; i < n * g.OutCount; i++) db.Add(i / plane % g.OutChannels, dy[i]);
        return db;
    }

    /// <summary>The element that a position holds, or -1 where it holds a zero.</summary>
    internal static int Inside(PaddingMode mode, int position, int size)
    {
        if (position >= 0 && position < size) return position;
        return mode switch
        {
            PaddingMode.Edge => position < 0 ? 0 : size - 1,
            PaddingMode.Reflect => size - 1 - Math.Abs(size - 1 - Math.Abs(position)),
            PaddingMode.Circular => (position % size + size) % size,
            _ => -1,
        };
    }

    private static void Enumerate(Conv2DGeometry g, int n, Tap tap)
    {
        var window = g.Window;
        for (var item = 0; item < n; item++)
        for (var oc = 0; oc < g.OutChannels; oc++)
        for (var oh = 0; oh < g.OutHeight; oh++)
        for (var ow = 0; ow < g.OutWidth; ow++)
        for (var c = 0; c < g.GroupInChannels; c++)
        for (var kh = 0; kh < window.KernelHeight; kh++)
        for (var kw = 0; kw < window.KernelWidth; kw++)
        {
            var ih = oh * window.StrideHeight - window.PadTop + kh * window.DilationHeight;
            var iw = ow * window.StrideWidth - window.PadLeft + kw * window.DilationWidth;
            (ih, iw) = (Inside(g.PaddingMode, ih, g.InHeight), Inside(g.PaddingMode, iw, g.InWidth));
            if (ih < 0 || iw < 0) continue;

            var ic = oc / g.GroupOutChannels * g.GroupInChannels + c;
            var weightRow = g.Flip ? window.KernelHeight - 1 - kh : kh;
            var weightColumn = g.Flip ? window.KernelWidth - 1 - kw : kw;
            tap(
                ((item * g.InChannels + ic) * g.InHeight + ih) * g.InWidth + iw,
                ((oc * g.GroupInChannels + c) * window.KernelHeight + weightRow) * window.KernelWidth + weightColumn,
                ((item * g.OutChannels + oc) * g.OutHeight + oh) * g.OutWidth + ow);
        }
    }
}
