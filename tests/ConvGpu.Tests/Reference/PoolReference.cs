using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>Max and average pooling and their gradients in double precision.</summary>
public static class PoolReference
{
    /// <summary>
    /// Outputs along one side as PyTorch counts them: the last window of ceil mode starts inside the image or its leading padding. Below 1
    /// where PyTorch refuses the sizes.
    /// </summary>
    public static int Outputs(int size, int kernel, int stride, int before, int after, int dilation, bool ceilMode)
    {
        var room = size + before + after - dilation * (kernel - 1) - 1 + (ceilMode ? stride - 1 : 0);
        var outputs = (int)Math.Floor((double)room / stride) + 1;
        return ceilMode && (outputs - 1) * stride >= size + before ? outputs - 1 : outputs;
    }

    /// <summary>
    /// Per window its maximum and where it is: h*W+w in its plane. The first of equal maxima wins, in row-major order; a NaN wins over
    /// everything, the first of several; padding never does. A window without an element gives negative infinity and -1.
    /// </summary>
    public static (float[] Values, int[] Indices) MaxForward(PoolGeometry g, int n, float[] x)
    {
        var values = new float[n * g.OutCount];
        var indices = new int[n * g.OutCount];
        Array.Fill(values, float.NegativeInfinity);
        Array.Fill(indices, -1);
        var plane = g.InHeight * g.InWidth;
        Enumerate(g, n, (input, output) =>
        {
            var better = indices[output] < 0 || x[input] > values[output] || (float.IsNaN(x[input]) && !float.IsNaN(values[output]));
            if (!better) return;
            values[output] = x[input];
            indices[output] = input % plane;
        });
        return (values, indices);
    }

    /// <summary>dx: each dy goes to the element its window's index names.</summary>
    public static Expected MaxBackward(PoolGeometry g, int n, float[] dy, int[] indices)
    {
        var dx = new Expected(n * g.InCount);
        var inPlane = g.InHeight * g.InWidth;
        var outPlane = g.OutHeight * g.OutWidth;
        for (var i = 0; i < n * g.OutCount; i++)
            if (indices[i] >= 0) dx.Add(i / outPlane * inPlane + indices[i], dy[i]);
        return dx;
    }

    /// <summary>Per window its mean over the image's elements, or over image and padding.</summary>
    public static Expected AverageForward(PoolGeometry g, bool countPadding, int n, float[] x)
    {
        var y = new Expected(n * g.OutCount);
        var divisors = Divisors(g, countPadding);
        Enumerate(g, n, (input, output) => y.Add(output, (double)x[input] / divisors[output % divisors.Length]));
        return WithDivision(y);
    }

    /// <summary>dx: each dy, divided by its window's divisor, goes to all elements of the window.</summary>
    public static Expected AverageBackward(PoolGeometry g, bool countPadding, int n, float[] dy)
    {
        var dx = new Expected(n * g.InCount);
        var divisors = Divisors(g, countPadding);
        Enumerate(g, n, (input, output) => dx.Add(input, (double)dy[output] / divisors[output % divisors.Length]));
        return WithDivision(dx);
    }

    // Dividing, or multiplying by a rounded reciprocal, takes up to two roundings beside the sum's.
    private static Expected WithDivision(Expected sums)
    {
        for (var i = 0; i < sums.Roundings.Length; i++) sums.Roundings[i] += 2;
        return sums;
    }

    // PyTorch's count_include_pad counts padding, but not what ceil mode adds beyond the padding.
    private static int[] Divisors(PoolGeometry g, bool countPadding)
    {
        var window = g.Window;
        var divisors = new int[g.OutHeight * g.OutWidth];
        for (var oh = 0; oh < g.OutHeight; oh++)
        for (var ow = 0; ow < g.OutWidth; ow++)
        for (var kh = 0; kh < window.KernelHeight; kh++)
        for (var kw = 0; kw < window.KernelWidth; kw++)
        {
            var ih = oh * window.StrideHeight - window.PadTop + kh * window.DilationHeight;
            var iw = ow * window.StrideWidth - window.PadLeft + kw * window.DilationWidth;
            var counts = countPadding
                ? ih < g.InHeight + window.PadBottom && iw < g.InWidth + window.PadRight
                : ih >= 0 && ih < g.InHeight && iw >= 0 && iw < g.InWidth;
            if (counts) divisors[oh * g.OutWidth + ow]++;
        }
        return divisors;
    }

    private static void Enumerate(PoolGeometry g, int n, Action<int, int> visit)
    {
        var window = g.Window;
        for (var plane = 0; plane < n * g.Channels; plane++)
        for (var oh = 0; oh < g.OutHeight; oh++)
        for (var ow = 0; ow < g.OutWidth; ow++)
        for (var kh = 0; kh < window.KernelHeight; kh++)
        for (var kw = 0; kw < window.KernelWidth; kw++)
        {
            var ih = oh * window.StrideHeight - window.PadTop + kh * window.DilationHeight;
            var iw = ow * window.StrideWidth - window.PadLeft + kw * window.DilationWidth;
            if (ih < 0 || ih >= g.InHeight || iw < 0 || iw >= g.InWidth) continue;
            visit((plane * g.InHeight + ih) * g.InWidth + iw, (plane * g.OutHeight + oh) * g.OutWidth + ow);
        }
    }
}
