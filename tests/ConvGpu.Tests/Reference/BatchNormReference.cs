using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>Batch normalisation in double precision.</summary>
public static class BatchNormReference
{
    private const double U = Expected.UnitRoundoff;

    /// <summary>What the forward pass computes; the errors of y, running statistics and inverse follow from those of mean and variance.</summary>
    public sealed record Statistics(Expected Mean, Expected Inverse, Expected RunningMean, Expected RunningVariance, Expected Y);

    public static Statistics Forward(
        ChannelSizes s, int n, float[] x, float[] w, float[] b, float[] runningMean, float[] runningVariance, float momentum, float epsilon, Activation activation)
    {
        var k = n * s.Plane;
        var result = new Statistics(new(s.Channels), new(s.Channels), new(s.Channels), new(s.Channels), new(n * s.Count));
        for (var c = 0; c < s.Channels; c++)
        {
            double sum = 0, magnitude = 0, squares = 0;
            Each(s, n, c, i => (sum, magnitude) = (sum + x[i], magnitude + Math.Abs(x[i])));
            var mean = sum / k;
            Each(s, n, c, i => squares += (x[i] - mean) * (x[i] - mean));
            var variance = squares / k;
            // A sum of k terms and a division; deviations from a mean that is off by that add its square, each of their products three roundings.
            double meanError = (k + 2) * U * magnitude / k, varianceError = (k + 4) * U * (variance + meanError * meanError) + meanError * meanError;
            var inverse = 1 / Math.Sqrt(variance + epsilon);
            var relative = varianceError / (2 * Math.Max(variance + epsilon - varianceError, 0.5 * epsilon)) + 4 * U;
            Set(result.Mean, c, mean, meanError);
            Set(result.Inverse, c, inverse, inverse * relative);
            var (old, oldVariance) = (runningMean[c] * (1.0 - momentum), runningVariance[c] * (1.0 - momentum));
            Set(result.RunningMean, c, old + momentum * mean, momentum * meanError + 4 * U * (Math.Abs(old) + momentum * Math.Abs(mean)));
            var unbiased = k > 1 ? squares / (k - 1) : 0;
            var grown = k > 1 ? momentum * varianceError * k / (k - 1) + 6 * U * (oldVariance + momentum * unbiased) : 0;
            Set(result.RunningVariance, c, k > 1 ? oldVariance + momentum * unbiased : runningVariance[c], grown);
            Each(s, n, c, i =>
            {
                var value = w[c] * (x[i] - mean) * inverse + b[c];
                var error = Math.Abs(w[c]) * inverse * (meanError + (Math.Abs(x[i] - mean) + meanError) * (relative + 6 * U)) + 2 * U * (Math.Abs(value) + Math.Abs(b[c]));
                Set(result.Y, i, activation == Activation.ReLU ? Math.Max(value, 0) : value, error);
            });
        }
        return result;
    }

    public static Expected Inference(
        ChannelSizes s, int n, float[] x, float[] w, float[] b, float[] mean, float[] variance, float epsilon, Activation activation)
    {
        var y = new Expected(n * s.Count);
        for (var c = 0; c < s.Channels; c++)
        {
            Each(s, n, c, i =>
            {
                double scaled = w[c] / Math.Sqrt((double)variance[c] + epsilon), value = scaled * ((double)x[i] - mean[c]) + b[c];
                // Difference, sum and root, inverse, two products, the last sum.
                y.Set(i, activation == Activation.ReLU ? Math.Max(value, 0) : value, Math.Abs(scaled * ((double)x[i] - mean[c])) + Math.Abs(b[c]), 9);
            });
        }
        return y;
    }

    public static (Expected Dw, Expected Db) BackwardWeights(ChannelSizes s, int n, float[] x, float[] dy, float[] mean, float[] inverse)
    {
        var (dw, db) = (new Expected(s.Channels), new Expected(s.Channels));
        for (var c = 0; c < s.Channels; c++)
        {
            double products = 0, magnitude = 0;
            Each(s, n, c, i =>
            {
                var term = dy[i] * ((double)x[i] - mean[c]) * inverse[c];
                (products, magnitude) = (products + term, magnitude + Math.Abs(term));
                db.Add(c, dy[i]);
            });
            dw.Set(c, products, magnitude, n * s.Plane + 4);
        }
        return (dw, db);
    }

    public static Expected BackwardData(
        ChannelSizes s, int n, float[] x, float[] dy, float[] w, float[] mean, float[] inverse, float[] dw, float[] db)
    {
        var dx = new Expected(n * s.Count);
        double k = n * s.Plane;
        for (var c = 0; c < s.Channels; c++)
        {
            double scale = (double)w[c] * inverse[c];
            Each(s, n, c, i =>
            {
                var slope = ((double)x[i] - mean[c]) * inverse[c] * dw[c] / k;
                dx.Set(i, scale * (dy[i] - db[c] / k - slope), Math.Abs(scale) * (Math.Abs(dy[i]) + Math.Abs(db[c] / k) + Math.Abs(slope)), 10);
            });
        }
        return dx;
    }

    // An error of its own instead of a sum's: a magnitude of error / u with one rounding.
    private static void Set(Expected expected, int index, double value, double error) => expected.Set(index, value, error / U, 0);

    private static void Each(ChannelSizes s, int n, int channel, Action<int> visit)
    {
        for (var item = 0; item < n; item++)
            for (var i = 0; i < s.Plane; i++) visit((item * s.Channels + channel) * s.Plane + i);
    }
}
