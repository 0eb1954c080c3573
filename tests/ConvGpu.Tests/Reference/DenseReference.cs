using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>Dense layers in double precision: x (n, inputs), w (outputs, inputs), b (outputs), y (n, outputs).</summary>
public static class DenseReference
{
    /// <summary>y = act(x w^T + b); <paramref name="bias"/> may be empty.</summary>
    public static Expected Forward(
        int inputs, int outputs, int n, float[] x, float[] w, float[] bias, Activation activation = Activation.None)
    {
        var y = new Expected(n * outputs);
        for (var item = 0; item < n; item++)
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < inputs; i++) y.Add(item * outputs + o, (double)x[item * inputs + i] * w[o * inputs + i]);
            if (bias.Length > 0) y.Add(item * outputs + o, bias[o]);
        }
        return activation == Activation.ReLU ? y.Rectified() : y;
    }

    /// <summary>dx = dy w.</summary>
    public static Expected BackwardData(int inputs, int outputs, int n, float[] dy, float[] w)
    {
        var dx = new Expected(n * inputs);
        for (var item = 0; item < n; item++)
        for (var i = 0; i < inputs; i++)
        for (var o = 0; o < outputs; o++)
            dx.Add(item * inputs + i, (double)dy[item * outputs + o] * w[o * inputs + i]);
        return dx;
    }

    /// <summary>dw = dy^T x, summed over the batch.</summary>
    public static Expected BackwardWeights(int inputs, int outputs, int n, float[] x, float[] dy)
    {
        var dw = new Expected(outputs * inputs);
        for (var item = 0; item < n; item++)
        for (var o = 0; o < outputs; o++)
        for (var i = 0; i < inputs; i++)
            dw.Add(o * inputs + i, (double)x[item * inputs + i] * dy[item * outputs + o]);
        return dw;
    }

    /// <summary>db: the sum of dy over the batch.</summary>
    public static Expected BackwardBias(int outputs, int n, float[] dy)
    {
        var db = new Expected(outputs);
        for (var i = 0; i < n * outputs; i++) db.Add(i % outputs, dy[i]);
        return db;
    }

    /// <summary>c (m, n) = a b; a is (m, k) or, transposed, (k, m); b is (k, n) or, transposed, (n, k).</summary>
    public static Expected Multiply(int m, int n, int k, float[] a, bool transposeA, float[] b, bool transposeB)
    {
        var c = new Expected(m * n);
        for (var i = 0; i < m; i++)
        for (var j = 0; j < n; j++)
        for (var p = 0; p < k; p++)
            c.Add(i * n + j, (double)a[transposeA ? p * m + i : i * k + p] * b[transposeB ? j * k + p : p * n + j]);
        return c;
    }
}
