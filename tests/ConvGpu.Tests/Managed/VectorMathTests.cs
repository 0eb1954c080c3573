using System.Numerics;
using ConvGpu.Kernels;
using ConvGpu.Kernels.Managed;
using ConvGpu.Tests.Reference;
using ConvGpu.Threading;
using Xunit;

namespace ConvGpu.Tests.Managed;

/// <summary>The managed code's elementary functions keep the bounds that they state, in units in the last place.</summary>
public sealed class VectorMathTests
{
    // Without fused multiply-adds a polynomial's steps round twice.
    private static readonly int Extra = VectorWidth.HasFma ? 0 : 1;

    [Fact]
    public void Exponential()
    {
        Check("exp", -103, 88.7, 2 + Extra, VectorLane.Exp, Math.Exp);
        Assert.Equal([0, float.PositiveInfinity, 0, float.PositiveInfinity, 1, float.NaN],
            Of(VectorLane.Exp, float.NegativeInfinity, float.PositiveInfinity, -1e10f, 1e10f, -0f, float.NaN));
    }

    [Fact]
    public void Logarithm() => Check("log", 1e-5, 1e5, 2 + Extra, VectorLane.Log, Math.Log);

    [Fact]
    public void HyperbolicTangent()
    {
        Check("tanh", -12, 12, 2 + Extra, VectorLane.Tanh, Math.Tanh);
        Check("tanh", -1e-3, 1e-3, 2 + Extra, VectorLane.Tanh, Math.Tanh);
        Assert.Equal([-1, 1, float.NaN, 1e-30f], Of(VectorLane.Tanh, float.NegativeInfinity, float.PositiveInfinity, float.NaN, 1e-30f));
    }

    [Fact]
    public void ErrorIntegral()
    {
        Check("erf", -5, 5, 4, LaneMath.Erf, ErrorFunction.Of);
        Check("erf", -1e-3, 1e-3, 4, LaneMath.Erf, ErrorFunction.Of);
        Assert.Equal([-1, 1, float.NaN, 0], Of(LaneMath.Erf, float.NegativeInfinity, float.PositiveInfinity, float.NaN, 0));
    }

    [Fact]
    public void Sigmoid()
    {
        Check("sigmoid", -100, 100, 4 + Extra, LaneMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)));
        Assert.Equal([0, 1, float.NaN, 0.5f], Of(LaneMath.Sigmoid, float.NegativeInfinity, float.PositiveInfinity, float.NaN, 0));
    }

    [Fact]
    public void ExponentialLessOne()
    {
        static double Exact(double x) => Math.Tanh(x / 2) * (Math.Exp(x) + 1);
        Check("expm1", -30, 0, 5 + Extra, LaneMath.ExpM1OfNegative, Exact);
        Check("expm1", -1e-3, 0, 5 + Extra, LaneMath.ExpM1OfNegative, Exact);
    }

    [Fact]
    public void LogarithmOfOneMore()
    {
        static double Exact(double x) => 2 * Math.Atanh(x / (2 + x));
        Check("log1p", 0, 1, 5 + Extra, LaneMath.Log1POfUnit, Exact);
        Check("log1p", 0, 1e-4, 5 + Extra, LaneMath.Log1POfUnit, Exact);
    }

    private static unsafe void Check(string name, double low, double high, int units, Func<VectorLane, VectorLane> function, Func<double, double> exact)
    {
        const int count = 20_000;
        var most = 0.0;
        float at = 0;
        for (var i = 0; i < count; i += Vector<float>.Count)
        {
            // Logarithmic steps where the range is that of a logarithm.
            var x = new float[Vector<float>.Count];
            for (var lane = 0; lane < x.Length; lane++)
            {
                var t = (i + lane + 0.37) / count;
                x[lane] = (float)(name == "log" ? low * Math.Pow(high / low, t) : low + (high - low) * t);
            }
            var y = Of(function, x);
            for (var lane = 0; lane < x.Length; lane++)
            {
                var wanted = exact(x[lane]);
                var size = Math.Abs((float)wanted);
                var error = Math.Abs(y[lane] - wanted) / ((double)MathF.BitIncrement(size) - size);
                if (!(error <= most)) (most, at) = (error, x[lane]);
            }
        }
        Assert.True(most <= units, $"{name}: {most:F2} units off at {at:R}; {units} are allowed");
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {most:F2} units at {at:R}");
    }

    private static unsafe float[] Of(Func<VectorLane, VectorLane> function, params float[] x)
    {
        var y = new float[x.Length];
        fixed (float* source = x, target = y)
        {
            for (var i = 0; i < x.Length; i += Vector<float>.Count)
            {
                var count = Math.Min(Vector<float>.Count, x.Length - i);
                function(VectorLane.Load(source + i, count)).Store(target + i, count);
            }
        }
        return y;
    }
}
