namespace ConvGpu.Tests.Reference;

/// <summary>Element-wise ops and the SGD update in double precision.</summary>
public static class ElementwiseReference
{
    /// <summary>max(x, 0), exactly; NaN stays.</summary>
    public static Expected ReLUForward(float[] x) => Map(x.Length, i => (Math.Max((double)x[i], 0), 0, 0));

    /// <summary>y &gt; 0 ? dy : 0, exactly.</summary>
    public static Expected ReLUBackward(float[] y, float[] dy) => Map(y.Length, i => (y[i] > 0 ? dy[i] : 0, 0, 0));

    /// <summary>a + b.</summary>
    public static Expected Add(float[] a, float[] b) => Map(a.Length, i => ((double)a[i] + b[i], Math.Abs((double)a[i] + b[i]), 1));

    /// <summary>a * b.</summary>
    public static Expected Multiply(float[] a, float[] b) => Map(a.Length, i => ((double)a[i] * b[i], Math.Abs((double)a[i] * b[i]), 1));

    /// <summary>factor * x.</summary>
    public static Expected Scale(float[] x, float factor) => Map(x.Length, i => ((double)factor * x[i], Math.Abs((double)factor * x[i]), 1));

    /// <summary>One step of PyTorch's SGD: g += wd w; v = m v + g; w -= lr (nesterov ? g + m v : v). Without momentum v stays as it is.</summary>
    /// <returns>The new weights and momentum.</returns>
    public static (Expected Weights, Expected Velocity) Sgd(
        float[] w, float[] g, float[] v, float learningRate, float momentum, float weightDecay, bool nesterov)
    {
        var weights = new Expected(w.Length);
        var velocity = new Expected(w.Length);
        for (var i = 0; i < w.Length; i++)
        {
            double m = momentum, decay = weightDecay, rate = learningRate;
            var gradient = g[i] + decay * w[i];
            var gradientMagnitude = Math.Abs((double)g[i]) + Math.Abs(decay * w[i]);
            var old = momentum == 0 ? 0 : v[i];
            var next = m * old + gradient;
            var nextMagnitude = Math.Abs(m * old) + gradientMagnitude;
            var step = nesterov ? gradient + m * next : next;
            var stepMagnitude = nesterov ? gradientMagnitude + m * nextMagnitude : nextMagnitude;
            // Each line rounds twice, product and sum.
            velocity.Set(i, next, nextMagnitude, 4);
            weights.Set(i, w[i] - rate * step, Math.Abs((double)w[i]) + Math.Abs(rate) * stepMagnitude, nesterov ? 8 : 6);
        }
        return (weights, velocity);
    }

    private static Expected Map(int length, Func<int, (double Value, double Magnitude, int Roundings)> map)
    {
        var result = new Expected(length);
        for (var i = 0; i < length; i++)
        {
            var (value, magnitude, roundings) = map(i);
            result.Set(i, value, magnitude, roundings);
        }
        return result;
    }
}
