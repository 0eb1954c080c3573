namespace ConvGpu.Emulation.Tests;

/// <summary>mma, ldmatrix, cp.async against products written out.</summary>
public sealed class MatrixTests
{
    /// <summary>
    /// Loads A (16 by K, row-major) and B (K by 8) by the fragment layout of the ISA's figures, one element at a time, multiplies and
    /// stores D (16 by 8). Elements are of size bytes, several in a register.
    /// </summary>
    private static string Module(string mma, int depth, int size)
    {
        var per = 4 / size;
        var text = new List<string> { "mov.u32 %r1, %laneid; shr.u32 %r2, %r1, 2; and.b32 %r3, %r1, 3; ld.param.u64 %q1, [pa]; ld.param.u64 %q2, [pb]; ld.param.u64 %q3, [pc];" };
        var type = size == 4 ? "b32" : size == 2 ? "b16" : "u8";
        void Load(string register, string pointer, Func<int, string> index)
        {
            text.Add($"mov.b32 {register}, 0;");
            for (var e = 0; e < per; e++)
            {
                text.Add(index(e) + $"mad.wide.u32 %q4, %r4, {size}, {pointer}; ld.global.{type} %r5, [%q4]; shl.b32 %r5, %r5, {e * size * 8}; or.b32 {register}, {register}, %r5;");
            }
        }

        var chunks = depth / (4 * per);
        for (var r = 0; r < 2 * chunks; r++)
        {
            var (row, column) = (8 * (r & 1), (r >> 1) * 4 * per);
            Load($"%r{10 + r}", "%q1", e => $"add.u32 %r4, %r2, {row}; mul.lo.u32 %r4, %r4, {depth}; mad.lo.u32 %r4, %r3, {per}, %r4; add.u32 %r4, %r4, {column + e};");
        }

        for (var r = 0; r < chunks; r++)
        {
            var first = r * 4 * per;
            Load($"%r{20 + r}", "%q2", e => $"mad.lo.u32 %r4, %r3, {per}, {first + e}; mad.lo.u32 %r4, %r4, 8, %r2;");
        }

        text.Add("mad.lo.u32 %r4, %r2, 8, 0; mad.lo.u32 %r4, %r3, 2, %r4; mad.wide.u32 %q4, %r4, 4, %q3; mad.wide.u32 %q5, %r4, 4, %base;");
        text.Add("ld.global.v2.b32 {%r24, %r25}, [%q4]; ld.global.v2.b32 {%r26, %r27}, [%q4+256];");
        var a = string.Join(", ", Enumerable.Range(0, 2 * chunks).Select(r => $"%r{10 + r}"));
        var b = string.Join(", ", Enumerable.Range(0, chunks).Select(r => $"%r{20 + r}"));
        text.Add($"{mma} {{%r24, %r25, %r26, %r27}}, {{{a}}}, {{{b}}}, {{%r24, %r25, %r26, %r27}};");
        text.Add("st.global.v2.b32 [%q5], {%r24, %r25}; st.global.v2.b32 [%q5+256], {%r26, %r27};");
        return string.Join('\n', text);
    }

    private static TC[] Run<T, TC>(string mma, int depth, int size, T[] a, T[] b, TC[] c)
        where T : unmanaged
        where TC : unmanaged
    {
        using var device = new Device();
        var module = MemoryTests.Parse(Module(mma, depth, size), ".param .u64 p, .param .u64 pa, .param .u64 pb, .param .u64 pc");
        var d = device.Upload(new TC[128]);
        device.Run(module.Entries["k"], 1, 32, d, device.Upload(a), device.Upload(b), device.Upload(c));
        return device.Download<TC>(d, 128);
    }

    private static void Check(string mma, int depth, Func<float, uint> encode, int size)
    {
        var random = new Random(depth + size);
        // Small integers: every product and sum is exact in any order.
        float[] a = Enumerable.Range(0, 16 * depth).Select(_ => (float)random.Next(-8, 9)).ToArray(), b = Enumerable.Range(0, 8 * depth).Select(_ => (float)random.Next(-8, 9)).ToArray();
        var c = Enumerable.Range(0, 128).Select(_ => (float)random.Next(-8, 9)).ToArray();
        var actual = size == 4
            ? Run(mma, depth, size, a.Select(encode).ToArray(), b.Select(encode).ToArray(), c)
            : Run(mma, depth, size, a.Select(v => (ushort)encode(v)).ToArray(), b.Select(v => (ushort)encode(v)).ToArray(), c);
        Assert.Equal(Product(a, b, c, depth), actual);
    }

    private static float[] Product(float[] a, float[] b, float[] c, int depth) => Enumerable.Range(0, 128)
        .Select(i => c[i] + Enumerable.Range(0, depth).Sum(k => a[i / 8 * depth + k] * b[k * 8 + i % 8])).ToArray();

    [Fact]
    public void FloatMultiplications()
    {
        Check("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32", 8, BitConverter.SingleToUInt32Bits, 4);
        Check("mma.sync.aligned.m16n8k4.row.col.f32.tf32.tf32.f32", 4, BitConverter.SingleToUInt32Bits, 4);
        Check("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32", 16, v => BitConverter.HalfToUInt16Bits((Half)v), 2);
        Check("mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32", 8, v => BitConverter.HalfToUInt16Bits((Half)v), 2);
        Check("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32", 16, v => BitConverter.SingleToUInt32Bits(v) >> 16, 2);
        Check("mma.sync.aligned.m16n8k8.row.col.f32.bf16.bf16.f32", 8, v => BitConverter.SingleToUInt32Bits(v) >> 16, 2);
    }

