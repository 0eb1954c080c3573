namespace ConvGpu.Emulation.Tests;

/// <summary>Loads, stores, atomics, address spaces, module variables.</summary>
public sealed class MemoryTests
{
    internal static PtxModule Parse(string body, string parameters = ".param .u64 p", string globals = "", string target = "sm_80", string version = "7.8") => PtxModule.Parse($$"""
        .version {{version}}
        .target {{target}}
        .address_size 64
        {{globals}}
        .visible .entry k({{parameters}})
        {
            .reg .pred %p<9>; .reg .b16 %h<9>; .reg .b32 %r<30>; .reg .f32 %f<30>; .reg .b64 %q<19>; .reg .u64 %base;
            ld.param.u64 %base, [p];
            mov.u32 %r0, %tid.x;
        {{body}}
            ret;
        }
        """);

    [Fact]
    public void VectorsAndNarrowTypes()
    {
        using var device = new Device();
        var data = device.Upload(Enumerable.Range(0, 64).Select(i => (byte)(i * 5)).ToArray());
        var module = Parse("""
            ld.global.v4.u32 {%r1, %r2, %r3, %r4}, [%base];
            st.global.v2.u32 [%base+32], {%r4, %r3};
            ld.global.s8 %r5, [%base+40];
            st.global.u32 [%base+44], %r5;
            ld.global.v2.s16 {%r6, %r7}, [%base+60];
            st.global.u32 [%base+48], %r7;
            """);
        device.Run(module.Entries["k"], 1, 1, data);
        var bytes = device.Download<byte>(data, 64);
        Assert.Equal(bytes[12..16], bytes[32..36]);
        Assert.Equal(bytes[8..12], bytes[36..40]);
        Assert.Equal(200 - 256, BitConverter.ToInt32(bytes, 44));
        Assert.Equal(BitConverter.ToInt16(bytes, 62), BitConverter.ToInt32(bytes, 48));
    }

    [Fact]
    public void ModuleVariables()
    {
        using var device = new Device();
        var module = Parse("""
            ld.const.f32 %f1, [weights+8];
            ld.global.u32 %r1, [counter];
            add.u32 %r1, %r1, 1;
            st.global.u32 [counter], %r1;
            ld.global.u64 %q1, [pointer];
            ld.u32 %r2, [%q1+4];
            cvta.const.u64 %q2, weights;
            ld.f32 %f2, [%q2+4];
            st.global.f32 [%base], %f1;
            st.global.u32 [%base+4], %r2;
            st.global.f32 [%base+8], %f2;
            """, globals: """
            .const .align 4 .f32 weights[3] = {0f3F800000, 2.5, 4.0};
            .global .u32 counter = 41;
            .global .align 4 .u32 list[2] = {5, 6};
            .global .u64 pointer = list;
            """);
        var result = device.Upload(new uint[3]);
        device.Run(module.Entries["k"], 1, 1, result);
        device.Run(module.Entries["k"], 1, 1, result);
        Assert.Equal(43u, device.Download<uint>(device.Emulator.FindGlobal(module, "counter")!.Value.Address, 1)[0]);
        Assert.Equal([BitConverter.SingleToUInt32Bits(4f), 6u, BitConverter.SingleToUInt32Bits(2.5f)], device.Download<uint>(result, 3));
    }

    [Fact]
    public void DynamicSharedMemoryFollowsStatic()
    {
        using var device = new Device();
        var module = Parse("""
            mov.u32 %r1, fixed; mov.u32 %r2, dyn; sub.u32 %r3, %r2, %r1;
            shl.b32 %r4, %r0, 2; add.u32 %r5, %r2, %r4;
            st.shared.u32 [%r5], %r0;
            bar.sync 0;
            xor.b32 %r6, %r4, 124; add.u32 %r6, %r6, %r2; ld.shared.u32 %r7, [%r6];
            cvta.shared.u64 %q1, dyn; cvt.u64.u32 %q2, %r4; add.u64 %q3, %q1, %q2; ld.u32 %r8, [%q3];
            mad.lo.u32 %r9, %r3, 1000, %r7; mad.lo.u32 %r9, %r8, 1000000, %r9;
            mad.wide.u32 %q4, %r0, 4, %base; st.global.u32 [%q4], %r9;
            """, globals: ".extern .shared .align 16 .b8 dyn[]; .shared .align 4 .b8 fixed[20];");
        var result = device.Upload(new int[32]);
        device.Run(module.Entries["k"], (1, 1, 1), (32, 1, 1), 128, result);
        Assert.Equal(Enumerable.Range(0, 32).Select(t => t * 1000000 + 32 * 1000 + (t ^ 31)), device.Download<int>(result, 32));
    }

