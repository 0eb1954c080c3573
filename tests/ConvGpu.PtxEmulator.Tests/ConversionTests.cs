namespace ConvGpu.Emulation.Tests;

/// <summary>cvt, and the 16-bit float formats.</summary>
public sealed class ConversionTests
{
    private static readonly float[] Singles =
        [0f, -0f, 0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f, 0.99999994f, 127.5f, 255.5f, 300f, -129f, 1e10f, -1e10f, 3e18f, 1e30f, -1e30f, float.PositiveInfinity, float.NaN, 1e-40f];

    [Theory]
    [InlineData("rni")]
    [InlineData("rzi")]
    [InlineData("rmi")]
    [InlineData("rpi")]
    public void FloatsToIntegersClamp(string mode)
    {
        double Integral(double v) => mode switch
        {
            "rni" => Math.Round(v, MidpointRounding.ToEven),
            "rzi" => Math.Truncate(v),
            "rmi" => Math.Floor(v),
            _ => Math.Ceiling(v),
        };
        Assert.Equal(Singles.Select(v => float.IsNaN(v) ? 0 : int.CreateSaturating(Integral(v))), Lanes.Run<int, float>($"cvt.{mode}.s32.f32 %d, %a;", Singles));
        Assert.Equal(Singles.Select(v => float.IsNaN(v) ? 0 : uint.CreateSaturating(Integral(v))), Lanes.Run<uint, float>($"cvt.{mode}.u32.f32 %d, %a;", Singles));
        Assert.Equal(Singles.Select(v => float.IsNaN(v) ? long.MinValue : long.CreateSaturating(Integral(v))), Lanes.Run<long, float>($"cvt.{mode}.s64.f32 %d, %a;", Singles));
        Assert.Equal(Singles.Select(v => float.IsNaN(v) ? 0 : (int)sbyte.CreateSaturating(Integral(v))), Lanes.Run<int, float>($"cvt.{mode}.s8.f32 %d, %a;", Singles));
        Assert.Equal(Singles.Select(v => (float)Integral(v)), Lanes.Run<float, float>($"cvt.{mode}.f32.f32 %d, %a;", Singles));
        var doubles = Singles.Select(v => (double)v).ToArray();
        Assert.Equal(doubles.Select(v => double.IsNaN(v) ? int.MinValue : int.CreateSaturating(Integral(v))), Lanes.Run<int, double>($"cvt.{mode}.s32.f64 %d, %a;", doubles));
    }

    [Fact]
    public void IntegersToFloats()
    {
        long[] a = [0, 1, -1, 16777217, 16777219, 33554435, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 0x7FFFFF8000000000, 9007199254740993];
        Assert.Equal(a.Select(v => (float)(int)v), Lanes.Run<float, int>("cvt.rn.f32.s32 %d, %a;", a.Select(v => (int)v).ToArray()));
        Assert.Equal(a.Select(v => (float)(uint)v), Lanes.Run<float, uint>("cvt.rn.f32.u32 %d, %a;", a.Select(v => (uint)v).ToArray()));
        Assert.Equal(a.Select(v => (float)v), Lanes.Run<float, long>("cvt.rn.f32.s64 %d, %a;", a));
        Assert.Equal(a.Select(v => (double)v), Lanes.Run<double, long>("cvt.rn.f64.s64 %d, %a;", a));
        Assert.Equal(a.Select(v => (double)(ulong)v), Lanes.Run<double, ulong>("cvt.rn.f64.u64 %d, %a;", a.Select(v => (ulong)v).ToArray()));
        Assert.Equal([16777216f, 16777220f], Lanes.Run<float, int>("cvt.rz.f32.s32 %d, %a;", [16777217, 16777221]));
        Assert.Equal([16777218f, -16777216f], Lanes.Run<float, int>("cvt.rp.f32.s32 %d, %a;", [16777217, -16777217]));
    }

    [Fact]
    public void IntegersToIntegers()
    {
        int[] a = [0, 1, -1, 127, 128, 255, 256, -129, 65535, 65536, int.MinValue, int.MaxValue];
        Assert.Equal(a.Select(v => (int)(sbyte)v), Lanes.Run<int, int>("cvt.s32.s8 %d, %a;", a));
        Assert.Equal(a.Select(v => (int)(byte)v), Lanes.Run<int, int>("cvt.u32.u8 %d, %a;", a));
        Assert.Equal(a.Select(v => (long)v), Lanes.Run<long, int>("cvt.s64.s32 %d, %a;", a));
        Assert.Equal(a.Select(v => (long)(uint)v), Lanes.Run<long, int>("cvt.u64.u32 %d, %a;", a));
        Assert.Equal(a.Select(v => (short)v), Lanes.Run<short, int>("cvt.u16.u32 %d, %a;", a));
        Assert.Equal(a.Select(v => (int)sbyte.CreateSaturating(v)), Lanes.Run<int, int>("cvt.sat.s8.s32 %d, %a;", a));
        Assert.Equal(a.Select(v => (int)byte.CreateSaturating(v)), Lanes.Run<int, int>("cvt.sat.u8.s32 %d, %a;", a));
        Assert.Equal(a.Select(v => uint.CreateSaturating(v)), Lanes.Run<uint, int>("cvt.sat.u32.s32 %d, %a;", a));
    }

