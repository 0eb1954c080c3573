using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>Sums over runs of floats less their mean, in a fixed order: two vectors side by side, then their lanes, then the rest.</summary>
internal static unsafe class PlaneSums
{
    /// <summary>sum(a (x - mean)), or sum((x - mean)^2) where <paramref name="a"/> is null.</summary>
    public static float Products(float* a, float* x, float mean, int count)
    {
        var (i, sum, width) = (0, 0f, Vector<float>.Count);
        if (count >= width)
        {
            Vector<float> even = default, odd = default;
            for (; i <= count - 2 * width; i += 2 * width)
            {
                even += Product(a, x, mean, i);
                odd += Product(a, x, mean, i + width);
            }
            for (; i <= count - width; i += width) even += Product(a, x, mean, i);
            sum = Vector.Sum(even + odd);
        }
        for (; i < count; i++) sum += (a == null ? x[i] - mean : a[i]) * (x[i] - mean);
        return sum;
    }

    private static Vector<float> Product(float* a, float* x, float mean, int i)
    {
        var deviation = Vector.Load(x + i) - new Vector<float>(mean);
        return deviation * (a == null ? deviation : Vector.Load(a + i));
    }
}