    [Fact]
    public void IntegerMultiplications()
    {
        var random = new Random(1);
        sbyte[] a = Enumerable.Range(0, 512).Select(_ => (sbyte)random.Next(-128, 128)).ToArray(), b = Enumerable.Range(0, 256).Select(_ => (sbyte)random.Next(-128, 128)).ToArray();
        var c = Enumerable.Range(0, 128).Select(_ => random.Next(-1000, 1000)).ToArray();
        var expected = Enumerable.Range(0, 128).Select(i => c[i] + Enumerable.Range(0, 32).Sum(k => a[i / 8 * 32 + k] * b[k * 8 + i % 8]));
        Assert.Equal(expected, Run("mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32", 32, 1, a, b, c));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MatricesLoadByRows(bool transposed)
    {
        using var device = new Device();
        var data = Enumerable.Range(0, 256).Select(i => (ushort)i).ToArray();
        var module = MemoryTests.Parse($$"""
            .shared .align 16 .b8 tile[512];
            ld.param.u64 %q1, [pd]; mad.wide.u32 %q2, %r0, 16, %q1; ld.global.v4.b32 {%r1, %r2, %r3, %r4}, [%q2];
            mov.u32 %r5, tile; mad.lo.u32 %r5, %r0, 16, %r5; st.shared.v4.b32 [%r5], {%r1, %r2, %r3, %r4};
            bar.warp.sync -1;
            ldmatrix.sync.aligned.m8n8.x4{{(transposed ? ".trans" : "")}}.shared.b16 {%r11, %r12, %r13, %r14}, [%r5];
            mad.wide.u32 %q3, %r0, 16, %base; st.global.v4.b32 [%q3], {%r11, %r12, %r13, %r14};
            """, ".param .u64 p, .param .u64 pd");
        var result = device.Upload(new uint[128]);
        device.Run(module.Entries["k"], 1, 32, result, device.Upload(data));
        var actual = device.Download<uint>(result, 128);
        for (var lane = 0; lane < 32; lane++)
        {
            for (var m = 0; m < 4; m++)
            {
                int row = lane / 4, column = lane % 4 * 2;
                int Element(int r, int c) => transposed ? m * 64 + c * 8 + r : m * 64 + r * 8 + c;
                Assert.Equal((uint)(Element(row, column) | Element(row, column + 1) << 16), actual[lane * 4 + m]);
            }
        }
    }

    private const string Copies = """
        .shared .align 16 .b8 tile[1024];
        ld.param.u64 %q1, [pd]; mad.wide.u32 %q2, %r0, 16, %q1; mov.u32 %r5, tile; mad.lo.u32 %r5, %r0, 16, %r5;
        cp.async.cg.shared.global [%r5], [%q2], 16; cp.async.commit_group;
        cp.async.ca.shared.global [%r5+512], [%q2+512], 16, 8; cp.async.commit_group;
        {0}
        bar.sync 0;
        xor.b32 %r6, %r5, 16; ld.shared.v4.b32 {%r11, %r12, %r13, %r14}, [%r6+{1}];
        mad.wide.u32 %q3, %r0, 16, %base; st.global.v4.b32 [%q3], {%r11, %r12, %r13, %r14};
        """;

    private static int[] RunCopies(string wait, int offset)
    {
        using var device = new Device();
        var module = MemoryTests.Parse(Copies.Replace("{0}", wait).Replace("{1}", offset.ToString()), ".param .u64 p, .param .u64 pd");
        var result = device.Upload(new int[128]);
        device.Run(module.Entries["k"], 1, 32, result, device.Upload(Enumerable.Range(0, 256).ToArray()));
        return device.Download<int>(result, 128);
    }

    [Fact]
    public void AsynchronousCopiesArriveAtTheWait()
    {
        var swapped = Enumerable.Range(0, 128).Select(i => i ^ 4).ToArray();
        Assert.Equal(swapped, RunCopies("cp.async.wait_group 1;", 0));
        Assert.Equal(swapped.Select(i => i % 4 < 2 ? 128 + i : 0), RunCopies("cp.async.wait_all;", 512));
    }

    [Fact]
    public void ACopyReadsItsSourceSizeAlone()
    {
        using var device = new Device();
        string Text(string size) => $$"""
            .shared .align 16 .b8 tile[16]; mov.u32 %r1, tile; mov.u32 %r2, {{size}};
            cp.async.ca.shared.global [%r1], [%base+16], 16, %r2; cp.async.wait_all; ld.shared.u32 %r3, [%r1+12];
            """;
        var data = device.Upload(new int[5]);
        device.Run(MemoryTests.Parse(Text("4")).Entries["k"], 1, 1, data);
        device.Run(MemoryTests.Parse(Text("0")).Entries["k"], 1, 1, data);
        Assert.Equal(FaultKind.OutOfBounds, Assert.Throws<EmulationException>(() => device.Run(MemoryTests.Parse(Text("8")).Entries["k"], 1, 1, data)).Kind);
    }

    [Fact]
    public void AForgottenWaitIsSeen()
    {
        Assert.Equal(FaultKind.UninitializedShared, Assert.Throws<EmulationException>(() => RunCopies("", 0)).Kind);
        Assert.Equal(FaultKind.UninitializedShared, Assert.Throws<EmulationException>(() => RunCopies("cp.async.wait_group 1;", 512)).Kind);
    }
}
