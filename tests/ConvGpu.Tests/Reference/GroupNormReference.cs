using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>Normalisation of groups in double precision; bounds as those of <see cref="BatchNormReference"/>.</summary>
public static class GroupNormReference
{
    private const double U = Expected.UnitRoundoff;

    /// <summary>What the forward pass computes; weights and biases are empty where there are none.</summary>
    public static (Expected Y, Expected Mean, Expected Inverse) Forward(GroupSizes s, int n, float[] x, float[] w, float[] b, float epsilon)
    {
        var (k, groups) = (s.Length, n * s.Groups);
        var (y, means, inverses) = (new Expected(n * s.Count), new Expected(groups), new Expected(groups));
        for (var g = 0; g < groups; g++)
        {
            var values = x.AsSpan(g * k, k).ToArray();
            double mean = values.Average(v => (double)v), variance = values.Average(v => (v - mean) * (v - mean));
            double meanError = (k + 2) * U * values.Average(v => Math.Abs((double)v));
            double varianceError = (k + 4) * U * (variance + meanError * meanError) + meanError * meanError, inverse = 1 / Math.Sqrt(variance + epsilon);
            var relative = varianceError / (2 * Math.Max(variance + epsilon - varianceError, 0.5 * epsilon)) + 6 * U;
            means.Set(g, mean, meanError / U, 0);
            inverses.Set(g, inverse, inverse * relative / U, 0);
            for (var i = 0; i < k; i++)
            {
                var at = g * k + i;
                double weight = w.Length > 0 ? w[Parameter(s, at)] : 1, bias = b.Length > 0 ? b[Parameter(s, at)] : 0;
                var value = weight * (x[at] - mean) * inverse;
                var error = Math.Abs(weight) * inverse * (meanError + (Math.Abs(x[at] - mean) + meanError) * (relative + 4 * U))
                    + 2 * U * (Math.Abs(value) + Math.Abs(bias));
                y.Set(at, value + bias, error / U, 0);
            }
        }
        return (y, means, inverses);
    }

    public static (Expected Dw, Expected Db) BackwardWeights(GroupSizes s, int n, float[] x, float[] dy, float[] mean, float[] inverse)
    {
        var (dw, db) = (new Expected(s.Parameters), new Expected(s.Parameters));
        for (var i = 0; i < n * s.Count; i++)
        {
            dw.Add(Parameter(s, i), dy[i] * ((double)x[i] - mean[i / s.Length]) * inverse[i / s.Length]);
            db.Add(Parameter(s, i), dy[i]);
        }
        // The difference, and two products more than a sum of products has.
        for (var p = 0; p < s.Parameters; p++) dw.Roundings[p] += 4;
        return (dw, db);
    }

    public static Expected BackwardData(GroupSizes s, int n, float[] x, float[] dy, float[] w, float[] mean, float[] inverse)
    {
        var dx = new Expected(n * s.Count);
        for (var g = 0; g < n * s.Groups; g++)
        {
            double sum = 0, sumMagnitude = 0, products = 0, productsMagnitude = 0;
            double Upstream(int at) => w.Length > 0 ? (double)w[Parameter(s, at)] * dy[at] : dy[at];
            double Normalized(int at) => ((double)x[at] - mean[g]) * inverse[g];
            for (var at = g * s.Length; at < (g + 1) * s.Length; at++)
            {
                var (upstream, product) = (Upstream(at) / s.Length, Upstream(at) * Normalized(at) / s.Length);
                (sum, sumMagnitude) = (sum + upstream, sumMagnitude + Math.Abs(upstream));
                (products, productsMagnitude) = (products + product, productsMagnitude + Math.Abs(product));
            }
            for (var at = g * s.Length; at < (g + 1) * s.Length; at++)
            {
                var value = Upstream(at) - sum - Normalized(at) * products;
                var magnitude = Math.Abs(Upstream(at)) + sumMagnitude + Math.Abs(Normalized(at)) * productsMagnitude;
                dx.Set(at, inverse[g] * value, inverse[g] * magnitude, s.Length + 12);
            }
        }
        return dx;
    }

    private static int Parameter(GroupSizes s, int element) => element / s.Plane % s.Parameters;
}
