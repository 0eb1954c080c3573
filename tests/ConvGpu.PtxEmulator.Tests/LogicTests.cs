namespace ConvGpu.Emulation.Tests;

/// <summary>Logic, shifts, permutations, selection.</summary>
public sealed class LogicTests
{
    private static readonly Random Random = new(3);

    private static uint[] Words(int count) => Enumerable.Range(0, count).Select(_ => (uint)Random.NextInt64(1L << 32)).ToArray();

    [Fact]
    public void LookUpTablesOfThreeBits()
    {
        uint[] a = Words(64), b = Words(64), c = Words(64);
        foreach (var table in new[] { 0, 0x80, 0xFE, 0x96, 0xCA, 0x1B, 0xE2, 255 })
        {
            var actual = Lanes.Run<uint, uint, uint, uint>($"lop3.b32 %d, %a, %b, %c, {table};", a, b, c);
            for (var i = 0; i < a.Length; i++)
            {
                uint expected = 0;
                for (var bit = 0; bit < 32; bit++)
                {
                    var row = (a[i] >> bit & 1) << 2 | (b[i] >> bit & 1) << 1 | (c[i] >> bit & 1);
                    expected |= (uint)(table >> (int)row & 1) << bit;
                }

                Assert.Equal(expected, actual[i]);
            }
        }
    }

    [Fact]
    public void ShiftsPastTheWidth()
    {
        uint[] a = Words(80), b = Enumerable.Range(0, 80).Select(i => (uint)(i < 70 ? i : i * 1000)).ToArray();
        Assert.Equal(a.Zip(b, (x, y) => y > 31 ? 0 : x << (int)y), Lanes.Run<uint, uint, uint>("shl.b32 %d, %a, %b;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => y > 31 ? 0 : x >> (int)y), Lanes.Run<uint, uint, uint>("shr.u32 %d, %a, %b;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => (uint)((int)x >> (int)Math.Min(y, 31))), Lanes.Run<uint, uint, uint>("shr.s32 %d, %a, %b;", a, b));
        var wide = a.Select(v => (ulong)v << 32 | 0x9000000FUL).ToArray();
        Assert.Equal(wide.Zip(b, (x, y) => y > 63 ? 0 : x << (int)y), Lanes.Run<ulong, ulong, uint>("shl.b64 %d, %a, %b;", wide, b));
        Assert.Equal(wide.Zip(b, (x, y) => (ulong)((long)x >> (int)Math.Min(y, 63))), Lanes.Run<ulong, ulong, uint>("shr.s64 %d, %a, %b;", wide, b));
    }

    [Fact]
    public void FunnelShifts()
    {
        uint[] a = Words(64), b = Words(64), c = Enumerable.Range(0, 64).Select(i => (uint)i).ToArray();
        uint Left(int i, int n) => n == 0 ? b[i] : n == 32 ? a[i] : b[i] << n | a[i] >> (32 - n);
        uint Right(int i, int n) => n == 0 ? a[i] : n == 32 ? b[i] : b[i] << (32 - n) | a[i] >> n;
        Assert.Equal(c.Select((n, i) => Left(i, (int)n & 31)), Lanes.Run<uint, uint, uint, uint>("shf.l.wrap.b32 %d, %a, %b, %c;", a, b, c));
        Assert.Equal(c.Select((n, i) => Left(i, Math.Min((int)n, 32))), Lanes.Run<uint, uint, uint, uint>("shf.l.clamp.b32 %d, %a, %b, %c;", a, b, c));
        Assert.Equal(c.Select((n, i) => Right(i, (int)n & 31)), Lanes.Run<uint, uint, uint, uint>("shf.r.wrap.b32 %d, %a, %b, %c;", a, b, c));
        Assert.Equal(c.Select((n, i) => Right(i, Math.Min((int)n, 32))), Lanes.Run<uint, uint, uint, uint>("shf.r.clamp.b32 %d, %a, %b, %c;", a, b, c));
    }

