using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>Adaptive pooling and its gradients in double precision, windows as PyTorch's documentation gives them.</summary>
public static class AdaptivePoolReference
{
    /// <summary>First input and one past the last of an output.</summary>
    public static (int First, int End) Window(int output, int inputs, int outputs) =>
        ((int)Math.Floor(output * (double)inputs / outputs), (int)Math.Ceiling((output + 1) * (double)inputs / outputs));

    /// <summary>Per window its maximum and where it is; ties, NaN and order as in <see cref="PoolReference.MaxForward"/>.</summary>
    public static (float[] Values, int[] Indices) MaxForward(AdaptivePoolGeometry g, int n, float[] x)
    {
        var values = new float[n * g.OutCount];
        var indices = new int[n * g.OutCount];
        Array.Fill(indices, -1);
        Enumerate(g, n, (input, output, _) =>
        {
            if (indices[output] >= 0 && !(x[input] > values[output]) && !(float.IsNaN(x[input]) && !float.IsNaN(values[output]))) return;
            values[output] = x[input];
            indices[output] = input % (g.InHeight * g.InWidth);
        });
        return (values, indices);
    }

    /// <summary>dx: each dy goes to the element its window's index names.</summary>
    public static Expected MaxBackward(AdaptivePoolGeometry g, int n, float[] dy, int[] indices)
    {
        var dx = new Expected(n * g.InCount);
        for (var i = 0; i < dy.Length; i++) dx.Add(i / (g.OutHeight * g.OutWidth) * g.InHeight * g.InWidth + indices[i], dy[i]);
        return dx;
    }

    /// <summary>Per window its mean.</summary>
    public static Expected AverageForward(AdaptivePoolGeometry g, int n, float[] x)
    {
        var y = new Expected(n * g.OutCount);
        Enumerate(g, n, (input, output, size) => y.Add(output, (double)x[input] / size));
        return WithDivision(y);
    }

    /// <summary>dx: each dy, divided by its window's size, goes to all elements of the window.</summary>
    public static Expected AverageBackward(AdaptivePoolGeometry g, int n, float[] dy)
    {
        var dx = new Expected(n * g.InCount);
        Enumerate(g, n, (input, output, size) => dx.Add(input, (double)dy[output] / size));
        return WithDivision(dx);
    }

    // Dividing takes a rounding beside the sum's; a product with a rounded reciprocal would take two.
    private static Expected WithDivision(Expected sums)
    {
        for (var i = 0; i < sums.Roundings.Length; i++) sums.Roundings[i] += 2;
        return sums;
    }

    private static void Enumerate(AdaptivePoolGeometry g, int n, Action<int, int, int> visit)
    {
        for (var plane = 0; plane < n * g.Channels; plane++)
        for (var oh = 0; oh < g.OutHeight; oh++)
        for (var ow = 0; ow < g.OutWidth; ow++)
        {
            var (rows, columns) = (Window(oh, g.InHeight, g.OutHeight), Window(ow, g.InWidth, g.OutWidth));
            var size = (rows.End - rows.First) * (columns.End - columns.First);
            for (var ih = rows.First; ih < rows.End; ih++)
            for (var iw = columns.First; iw < columns.End; iw++)
                visit((plane * g.InHeight + ih) * g.InWidth + iw, (plane * g.OutHeight + oh) * g.OutWidth + ow, size);
        }
    }
}
