using System.Numerics;

namespace ConvGpu.Tests.Reference;

/// <summary>The discrete Fourier transform by its definition, in double precision.</summary>
public static class FourierReference
{
    /// <summary>Y[u, v] = sum over r, c of x[r, c] exp(-2 pi i (u r / height + v c / width)).</summary>
    public static Complex[] Transform(Complex[] x, int height, int width, int direction = 1)
    {
        var y = new Complex[height * width];
        for (var u = 0; u < height; u++)
        for (var v = 0; v < width; v++)
        for (var r = 0; r < height; r++)
        for (var c = 0; c < width; c++)
        {
            var turns = (double)(u * r % height) / height + (double)(v * c % width) / width;
            y[u * width + v] += x[r * width + c] * Complex.FromPolarCoordinates(1, -2 * Math.PI * direction * turns);
        }
        return y;
    }

    /// <summary>As <see cref="Transform"/>, of a real image.</summary>
    public static Complex[] Transform(ReadOnlySpan<float> x, int height, int width)
    {
        var complex = new Complex[x.Length];
        for (var i = 0; i < complex.Length; i++) complex[i] = x[i];
        return Transform(complex, height, width);
    }

    /// <summary>z[r, c] = sum over i, j of x[i, j] y[r - i, c - j], positions taken modulo the sizes.</summary>
    public static Complex[] CircularConvolution(Complex[] x, Complex[] y, int height, int width)
    {
        var z = new Complex[height * width];
        for (var r = 0; r < height; r++)
        for (var c = 0; c < width; c++)
        for (var i = 0; i < height; i++)
        for (var j = 0; j < width; j++)
            z[r * width + c] += x[i * width + j] * y[(r - i + height) % height * width + (c - j + width) % width];
        return z;
    }

    /// <summary>The layout of the ops: real parts, then imaginary parts, of the columns up to half the width.</summary>
    public static IEnumerable<double> Half(Complex[] spectrum, int height, int width)
    {
        var columns = Enumerable.Range(0, height * width).Where(i => i % width <= width / 2).Select(i => spectrum[i]).ToArray();
        return [.. columns.Select(bin => bin.Real), .. columns.Select(bin => bin.Imaginary)];
    }

    /// <summary>All columns from those that the ops write.</summary>
    public static Complex[] Whole(ReadOnlySpan<float> half, int height, int width)
    {
        var columns = width / 2 + 1;
        var whole = new Complex[height * width];
        for (var u = 0; u < height; u++)
        for (var v = 0; v < width; v++)
        {
            var mirrored = v >= columns;
            var at = (mirrored ? (height - u) % height : u) * columns + (mirrored ? width - v : v);
            var bin = new Complex(half[at], half[height * columns + at]);
            whole[u * width + v] = mirrored ? Complex.Conjugate(bin) : bin;
        }
        return whole;
    }
}
