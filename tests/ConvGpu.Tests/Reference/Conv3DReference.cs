using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>
/// 3-D convolution and its gradients in double precision: y += x w, dx += dy w, dw += x dy over all (input, weight, output) triples.
/// </summary>
public static class Conv3DReference
{
    private delegate void Tap(int input, int weight, int output);

    /// <summary>y = conv(x, w) + b; <paramref name="bias"/> may be empty.</summary>
    public static Expected Forward(Conv3DGeometry g, int n, float[] x, float[] w, float[] bias)
    {
        var y = new Expected(n * g.OutCount);
        Enumerate(g, n, (input, weight, output) => y.Add(output, (double)x[input] * w[weight]));
        for (var i = 0; bias.Length > 0 && i < y.Values.Length; i++) y.Add(i, bias[i / g.OutVolume % g.OutChannels]);
        return y;
    }

    /// <summary>dx from dy and w.</summary>
    public static Expected BackwardData(Conv3DGeometry g, int n, float[] dy, float[] w)
    {
        var dx = new Expected(n * g.InCount);
        Enumerate(g, n, (input, weight, output) => dx.Add(input, (double)dy[output] * w[weight]));
        return dx;
    }

    /// <summary>dw from x and dy, summed over the batch.</summary>
    public static Expected BackwardWeights(Conv3DGeometry g, int n, float[] x, float[] dy)
    {
        var dw = new Expected(g.WeightCount);
        Enumerate(g, n, (input, weight, output) => dw.Add(weight, (double)x[input] * dy[output]));
        return dw;
    }

    /// <summary>db: the sum of dy over the batch and all elements of a channel.</summary>
    public static Expected BackwardBias(Conv3DGeometry g, int n, float[] dy)
    {
        var db = new Expected(g.OutChannels);
        for (var i = 0; i < n * g.OutCount; i++) db.Add(i / g.OutVolume % g.OutChannels, dy[i]);
        return db;
    }

    private static void Enumerate(Conv3DGeometry g, int n, Tap tap)
    {
        var (depth, height, width) = (g.Window.Depth, g.Window.Height, g.Window.Width);
        for (var output = 0; output < n * g.OutCount; output++)
        {
            int ow = output % g.OutWidth, oh = output / g.OutWidth % g.OutHeight, od = output / g.OutWidth / g.OutHeight % g.OutDepth;
            int oc = output / g.OutVolume % g.OutChannels, item = output / g.OutCount;
            for (var k = 0; k < g.FilterCount; k++)
            {
                int kw = k % width.Kernel, kh = k / width.Kernel % height.Kernel, kd = k / width.Kernel / height.Kernel % depth.Kernel;
                int id = Place(depth, od, kd, g.Flip), ih = Place(height, oh, kh, g.Flip), iw = Place(width, ow, kw, g.Flip);
                if (id < 0 || id >= g.InDepth || ih < 0 || ih >= g.InHeight || iw < 0 || iw >= g.InWidth) continue;
                var ic = oc / g.GroupOutChannels * g.GroupInChannels + k / g.Window.Taps;
                tap((((item * g.InChannels + ic) * g.InDepth + id) * g.InHeight + ih) * g.InWidth + iw, oc * g.FilterCount + k, output);
            }
        }
    }

    private static int Place(WindowAxis axis, int output, int tap, bool flip) =>
        output * axis.Stride - axis.PadBefore + (flip ? axis.Kernel - 1 - tap : tap) * axis.Dilation;
}
