using System.Globalization;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Library;

namespace ConvGpu.Compiler.Tests.Library;

/// <summary>
/// The C# of elementary functions that devices get, executed by .NET, against .NET's functions: floats against the double result, doubles
/// against a result that is itself good to one unit in the last place, which the bounds contain.
/// </summary>
public sealed class MathLibraryTests
{
    /// <summary>Function, range of magnitudes as powers of two, both signs, and the bounds in units in the last place.</summary>
    public static TheoryData<string, int, int, double, double> Rows => new()
    {
        { "Exp", -30, 7, 1.5, 2.5 }, { "Exp2", -30, 7, 1.5, 2.5 }, { "Log", -60, 60, 1.5, 2.5 }, { "Log2", -60, 60, 2, 3 }, { "Log10", -60, 60, 2, 3 },
        { "Sin", -30, 16, 1.5, 2.5 }, { "Cos", -30, 16, 1.5, 2.5 }, { "Tan", -30, 16, 3, 4 },
        { "Sin", 16, 120, 2, 3 }, { "Cos", 16, 120, 2, 3 }, { "Tan", 16, 120, 3, 4 },
        { "Asin", -30, 0, 2, 3 }, { "Acos", -30, 0, 2, 3 }, { "Atan", -30, 30, 2, 3 },
        { "Sinh", -30, 7, 2, 3 }, { "Cosh", -30, 7, 2, 3 }, { "Tanh", -30, 7, 2, 3 },
    };

    private static readonly int Count = TestSize.Count(40_000, 400_000);

    [Theory]
    [MemberData(nameof(Rows))]
    public void WithinBounds(string function, int low, int high, double single, double twice)
    {
        var op = Enum.Parse<Opcode>(function);
        var random = new Random(function.Length * 1000 + low);
        var ofFloat = MathExpansion.MethodOf(op, ScalarKind.F32)!.CreateDelegate<Func<float, float>>();
        var ofDouble = MathExpansion.MethodOf(op, ScalarKind.F64)!.CreateDelegate<Func<double, double>>();
        var worst = new Worst();
        var worstDouble = new Worst();
        for (int i = 0; i < Count; i++)
        {
            double x = Math.ScaleB(1 + random.NextDouble(), random.Next(low, high) - 1) * (random.Next(2) == 0 ? 1 : -1);
            float narrow = (float)x;
            worst.Single(ofFloat(narrow), Exact(op, narrow), narrow);
            worstDouble.Double(ofDouble(x), Exact(op, x), x);
        }
        Assert.True(worst.Error <= single, $"float {function} is off by {worst}.");
        Assert.True(worstDouble.Error <= twice, $"double {function} is off by {worstDouble}.");
    }

    [Theory]
    [InlineData(-3, 3, 1, 2, 3)]
    [InlineData(-60, 60, 2, 4, 10)]
    public void PowerIsWithinBounds(int low, int high, int exponents, double single, double twice)
    {
        var random = new Random(low);
        var worst = new Worst();
        var worstDouble = new Worst();
        for (int i = 0; i < Count; i++)
        {
            double x = Math.ScaleB(1 + random.NextDouble(), random.Next(low, high)), y = (random.NextDouble() * 2 - 1) * exponents;
            float narrowX = (float)x, narrowY = (float)y;
            worst.Single(SingleMath.Pow(narrowX, narrowY), Math.Pow(narrowX, narrowY), narrowX);
            worstDouble.Double(DoubleMath.Pow(x, y), Math.Pow(x, y), x);
        }
        Assert.True(worst.Error <= single, $"float Pow is off by {worst}.");
        Assert.True(worstDouble.Error <= twice, $"double Pow is off by {worstDouble}.");
    }

