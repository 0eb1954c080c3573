using System.Numerics;

namespace ConvGpu.Emulation.Tests;

/// <summary>Integer instructions against BigInteger and written-out definitions.</summary>
public sealed class IntegerTests
{
    private static readonly long[] Interesting =
        [0, 1, 2, 3, 7, 31, 32, 33, 100, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 0x12345678, int.MaxValue, int.MinValue, uint.MaxValue, -1, -2, -100, -32768,
            0x123456789ABCDEF0, long.MaxValue, long.MinValue];

    private static T[] Values<T>()
        where T : IBinaryInteger<T> => Interesting.Select(T.CreateTruncating).Distinct().ToArray();

    private static T Wrap<T>(BigInteger value)
        where T : IBinaryInteger<T> => T.CreateTruncating(value);

    private static BigInteger Big<T>(T value)
        where T : IBinaryInteger<T> => BigInteger.CreateChecked(value);

    private static void Check<T>(string type)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var (a, b) = Lanes.Pairs(Values<T>());
        var bits = type[1..] switch { "16" => 16, "32" => 32, _ => 64 };
        void Binary(string name, Func<BigInteger, BigInteger, BigInteger> expected, Func<T, T, bool>? where = null)
        {
            var actual = Lanes.Run<T, T, T>($"{name}.{type} %d, %a, %b;", a, b);
            for (var i = 0; i < a.Length; i++)
            {
                if (where?.Invoke(a[i], b[i]) == false) continue;
                Assert.True(Wrap<T>(expected(Big(a[i]), Big(b[i]))) == actual[i], $"{name}.{type} {a[i]}, {b[i]} gave {actual[i]}");
            }
        }

