using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Cpu;

/// <summary>Elementary functions of the CPU backend stay within their bounds, in units in the last place of the exact result.</summary>
public sealed class MathBoundTests
{
    private static void Evaluate(Index1D i, ArrayView<float> x, ArrayView<float> y, int function)
    {
        float a = x[i];
        switch (function)
        {
            case 0: y[i] = MathF.Exp(a); break;
            case 1: y[i] = MathF.Log(MathF.Abs(a)); break;
            case 2: y[i] = MathF.Sin(a); break;
            case 3: y[i] = MathF.Cos(a); break;
            case 4: y[i] = MathF.Tanh(a); break;
            case 5: y[i] = MathF.Pow(MathF.Abs(a), 1.7f); break;
            case 6: y[i] = MathF.Sqrt(MathF.Abs(a)); break;
            default: y[i] = MathF.Atan(a); break;
        }
    }

    private static double Exact(double a, int function) => function switch
    {
        0 => Math.Exp(a),
        1 => Math.Log(Math.Abs(a)),
        2 => Math.Sin(a),
        3 => Math.Cos(a),
        4 => Math.Tanh(a),
        5 => Math.Pow(Math.Abs(a), 1.7f),
        6 => Math.Sqrt(Math.Abs(a)),
        _ => Math.Atan(a),
    };

    /// <summary>A square root is rounded correctly (half a unit); the others are polynomials of a few operations after a range reduction.</summary>
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 2)]
    [InlineData(6, 0.5)]
    [InlineData(7, 2)]
    public void WithinUnitsInTheLastPlace(int function, double bound)
    {
        const int count = 20_000;
        var random = new Random(function);
        var x = Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2 - 1) * MathF.Pow(10, random.Next(-3, 2))).ToArray();
        using var context = Context.Create(builder => builder.DefaultCPU());
        using var accelerator = context.CreateCPUAccelerator(0);
        using var a = accelerator.Allocate1D(x);
        using var b = accelerator.Allocate1D<float>(count);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, int>(Evaluate)(count, a.View, b.View, function);
        var y = b.GetAsArray1D();
        double worst = 0;
        float at = 0;
        for (int i = 0; i < count; i++)
        {
            double exact = Exact(x[i], function);
            float rounded = MathF.Abs((float)exact);
            double error = Math.Abs(y[i] - exact) / (MathF.BitIncrement(rounded) - rounded);
            if (error > worst)
                (worst, at) = (error, x[i]);
        }
        Assert.True(worst <= bound, $"Function {function} of {at:R} is off by {worst:f2} units in the last place, more than {bound}.");
    }
}