    /// <summary>All pairs of values where functions have limits, signs of zero included.</summary>
    [Fact]
    public void SpecialValuesAreThoseOfDotNet()
    {
        double[] values = [0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1e-40, -1e-40, 1e30, -1e30, 16777217, 1e-310, 1e300,
            double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        foreach (var op in (Opcode[])[.. Rows.Select(row => Enum.Parse<Opcode>(row.Data.Item1)).Distinct()])
            foreach (double x in values)
            {
                Same($"{op}({x})", (double)MathExpansion.MethodOf(op, ScalarKind.F64)!.Invoke(null, [x])!, Exact(op, x), 1e-14);
                Same($"{op}({(float)x}f)", (float)MathExpansion.MethodOf(op, ScalarKind.F32)!.Invoke(null, [(float)x])!, (float)Exact(op, (float)x), 1e-6);
            }
        foreach (double x in values)
            foreach (double y in values)
            {
                float a = (float)x, b = (float)y;
                Same($"Pow({x}, {y})", DoubleMath.Pow(x, y), Math.Pow(x, y), 1e-12);
                Same($"Pow({a}f, {b}f)", SingleMath.Pow(a, b), MathF.Pow(a, b), 1e-6);
                Same($"Atan2({x}, {y})", DoubleMath.Atan2(x, y), Math.Atan2(x, y), 1e-15);
                Same($"Atan2({a}f, {b}f)", SingleMath.Atan2(a, b), MathF.Atan2(a, b), 1e-6);
                Same($"{x} % {y}", FloatRemainder.Rem(x, y), x % y, 0);
                Same($"{a}f % {b}f", FloatRemainder.Rem(a, b), a % b, 0);
            }
    }

    /// <summary>Remainders are exact, so bits are compared.</summary>
    [Fact]
    public void RemaindersAreExact()
    {
        var random = new Random(5);
        for (int i = 0; i < Count; i++)
        {
            float a = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)), b = BitConverter.Int32BitsToSingle(random.Next());
            Same($"{a:R}f % {b:R}f", FloatRemainder.Rem(a, b), a % b, 0);
            double x = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            double y = Math.ScaleB(1 + random.NextDouble(), random.Next(-1074, 1000));
            Same($"{x:R} % {y:R}", FloatRemainder.Rem(x, y), x % y, 0);
        }
    }

    private static void Same(string what, double actual, double expected, double relative)
    {
        bool close = expected == actual || (double.IsNaN(expected) && double.IsNaN(actual)) || Math.Abs(actual - expected) <= relative * Math.Abs(expected);
        Assert.True(close && (expected != 0 || double.IsNegative(expected) == double.IsNegative(actual)), $"{what} is {actual:R}, not {expected:R}.");
    }

    private static double Exact(Opcode op, double x) => op switch
    {
        Opcode.Exp => Math.Exp(x),
        Opcode.Exp2 => Math.Pow(2, x),
        Opcode.Log => Math.Log(x),
        Opcode.Log2 => Math.Log2(x),
        Opcode.Log10 => Math.Log10(x),
        Opcode.Sin => Math.Sin(x),
        Opcode.Cos => Math.Cos(x),
        Opcode.Tan => Math.Tan(x),
        Opcode.Asin => Math.Asin(x),
        Opcode.Acos => Math.Acos(x),
        Opcode.Atan => Math.Atan(x),
        Opcode.Sinh => Math.Sinh(x),
        Opcode.Cosh => Math.Cosh(x),
        _ => Math.Tanh(x),
    };

    /// <summary>The largest error so far.</summary>
    private sealed class Worst
    {
        private double _argument;

        public double Error { get; private set; }

        public void Single(float actual, double exact, double argument)
        {
            float rounded = MathF.Abs((float)exact);
            if (float.IsFinite(rounded) || float.IsFinite(actual))
                Add(Math.Abs(actual - exact) / (MathF.BitIncrement(rounded) - rounded), argument, !double.IsNaN(exact));
        }

        public void Double(double actual, double exact, double argument)
        {
            double rounded = Math.Abs(exact);
            if (double.IsFinite(rounded) || double.IsFinite(actual))
                Add(Math.Abs(actual - exact) / (Math.BitIncrement(rounded) - rounded), argument, !double.IsNaN(exact));
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Error:f2} units in the last place at {_argument:R}");

        private void Add(double error, double argument, bool hasValue)
        {
            if (!hasValue || error <= Error)
                return;
            // NaN for a number is the largest error there is.
            Error = double.IsNaN(error) ? double.PositiveInfinity : error;
            _argument = argument;
        }
    }
}