    [Fact]
    public void Atomics()
    {
        using var device = new Device();
        var data = device.Upload(new[] { 0, 100, -5, 0, 0, unchecked((int)0xF0F0F0F0), 7, 0, 0, 0 });
        var module = Parse("""
            cvt.rn.f32.u32 %f1, %r0;
            atom.global.add.u32 %r1, [%base], %r0;
            red.global.min.s32 [%base+4], %r0;
            red.global.max.s32 [%base+8], %r0;
            atom.global.inc.u32 %r2, [%base+12], 9;
            red.global.add.f32 [%base+16], %f1;
            red.global.xor.b32 [%base+20], %r0;
            atom.cas.b32 %r3, [%base+24], 7, %r0;
            atom.global.exch.b32 _, [%base+28], %r0;
            red.add.u64 [%base+32], 4294967295;
            """);
        device.Run(module.Entries["k"], 1, 64, data);
        var actual = device.Download<int>(data, 10);
        Assert.Equal([64 * 63 / 2, 0, 63, 64 % 10, BitConverter.SingleToInt32Bits(64 * 63 / 2), unchecked((int)0xF0F0F0F0), 7], [.. actual[..6], actual[6] == 0 ? 7 : -1]);
        Assert.Equal(64UL * uint.MaxValue, (uint)actual[8] | (ulong)(uint)actual[9] << 32);
    }

    [Fact]
    public void CompareAndSwapLocksMakeProgress()
    {
        using var device = new Device();
        // Lanes of one warp take a lock in turns: needs forward progress of diverged lanes.
        var module = Parse("""
            retry:
            atom.acquire.gpu.global.cas.b32 %r1, [%base], 0, 1;
            setp.ne.u32 %p1, %r1, 0;
            @%p1 bra retry;
            ld.volatile.global.u32 %r2, [%base+4];
            add.u32 %r2, %r2, 1;
            st.volatile.global.u32 [%base+4], %r2;
            membar.gl;
            atom.release.gpu.global.exch.b32 %r3, [%base], 0;
            """);
        var data = device.Upload(new int[2]);
        device.Run(module.Entries["k"], 2, 64, data);
        Assert.Equal([0, 128], device.Download<int>(data, 2));
    }

    [Fact]
    public void SpacesOfGenericAddresses()
    {
        using var device = new Device();
        var module = Parse("""
            .local .align 8 .b8 mine[16];
            cvta.local.u64 %q1, mine; st.u32 [%q1+4], 77; ld.local.u32 %r1, [mine+4];
            isspacep.local %p1, %q1; isspacep.global %p2, %q1; isspacep.global %p3, %base; isspacep.shared %p4, %base;
            selp.u32 %r2, 1, 0, %p1; selp.u32 %r3, 2, 0, %p2; selp.u32 %r4, 4, 0, %p3; selp.u32 %r5, 8, 0, %p4;
            or.b32 %r2, %r2, %r3; or.b32 %r4, %r4, %r5; or.b32 %r2, %r2, %r4;
            st.global.v2.u32 [%base], {%r1, %r2};
            """);
        var data = device.Upload(new int[2]);
        device.Run(module.Entries["k"], 1, 1, data);
        Assert.Equal([77, 5], device.Download<int>(data, 2));
    }

    [Fact]
    public void PrintsFormatted()
    {
        var printed = new List<string>();
        using var device = new Device(new EmulatorOptions { Print = printed.Add });
        var module = Parse("""
            .local .align 8 .b8 buffer[24];
            { .param .b64 a0; .param .b64 a1; .param .b32 result;
            st.local.u32 [buffer], 42; st.local.f64 [buffer+8], 0d3FF8000000000000; cvta.global.u64 %q1, text; st.local.u64 [buffer+16], %q1;
            cvta.local.u64 %q2, buffer; st.param.b64 [a0], %q1; st.param.b64 [a1], %q2;
            call.uni (result), vprintf, (a0, a1);
            ld.param.b32 %r1, [result]; st.global.u32 [%base], %r1; }
            """, globals: """
            .extern .func (.param .b32 r) vprintf (.param .b64 f, .param .b64 a);
            .global .align 1 .b8 text[16] = {37, 48, 52, 100, 32, 37, 46, 50, 102, 33, 10, 0};
            """);
        var data = device.Upload(new int[1]);
        device.Run(module.Entries["k"], 1, 1, data);
        Assert.Equal(["0042 1.50!\n"], printed);
    }
}