    [Fact]
    public void BytePermutations()
    {
        uint[] a = Words(64), b = Words(64), c = Words(64);
        var actual = Lanes.Run<uint, uint, uint, uint>("prmt.b32 %d, %a, %b, %c;", a, b, c);
        for (var i = 0; i < 64; i++)
        {
            var bytes = BitConverter.GetBytes(a[i]).Concat(BitConverter.GetBytes(b[i])).ToArray();
            for (var k = 0; k < 4; k++)
            {
                var control = c[i] >> (4 * k) & 15;
                var picked = bytes[control & 7];
                Assert.Equal((control & 8) == 0 ? picked : picked >= 128 ? (byte)255 : (byte)0, (byte)(actual[i] >> (8 * k)));
            }
        }
    }

    /// <summary>The table of modes in the ISA's description: bytes from high to low for selectors 0 to 3.</summary>
    [Theory]
    [InlineData("f4e", "3210 4321 5432 6543")]
    [InlineData("b4e", "5670 6701 7012 0123")]
    [InlineData("rc8", "0000 1111 2222 3333")]
    [InlineData("ecl", "3210 3211 3222 3333")]
    [InlineData("ecr", "0000 1110 2210 3210")]
    [InlineData("rc16", "1010 3232 1010 3232")]
    public void PermutationModes(string mode, string table)
    {
        uint[] selectors = [0, 1, 2, 3];
        var actual = Lanes.Run<uint, uint>($"prmt.b32.{mode} %d, 0x03020100, 0x07060504, %a;", selectors);
        Assert.Equal(table.Split(' '), actual.Select(v => $"{v >> 24 & 15}{v >> 16 & 15}{v >> 8 & 15}{v & 15}"));
    }

    [Fact]
    public void SelectionsAndSets()
    {
        int[] a = [1, -1, 0, 5, int.MinValue, int.MaxValue], b = [2, -1, -7, 5, 0, 1];
        Assert.Equal([-1, 0, 0, 0, -1, 0], Lanes.Run<int, int, int>("set.lt.s32.s32 %d, %a, %b;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => x < y ? 1f : 0f), Lanes.Run<float, int, int>("set.lt.f32.s32 %d, %a, %b;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => x > y ? x : y), Lanes.Run<int, int, int>("setp.gt.s32 %p1, %a, %b; selp.s32 %d, %a, %b, %p1;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => y >= 0 ? x : 77), Lanes.Run<int, int, int>("slct.s32.s32 %d, %a, 77, %b;", a, b));
    }

    [Fact]
    public void PredicatesCombine()
    {
        int[] a = [1, 5, 9, 3], b = [5, 5, 5, 5];
        const string Body = """
            setp.lt.s32 %p1, %a, 4;
            setp.le.{0}.s32 %p2|%p3, %a, %b, {1}%p1;
            selp.s32 %r1, 1, 0, %p2; selp.s32 %r2, 2, 0, %p3; or.b32 %d, %r1, %r2;
            """;
        foreach (var (name, combine) in new (string, Func<bool, bool, bool>)[] { ("and", (x, y) => x & y), ("or", (x, y) => x | y), ("xor", (x, y) => x ^ y) })
        {
            foreach (var negated in new[] { false, true })
            {
                var expected = a.Zip(b, (x, y) => (combine(x <= y, x < 4 != negated) ? 1 : 0) | (combine(x > y, x < 4 != negated) ? 2 : 0));
                Assert.Equal(expected, Lanes.Run<int, int, int>(Body.Replace("{0}", name).Replace("{1}", negated ? "!" : ""), a, b));
            }
        }
    }

    [Fact]
    public void PackingAndUnpacking()
    {
        ulong[] a = [0x1122334455667788, 0xFFEEDDCCBBAA9988];
        Assert.Equal(a.Select(v => v >> 32 | v << 32), Lanes.Run<ulong, ulong>("mov.b64 {%r1, %r2}, %a; mov.b64 %d, {%r2, %r1};", a));
        Assert.Equal(a.Select(v => (ushort)(v >> 32)), Lanes.Run<ushort, ulong>("mov.b64 {_, _, %d, _}, %a;", a));
    }
}