        Binary("add", (x, y) => x + y);
        Binary("sub", (x, y) => x - y);
        Binary("mul.lo", (x, y) => x * y);
        Binary("mul.hi", (x, y) => (x * y) >> bits);
        Binary("min", BigInteger.Min);
        Binary("max", BigInteger.Max);
        Binary("div", BigInteger.Divide, (_, y) => !T.IsZero(y));
        Binary("rem", BigInteger.Remainder, (_, y) => !T.IsZero(y));
        var c = b.Select(value => unchecked(value * T.CreateTruncating(3) + T.One)).ToArray();
        var mad = Lanes.Run<T, T, T, T>($"mad.lo.{type} %d, %a, %b, %c;", a, b, c);
        var high = Lanes.Run<T, T, T, T>($"mad.hi.{type} %d, %a, %b, %c;", a, b, c);
        var sad = Lanes.Run<T, T, T, T>($"sad.{type} %d, %a, %b, %c;", a, b, c);
        for (var i = 0; i < a.Length; i++)
        {
            BigInteger x = Big(a[i]), y = Big(b[i]), z = Big(c[i]);
            Assert.Equal(Wrap<T>(x * y + z), mad[i]);
            Assert.Equal(Wrap<T>((x * y >> bits) + z), high[i]);
            Assert.Equal(Wrap<T>(z + BigInteger.Abs(x - y)), sad[i]);
        }
    }

    [Fact]
    public void ArithmeticOfEveryType()
    {
        Check<ushort>("u16");
        Check<short>("s16");
        Check<uint>("u32");
        Check<int>("s32");
        Check<ulong>("u64");
        Check<long>("s64");
    }

    private static void CheckWide<TW, T>(string type)
        where TW : unmanaged, IBinaryInteger<TW>
        where T : unmanaged, IBinaryInteger<T>
    {
        var (a, b) = Lanes.Pairs(Values<T>());
        var c = a.Select(value => TW.CreateTruncating(Big(value) * 77777)).ToArray();
        var product = Lanes.Run<TW, T, T>($"mul.wide.{type} %d, %a, %b;", a, b);
        var sum = Lanes.Run<TW, T, T, TW>($"mad.wide.{type} %d, %a, %b, %c;", a, b, c);
        for (var i = 0; i < a.Length; i++)
        {
            Assert.Equal(Wrap<TW>(Big(a[i]) * Big(b[i])), product[i]);
            Assert.Equal(Wrap<TW>(Big(a[i]) * Big(b[i]) + Big(c[i])), sum[i]);
        }
    }

    [Fact]
    public void WideProducts()
    {
        CheckWide<uint, ushort>("u16");
        CheckWide<int, short>("s16");
        CheckWide<ulong, uint>("u32");
        CheckWide<long, int>("s32");
    }

    [Fact]
    public void AbsoluteNegativeSaturating()
    {
        var a = Values<int>();
        Assert.Equal(a.Select(v => v == int.MinValue ? v : Math.Abs(v)), Lanes.Run<int, int>("abs.s32 %d, %a;", a));
        Assert.Equal(a.Select(v => unchecked(-v)), Lanes.Run<int, int>("neg.s32 %d, %a;", a));
        var (x, y) = Lanes.Pairs(a);
        Assert.Equal(x.Zip(y, (p, q) => (int)Math.Clamp((long)p + q, int.MinValue, int.MaxValue)), Lanes.Run<int, int, int>("add.sat.s32 %d, %a, %b;", x, y));
        Assert.Equal(x.Zip(y, (p, q) => (int)Math.Clamp((long)p - q, int.MinValue, int.MaxValue)), Lanes.Run<int, int, int>("sub.sat.s32 %d, %a, %b;", x, y));
    }

    [Fact]
    public void Mul24UsesTheLowBits()
    {
        var (a, b) = Lanes.Pairs(Values<int>());
        static long S(int v) => v << 8 >> 8;
        static long U(int v) => v & 0xFFFFFF;
        Assert.Equal(a.Zip(b, (x, y) => (int)(S(x) * S(y))), Lanes.Run<int, int, int>("mul24.lo.s32 %d, %a, %b;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => (int)(S(x) * S(y) >> 16)), Lanes.Run<int, int, int>("mul24.hi.s32 %d, %a, %b;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => (int)(U(x) * U(y))), Lanes.Run<int, int, int>("mul24.lo.u32 %d, %a, %b;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => (int)(U(x) * U(y) >> 16)), Lanes.Run<int, int, int>("mul24.hi.u32 %d, %a, %b;", a, b));
    }

    [Fact]
    public void CountsAndPositions()
    {
        uint[] a = Values<uint>();
        ulong[] wide = Values<ulong>();
        Assert.Equal(a.Select(v => (uint)Convert.ToString(v, 2).Count(c => c == '1')), Lanes.Run<uint, uint>("popc.b32 %d, %a;", a));
        Assert.Equal(wide.Select(v => (uint)BitOperations.LeadingZeroCount(v)), Lanes.Run<uint, ulong>("clz.b64 %d, %a;", wide));
        Assert.Equal(a.Select(v => Convert.ToUInt32(new string(Convert.ToString(v, 2).PadLeft(32, '0').Reverse().ToArray()), 2)), Lanes.Run<uint, uint>("brev.b32 %d, %a;", a));
        Assert.Equal(a.Select(v => v == 0 ? uint.MaxValue : (uint)BitOperations.Log2(v)), Lanes.Run<uint, uint>("bfind.u32 %d, %a;", a));
        Assert.Equal(wide.Select(v => (long)v is 0 or -1 ? uint.MaxValue : 63 - (uint)BitOperations.Log2((long)v < 0 ? ~v : v)), Lanes.Run<uint, ulong>("bfind.shiftamt.s64 %d, %a;", wide));
    }

    [Fact]
    public void BitFields()
    {
        var random = new Random(5);
        var a = Enumerable.Range(0, 600).Select(_ => (uint)random.Next() * 2 + (uint)random.Next(2)).ToArray();
        var b = a.Select(_ => (uint)random.Next(random.Next(2) == 0 ? 40 : 300)).ToArray();
        var c = a.Select(_ => (uint)random.Next(random.Next(2) == 0 ? 40 : 300)).ToArray();
        var unsigned = Lanes.Run<uint, uint, uint, uint>("bfe.u32 %d, %a, %b, %c;", a, b, c);
        var signed = Lanes.Run<uint, uint, uint, uint>("bfe.s32 %d, %a, %b, %c;", a, b, c);
        var inserted = Lanes.Run<uint, uint, uint, uint>("bfi.b32 %d, %a, 0x5A5AA5A5, %b, %c;", a, b, c);
        for (var i = 0; i < a.Length; i++)
        {
            int position = (int)(b[i] & 255), length = (int)(c[i] & 255);
            bool Bit(int n) => (a[i] >> n & 1) != 0;
            uint u = 0, s = 0, f = 0x5A5AA5A5;
            var sign = length != 0 && Bit(Math.Min(position + length - 1, 31));
            for (var n = 0; n < 32; n++)
            {
                var inside = n < length && position + n <= 31;
                if (inside && Bit(position + n)) u |= 1u << n;
                if (inside ? Bit(position + n) : sign) s |= 1u << n;
                if (inside) f = f & ~(1u << (position + n)) | (a[i] >> n & 1) << (position + n);
            }

            Assert.Equal(u, unsigned[i]);
            Assert.Equal(s, signed[i]);
            Assert.Equal(f, inserted[i]);
        }
    }

    [Fact]
    public void DotProducts()
    {
        var random = new Random(6);
        var a = Enumerable.Range(0, 100).Select(_ => random.Next(int.MinValue, int.MaxValue)).ToArray();
        var b = a.Select(_ => random.Next(int.MinValue, int.MaxValue)).ToArray();
        var c = a.Select(_ => random.Next(int.MinValue, int.MaxValue)).ToArray();
        var actual = Lanes.Run<int, int, int, int>("dp4a.s32.u32 %d, %a, %b, %c;", a, b, c);
        var halves = Lanes.Run<int, int, int, int>("dp2a.hi.u32.s32 %d, %a, %b, %c;", a, b, c);
        for (var i = 0; i < a.Length; i++)
        {
            var x = BitConverter.GetBytes(a[i]);
            var y = BitConverter.GetBytes(b[i]);
            var expected = c[i];
            for (var k = 0; k < 4; k++) expected = unchecked(expected + (sbyte)x[k] * y[k]);
            Assert.Equal(expected, actual[i]);
            Assert.Equal(unchecked(c[i] + (ushort)a[i] * (sbyte)y[2] + (ushort)(a[i] >> 16) * (sbyte)y[3]), halves[i]);
        }
    }

    [Fact]
    public void CarriesChain()
    {
        var (a, b) = Lanes.Pairs(Values<ulong>());
        const string Body = """
            mov.b64 {%r0, %r1}, %a; mov.b64 {%r2, %r3}, %b;
            {0}.cc.u32 %r4, %r0, %r2; {0}c.u32 %r5, %r1, %r3;
            mov.b64 %d, {%r4, %r5};
            """;
        Assert.Equal(a.Zip(b, (x, y) => unchecked(x + y)), Lanes.Run<ulong, ulong, ulong>(Body.Replace("{0}", "add"), a, b));
        Assert.Equal(a.Zip(b, (x, y) => unchecked(x - y)), Lanes.Run<ulong, ulong, ulong>(Body.Replace("{0}", "sub"), a, b));
        const string Product = """
            mov.b64 {%r0, %r1}, %a; mov.b64 {%r2, %r3}, %b;
            mul.lo.u32 %r4, %r0, %r2; mul.hi.u32 %r5, %r0, %r2;
            mad.lo.cc.u32 %r5, %r0, %r3, %r5; madc.hi.u32 %r6, %r0, %r3, 0;
            mad.lo.cc.u32 %r5, %r1, %r2, %r5; madc.hi.u32 %r6, %r1, %r2, %r6;
            mov.b64 %d, {%r4, %r5};
            """;
        Assert.Equal(a.Zip(b, (x, y) => unchecked(x * y)), Lanes.Run<ulong, ulong, ulong>(Product, a, b));
    }

    [Fact]
    public void PairsOfHalves()
    {
        var (a, b) = Lanes.Pairs(Values<uint>());
        static uint Each(uint x, uint y, Func<short, short, int> f) => (ushort)f((short)x, (short)y) | (uint)(ushort)f((short)(x >> 16), (short)(y >> 16)) << 16;
        Assert.Equal(a.Zip(b, (x, y) => Each(x, y, (p, q) => p + q)), Lanes.Run<uint, uint, uint>("add.s16x2 %d, %a, %b;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => Each(x, y, (p, q) => Math.Max(p, q))), Lanes.Run<uint, uint, uint>("max.s16x2 %d, %a, %b;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => Each(x, y, (p, q) => Math.Max(0, (int)Math.Min(p, q)))), Lanes.Run<uint, uint, uint>("min.relu.s16x2 %d, %a, %b;", a, b));
    }
}
