using System.Numerics;

namespace ConvGpu.Emulation.Tests;

/// <summary>Floating-point instructions. Directed rounding is checked with exact rationals, independently of the emulator's arithmetic.</summary>
public sealed class FloatTests
{
    private static readonly float[] Singles =
    [
        0f, -0f, 1f, -1f, 1.5f, 0.1f, -0.3f, 3e38f, -3e38f, 1e-38f, 1e-45f, -1e-40f, 16777216f, 16777217f, 0.33333334f, 1.0000001f, 0.99999994f,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, 7.25f, 123456.78f, 5e-20f, 2e19f,
    ];

    private static readonly double[] Doubles =
        [0.0, -0.0, 1, -1, 1.5, 0.1, -0.3, 1e308, -1e308, 1e-308, 5e-324, 9007199254740993, 1.0 / 3, 1 + 2.3e-16, double.PositiveInfinity, double.NaN, 7.25, 1e-160, 3e154];

    private static bool Same(float a, float b) => float.IsNaN(a) ? float.IsNaN(b) : BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b);

    private static void Equal(float expected, float actual, string what) => Assert.True(Same(expected, actual), $"{what}: {actual:R} instead of {expected:R}");

    [Fact]
    public void NearestIsDotNet()
    {
        var (a, b) = Lanes.Pairs(Singles);
        var c = b.Select((_, i) => Singles[i % Singles.Length]).ToArray();
        void Check(string text, Func<float, float, float, float> expected)
        {
            var actual = Lanes.Run<float, float, float, float>(text, a, b, c);
            for (var i = 0; i < a.Length; i++) Equal(expected(a[i], b[i], c[i]), actual[i], $"{text} {a[i]:R} {b[i]:R} {c[i]:R}");
        }

        Check("add.f32 %d, %a, %b;", (x, y, _) => x + y);
        Check("sub.rn.f32 %d, %a, %b;", (x, y, _) => x - y);
        Check("mul.rn.f32 %d, %a, %b;", (x, y, _) => x * y);
        Check("div.rn.f32 %d, %a, %b;", (x, y, _) => x / y);
        Check("fma.rn.f32 %d, %a, %b, %c;", MathF.FusedMultiplyAdd);
        Check("sqrt.rn.f32 %d, %a;", (x, _, _) => MathF.Sqrt(x));
        Check("rcp.rn.f32 %d, %a;", (x, _, _) => 1 / x);
        Check("abs.f32 %d, %a;", (x, _, _) => MathF.Abs(x));
        Check("neg.f32 %d, %a;", (x, _, _) => -x);
        Check("copysign.f32 %d, %a, %b;", (x, y, _) => MathF.CopySign(y, x));
        Check("min.f32 %d, %a, %b;", (x, y, _) => float.IsNaN(x) ? y : float.IsNaN(y) ? x : MathF.Min(x, y));
        Check("max.f32 %d, %a, %b;", (x, y, _) => float.IsNaN(x) ? y : float.IsNaN(y) ? x : MathF.Max(x, y));
        Check("max.NaN.f32 %d, %a, %b;", (x, y, _) => MathF.Max(x, y));
    }

    /// <summary>A float as an exact fraction.</summary>
    private static (BigInteger Numerator, BigInteger Denominator) Exact(double value)
    {
        var denominator = BigInteger.One;
        while (value != Math.Floor(value))
        {
            value *= 2;
            denominator *= 2;
        }

        return (new BigInteger(value), denominator);
    }

    /// <summary>Compares a float to a fraction with positive denominator.</summary>
    private static int Compare(double value, BigInteger numerator, BigInteger denominator)
    {
        if (double.IsInfinity(value)) return value > 0 ? 1 : -1;
        var (n, d) = Exact(value);
        return (n * denominator).CompareTo(numerator * d);
    }

    /// <summary>Whether a result is the neighbour of the exact value that the rounding mode asks for.</summary>
    private static bool IsRounded(float actual, BigInteger numerator, BigInteger denominator, string mode)
    {
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        var down = mode == "rm" || (mode == "rz" && numerator.Sign > 0);
        var comparison = Compare(actual, numerator, denominator);
        if (comparison == 0) return true;
        if (down) return comparison < 0 && Compare(MathF.BitIncrement(actual), numerator, denominator) > 0;
        return comparison > 0 && Compare(MathF.BitDecrement(actual), numerator, denominator) < 0;
    }

    [Theory]
    [InlineData("rz")]
    [InlineData("rm")]
    [InlineData("rp")]
    public void DirectedRounding(string mode)
    {
        var random = new Random(7);
        float Value() => BitConverter.UInt32BitsToSingle((uint)random.Next(0x20000000, 0x5F000000) | (uint)random.Next(2) << 31);
        var a = Enumerable.Range(0, 400).Select(_ => Value()).ToArray();
        var b = a.Select((x, i) => i % 2 == 0 ? Value() : x * (1 + random.NextSingle())).ToArray();
        var c = a.Select((x, i) => i % 3 == 0 ? Value() : -x * b[i] * (1 + 1e-6f * random.NextSingle())).ToArray();
        void Check(string text, Func<int, (BigInteger, BigInteger)> exact)
        {
            var actual = Lanes.Run<float, float, float, float>(text, a, b, c);
            for (var i = 0; i < a.Length; i++)
            {
                var (numerator, denominator) = exact(i);
                if (numerator.IsZero || Math.Abs((double)numerator / (double)denominator) is > 1e38 or < 1e-37) continue;
                Assert.True(IsRounded(actual[i], numerator, denominator, mode), $"{text} {a[i]:R} {b[i]:R} {c[i]:R} gave {actual[i]:R}");
            }
        }

        (BigInteger N, BigInteger D) Sum((BigInteger N, BigInteger D) x, (BigInteger N, BigInteger D) y) => (x.N * y.D + y.N * x.D, x.D * y.D);
        (BigInteger N, BigInteger D) Product((BigInteger N, BigInteger D) x, (BigInteger N, BigInteger D) y) => (x.N * y.N, x.D * y.D);
        Check($"add.{mode}.f32 %d, %a, %b;", i => Sum(Exact(a[i]), Exact(b[i])));
        Check($"sub.{mode}.f32 %d, %a, %b;", i => Sum(Exact(a[i]), Exact(-b[i])));
        Check($"mul.{mode}.f32 %d, %a, %b;", i => Product(Exact(a[i]), Exact(b[i])));
        Check($"fma.{mode}.f32 %d, %a, %b, %c;", i => Sum(Product(Exact(a[i]), Exact(b[i])), Exact(c[i])));
        Check($"div.{mode}.f32 %d, %a, %b;", i => (Exact(a[i]).Numerator * Exact(b[i]).Denominator, Exact(a[i]).Denominator * Exact(b[i]).Numerator));
        var roots = Lanes.Run<float, float>($"sqrt.{mode}.f32 %d, %a;", a.Select(MathF.Abs).ToArray());
        for (var i = 0; i < a.Length; i++)
        {
            var (n, d) = Exact(MathF.Abs(a[i]));
            BigInteger Error(float root) => Exact(root).Numerator * Exact(root).Numerator * d - n * Exact(root).Denominator * Exact(root).Denominator;
            if (Error(roots[i]).IsZero) continue;
            Assert.Equal(mode == "rp" ? 1 : -1, Error(roots[i]).Sign);
            Assert.Equal(mode == "rp" ? -1 : 1, Error(mode == "rp" ? MathF.BitDecrement(roots[i]) : MathF.BitIncrement(roots[i])).Sign);
        }
    }

    [Fact]
    public void DirectedRoundingAtTheLimits()
    {
        float[] a = [float.MaxValue, -float.MaxValue, 1f, -1f, 1e-45f], b = [float.MaxValue, -float.MaxValue, -1f, 1f, 0.25f];
        Assert.Equal([float.MaxValue, -float.MaxValue, 0f, 0f, 0.25f], Lanes.Run<float, float, float>("add.rz.f32 %d, %a, %b;", a, b));
        var down = Lanes.Run<float, float, float>("add.rm.f32 %d, %a, %b;", a, b);
        Equal(float.MaxValue, down[0], "overflow downwards");
        Equal(float.NegativeInfinity, down[1], "overflow downwards");
        Equal(-0f, down[2], "exact zero rounds to -0 downwards");
        Equal(0f, Lanes.Run<float, float, float>("mul.rz.f32 %d, %a, %b;", a, b)[4], "underflow to zero");
        Equal(1e-45f, Lanes.Run<float, float, float>("mul.rp.f32 %d, %a, %b;", a, b)[4], "underflow upwards");
    }

    [Fact]
    public void DoublesAreDotNet()
    {
        var (a, b) = Lanes.Pairs(Doubles);
        void Check(string text, Func<double, double, double> expected)
        {
            var actual = Lanes.Run<double, double, double>(text, a, b);
            for (var i = 0; i < a.Length; i++) Assert.True(expected(a[i], b[i]).Equals(actual[i]), $"{text} {a[i]:R} {b[i]:R} gave {actual[i]:R}");
        }

        Check("add.rn.f64 %d, %a, %b;", (x, y) => x + y);
        Check("mul.f64 %d, %a, %b;", (x, y) => x * y);
        Check("div.rn.f64 %d, %a, %b;", (x, y) => x / y);
        Check("fma.rn.f64 %d, %a, %b, %a;", (x, y) => Math.FusedMultiplyAdd(x, y, x));
        Check("sqrt.rn.f64 %d, %a;", (x, _) => Math.Sqrt(x));
    }

    [Fact]
    public void DirectedDoubles()
    {
        // Each exact result lies just beside the value named.
        Assert.Equal([Math.BitDecrement(4.0)], Lanes.Run<double, double>("sub.rz.f64 %d, %a, 0d39B4484BFEEBC2A0;", [4.0]));
        Assert.Equal([Math.BitIncrement(1.0), Math.BitIncrement(2.0), -1.0], Lanes.Run<double, double>("add.rp.f64 %d, %a, 0d39B4484BFEEBC2A0;", [1.0, 2.0, Math.BitDecrement(-1.0)]));
        Assert.Equal([1.0 / 3], Lanes.Run<double, double>("div.rz.f64 %d, %a, 0d4008000000000000;", [1.0]));
        Assert.Equal([Math.BitIncrement(1.0 / 3)], Lanes.Run<double, double>("div.rp.f64 %d, %a, 0d4008000000000000;", [1.0]));
    }

    [Fact]
    public void FlushAndSaturate()
    {
        float[] a = [1e-40f, -1e-40f, 1e-38f, 2f, -1f, float.NaN, 0.5f], b = [0f, 0f, -0.5e-38f, 0f, 0f, 0f, 0f];
        Assert.Equal([0f, -0f, 0f, 2f, -1f, float.NaN, 0.5f], Lanes.Run<float, float, float>("add.ftz.f32 %d, %a, %b;", a, b));
        Assert.Equal([1e-40f, 0f, 1e-38f - 0.5e-38f, 1f, 0f, 0f, 0.5f], Lanes.Run<float, float, float>("add.sat.f32 %d, %a, %b;", a, b));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0], Lanes.Run<float, float, float>("setp.lt.ftz.f32 %p1, %a, 0f00800000; setp.gt.and.ftz.f32 %p1, %a, 0f00000000, %p1; selp.f32 %d, 0f3f800000, 0f00000000, %p1;", a[..2].Concat(a[3..]).Append(0f).ToArray(), b));
    }

    [Fact]
    public void Comparisons()
    {
        var (a, b) = Lanes.Pairs([0f, -0f, 1f, -1f, float.NaN, float.PositiveInfinity]);
        foreach (var (name, expected) in new (string, Func<float, float, bool>)[]
        {
            ("eq", (x, y) => x == y), ("ne", (x, y) => x != y && !float.IsNaN(x) && !float.IsNaN(y)), ("lt", (x, y) => x < y), ("le", (x, y) => x <= y),
            ("gt", (x, y) => x > y), ("ge", (x, y) => x >= y), ("equ", (x, y) => !(x < y || x > y)), ("neu", (x, y) => x != y), ("ltu", (x, y) => !(x >= y)),
            ("leu", (x, y) => !(x > y)), ("gtu", (x, y) => !(x <= y)), ("geu", (x, y) => !(x < y)),
            ("num", (x, y) => !float.IsNaN(x) && !float.IsNaN(y)), ("nan", (x, y) => float.IsNaN(x) || float.IsNaN(y)),
        })
        {
            Assert.Equal(a.Zip(b, (x, y) => expected(x, y) ? 1 : 0), Lanes.Run<int, float, float>($"setp.{name}.f32 %p1, %a, %b; selp.s32 %d, 1, 0, %p1;", a, b));
        }
    }

    [Fact]
    public void Tests()
    {
        float[] a = [0f, -0f, 1f, 1e-40f, float.NaN, float.PositiveInfinity];
        int[] Of(string name) => Lanes.Run<int, float>($"testp.{name}.f32 %p1, %a; selp.s32 %d, 1, 0, %p1;", a);
        Assert.Equal([1, 1, 1, 1, 0, 0], Of("finite"));
        Assert.Equal([0, 0, 0, 0, 0, 1], Of("infinite"));
        Assert.Equal([1, 1, 1, 1, 0, 1], Of("number"));
        Assert.Equal([0, 0, 0, 0, 1, 0], Of("notanumber"));
        Assert.Equal([1, 1, 1, 0, 0, 0], Of("normal"));
        Assert.Equal([0, 0, 0, 1, 0, 0], Of("subnormal"));
    }

    /// <summary>The errors the ISA states, with room for the reference's own rounding.</summary>
    [Fact]
    public void ApproximationsAreWithinTheirBounds()
    {
        var random = new Random(9);
        var a = Enumerable.Range(0, 500).Select(_ => random.NextSingle() * 100 + 1e-3f).ToArray();
        void Check(string text, Func<double, double> exact, double relative, double absolute = 0)
        {
            var actual = Lanes.Run<float, float>(text, a);
            for (var i = 0; i < a.Length; i++)
                Assert.True(Math.Abs(actual[i] - exact(a[i])) <= relative * Math.Abs(exact(a[i])) + absolute, $"{text} {a[i]:R} gave {actual[i]:R}");
        }

        Check("rcp.approx.f32 %d, %a;", x => 1 / x, Math.Pow(2, -23));
        Check("sqrt.approx.f32 %d, %a;", Math.Sqrt, Math.Pow(2, -23));
        Check("rsqrt.approx.ftz.f32 %d, %a;", x => 1 / Math.Sqrt(x), Math.Pow(2, -22.9));
        Check("ex2.approx.f32 %d, %a;", x => Math.Pow(2, x), Math.Pow(2, -22.5));
        Check("lg2.approx.f32 %d, %a;", Math.Log2, Math.Pow(2, -22), Math.Pow(2, -22));
        Check("sin.approx.f32 %d, %a;", Math.Sin, 0, Math.Pow(2, -20.5));
        Check("cos.approx.f32 %d, %a;", Math.Cos, 0, Math.Pow(2, -20.5));
        Check("tanh.approx.f32 %d, %a;", Math.Tanh, Math.Pow(2, -11));
        Check("div.approx.f32 %d, %a, 0f40490fdb;", x => x / 3.14159274101257324, Math.Pow(2, -22));
        Assert.Equal([0f, float.NaN], Lanes.Run<float, float>("div.approx.f32 %d, %a, 0f7F000000;", [1f, float.PositiveInfinity]));
    }
}