    [Fact]
    public void FloatsToFloats()
    {
        double[] a = [0, 1, 0.1, 1e-320, 1e-46, 3.5e38, 1.0000001, double.NaN, -1e-50];
        Assert.Equal(a.Select(v => (float)v), Lanes.Run<float, double>("cvt.rn.f32.f64 %d, %a;", a));
        Assert.Equal([MathF.BitIncrement(1f), 1f], [Lanes.Run<float, double>("cvt.rp.f32.f64 %d, %a;", [1.00000001])[0], Lanes.Run<float, double>("cvt.rz.f32.f64 %d, %a;", [1.00000001])[0]]);
        Assert.Equal(Singles.Select(v => (double)v), Lanes.Run<double, float>("cvt.f64.f32 %d, %a;", Singles));
        float[] x = [0, 1, 0.1f, 65504, 65520, 70000, 5.9e-8f, 2.9e-8f, -6e-5f, 1.00048828125f, 1.0014648f];
        Assert.Equal(x.Select(v => (Half)v), Lanes.Run<Half, float>("cvt.rn.f16.f32 %d, %a;", x));
        Assert.Equal(x.Select(v => (float)(Half)v), Lanes.Run<float, float>("cvt.rn.f16.f32 %h1, %a; cvt.f32.f16 %d, %h1;", x));
        Assert.Equal(x.Select(v => Math.Clamp(v, 0, 1)), Lanes.Run<float, float>("cvt.sat.f32.f32 %d, %a;", x));
    }

    [Fact]
    public void BFloatAndTensorFloat()
    {
        float[] a = [1f, 1.00390625f, 1.01171875f, 1.0040f, 3.4e38f, 1e-40f, -2.5f];
        ushort Nearest(float v)
        {
            var bits = BitConverter.SingleToUInt32Bits(v);
            var low = bits & 0xFFFF;
            return (ushort)((bits >> 16) + (low > 0x8000 || (low == 0x8000 && (bits >> 16 & 1) != 0) ? 1u : 0));
        }

        Assert.Equal(a.Select(Nearest), Lanes.Run<ushort, float>("cvt.rn.bf16.f32 %d, %a;", a));
        Assert.Equal(a.Select(v => (ushort)(BitConverter.SingleToUInt32Bits(v) >> 16)), Lanes.Run<ushort, float>("cvt.rz.bf16.f32 %d, %a;", a));
        Assert.Equal(a.Select(v => Nearest(v) | (uint)Nearest(2) << 16), Lanes.Run<uint, float>("cvt.rn.bf16x2.f32 %d, 0f40000000, %a;", a));
        Assert.Equal(a.Select(v => BitConverter.HalfToUInt16Bits((Half)2f) | (uint)BitConverter.HalfToUInt16Bits((Half)v) << 16), Lanes.Run<uint, float>("cvt.rn.f16x2.f32 %d, %a, 0f40000000;", a));
        // tf32 keeps 10 bits of the fraction; ties go away from zero.
        Assert.Equal(a.Select(v => (BitConverter.SingleToUInt32Bits(v) + 0x1000) & 0xFFFFE000), Lanes.Run<uint, float>("cvt.rna.tf32.f32 %d, %a;", a));
    }

    [Fact]
    public void HalfArithmetic()
    {
        var random = new Random(4);
        var a = Enumerable.Range(0, 300).Select(_ => BitConverter.UInt16BitsToHalf((ushort)random.Next(65536))).ToArray();
        var b = a.Select(_ => BitConverter.UInt16BitsToHalf((ushort)random.Next(65536))).ToArray();
        var c = a.Select(_ => (Half)(random.NextSingle() - 0.5f)).ToArray();
        void Check(string text, Func<Half, Half, Half, Half> expected)
        {
            var actual = Lanes.Run<Half, Half, Half, Half>(text, a, b, c);
            for (var i = 0; i < a.Length; i++)
            {
                var e = expected(a[i], b[i], c[i]);
                Assert.True(Half.IsNaN(e) ? Half.IsNaN(actual[i]) : e.Equals(actual[i]), $"{text} {a[i]} {b[i]} {c[i]}: {actual[i]} instead of {e}");
            }
        }

        Check("add.rn.f16 %d, %a, %b;", (x, y, _) => x + y);
        Check("sub.f16 %d, %a, %b;", (x, y, _) => x - y);
        Check("mul.f16 %d, %a, %b;", (x, y, _) => x * y);
        // A product of halves is exact in double; the sum with a half then rounds rarely, and never at a tie of halves.
        Check("fma.rn.f16 %d, %a, %b, %c;", (x, y, z) => (Half)((double)x * (double)y + (double)z));
        Check("min.f16 %d, %a, %b;", (x, y, _) => Half.IsNaN(x) ? y : Half.IsNaN(y) ? x : Half.Min(x, y));
        Check("max.NaN.f16 %d, %a, %b;", (x, y, _) => Half.Max(x, y));
        Check("neg.f16 %d, %a;", (x, _, _) => -x);
        uint[] p = [0x3C004000, 0x42003800], q = [0x3C003C00, 0xBC004000];
        Assert.Equal([0x40004200u, 0x40004100u], Lanes.Run<uint, uint, uint>("add.f16x2 %d, %a, %b;", p, q));
        uint[] m = [0x3F804000], n = [0x40003F80];
        Assert.Equal([0x40404040u], Lanes.Run<uint, uint, uint>("add.bf16x2 %d, %a, %b;", m, n));
    }
}
