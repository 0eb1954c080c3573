using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>The softmax, its logarithm and their gradients along an axis, in double precision.</summary>
public static class SoftmaxReference
{
    private const int Function = LossReference.FunctionRoundings;

    /// <summary>e^x / Σ e^x, or its logarithm.</summary>
    public static Expected Forward(SoftmaxForward op, int n, float[] x)
    {
        var y = new Expected(x.Length);
        foreach (var axis in Axes(op.Outer * n, op.Length, op.Inner))
        {
            var maximum = axis.Max(i => (double)x[i]);
            var sum = axis.Sum(i => Math.Exp(x[i] - maximum));
            // What an element less the maximum is rounded by, its exponential magnifies by its size; the sum takes the mean of that.
            var sumError = axis.Sum(i => Relative(x[i] - maximum)) / sum;
            foreach (var i in axis)
            {
                double distance = x[i] - maximum, p = Math.Exp(distance) / sum;
                if (op.Log) y.Set(i, distance - Math.Log(sum), 1 + sumError + Math.Abs(distance) + Math.Log(sum), op.Length + 2 * Function);
                else y.Set(i, p, p * (1 + sumError) + Relative(distance) / sum, op.Length + 2 * Function);
            }
        }
        return y;
    }

    /// <summary>y (dy - Σ y dy), or dy - e^y Σ dy for the logarithm.</summary>
    public static Expected Backward(SoftmaxBackward op, int n, float[] y, float[] dy)
    {
        var dx = new Expected(y.Length);
        foreach (var axis in Axes(op.Outer * n, op.Length, op.Inner))
        {
            double Term(int i) => op.Log ? dy[i] : (double)y[i] * dy[i];
            var (sum, size) = (axis.Sum(Term), axis.Sum(i => Math.Abs(Term(i))));
            foreach (var i in axis)
            {
                var share = op.Log ? Math.Exp(y[i]) : 1;
                if (op.Log) dx.Set(i, dy[i] - share * sum, Math.Abs(dy[i]) + share * size, op.Length + Function + 3);
                else dx.Set(i, y[i] * (dy[i] - sum), Math.Abs(y[i]) * (Math.Abs(dy[i]) + size), op.Length + 3);
            }
        }
        return dx;
    }

    private static double Relative(double distance) => double.IsNegativeInfinity(distance) ? 0 : Math.Exp(distance) * (1 + Math.Abs(distance));

    private static IEnumerable<int[]> Axes(int outer, int length, int inner)
    {
        for (var o = 0; o < outer; o++)
        for (var i = 0; i < inner; i++)
            yield return [.. Enumerable.Range(0, length).Select(k => (o * length + k) * inner + i)];
    }
}
