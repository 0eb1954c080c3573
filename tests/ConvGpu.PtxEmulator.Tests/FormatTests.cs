namespace ConvGpu.Emulation.Tests;

/// <summary>What the parser refuses, with the line, and what it must take.</summary>
public sealed class FormatTests
{
    [Theory]
    [InlineData("frobnicate.b32 %r1, %r2;", "unknown instruction")]
    [InlineData("add %r1, %r2, %r3;", "no form")]
    [InlineData("add.b32 %r1, %r2, %r3;", "no form")]
    [InlineData("add.sat.u32 %r1, %r2, %r3;", "no form")]
    [InlineData("add.ftz.rn.f32 %f1, %f2, %f3;", "no form")]
    [InlineData("fma.f32 %f1, %f2, %f3, %f4;", "no form")]
    [InlineData("div.f32 %f1, %f2, %f3;", "no form")]
    [InlineData("mul.s32 %r1, %r2, %r3;", "no form")]
    [InlineData("mul.wide.s64 %q1, %q2, %q3;", "no form")]
    [InlineData("setp.lo.s32 %p1, %r1, %r2;", "no form")]
    [InlineData("setp.lt.b32 %p1, %r1, %r2;", "no form")]
    [InlineData("cvt.f32.s32 %f1, %r1;", "no form")]
    [InlineData("cvt.rn.f64.f32 %q1, %f1;", "no form")]
    [InlineData("cvt.s32.f32 %r1, %f1;", "no form")]
    [InlineData("bar.warp %r1;", "no form")]
    [InlineData("shl.u32 %r1, %r2, 1;", "no form")]
    [InlineData("ld.global.v3.u32 {%r1, %r2, %r3}, [%base];", "no form")]
    [InlineData("ld.global.ca.volatile.u32 %r1, [%base];", "no form")]
    [InlineData("atom.global.add.s64 %q1, [%base], %q2;", "no form")]
    [InlineData("add.u32 %r1, %r2;", "3 operands")]
    [InlineData("add.u32 %q1, %r2, %r3;", "is .b64 where .u32")]
    [InlineData("add.f32 %f1, %f2, %h3;", "is .b16 where .f32")]
    [InlineData("add.s32 %f1, %r2, %r3;", "is .f32 where .s32")]
    [InlineData("add.u32 %r1, %p2, %r3;", "is .pred where .u32")]
    [InlineData("selp.u32 %r1, %r2, %r3, %r4;", "is .b32 where .pred")]
    [InlineData("add.u32 5, %r2, %r3;", "no operand")]
    [InlineData("add.u32 %r1, %r2, 4294967296;", "does not fit")]
    [InlineData("mov.u16 %h1, 70000;", "does not fit")]
    [InlineData("add.f32 %f1, %f2, 1;", "no .f32 constant")]
    [InlineData("add.u32 %r1, %r2, 1.5;", "floating-point constant")]
    [InlineData("add.u32 %r1, %r2, %x;", "not declared")]
    [InlineData("add.u32 %r1, %r2, %r30;", "not declared")]
    [InlineData("mov.u32 %tid.x, 5;", "not declared or may not be written")]
    [InlineData(".reg .b32 %r3;", "declared twice")]
    [InlineData(".reg .b32 x; .reg .f32 x;", "declared twice")]
    [InlineData("here: here: ret;", "declared twice")]
    [InlineData("bra nowhere;", "no label")]
    [InlineData("@%r1 bra nowhere;", "no label")]
    [InlineData("@%r1 ret;", "no predicate")]
    [InlineData("ld.global.u32 %r1, [%r2];", "has 32 bits")]
    [InlineData("ld.global.u32 %r1, [%f2];", "is .f32")]
    [InlineData("ld.global.u64 %r1, [%base];", "is .b32 where .u64")]
    [InlineData("ld.global.f32 %q1, [%base]; ld.global.f32 %h1, [%base];", "is .b16 where .f32")]
    [InlineData("ld.global.v2.u32 %r1, [%base];", "vector of 2")]
    [InlineData("ld.global.v4.u64 {%q1, %q2, %q3, %q4}, [%base];", "at most 16")]
    [InlineData("ld.global.u32 %r1, %base;", "address in brackets")]
    [InlineData(".shared .b32 v; ld.global.u32 %r1, [v];", "lies in .shared")]
    [InlineData("bar.sync 16;", "numbered 0 to 15")]
    [InlineData("bar.sync 0, 33;", "multiple of the warp size")]
    [InlineData("lop3.b32 %r1, %r2, %r3, %r4, 256;", "0 to 255")]
    [InlineData("cp.async.cg.shared.global [%r1], [%base], 8;", "16 bytes")]
    [InlineData("setp.eq.u32 %p1, %r1, !%r2;", "negated")]
    [InlineData("call nothing;", "no function")]
    [InlineData("mov.u32 %r1, 0x;", "digits")]
    [InlineData("mov.f32 %f1, 0f3F8000;", "8 hexadecimal digits")]
    [InlineData("mov.u32 %r1, 1", "expected")]
    [InlineData(".loc 1 2 3; foo", "")]
    public void Refused(string body, string reason)
    {
        var exception = Assert.Throws<PtxFormatException>(() => MemoryTests.Parse("\n" + body));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.InRange(exception.Line, 9, 12);
    }

    [Theory]
    [InlineData("7.0", "sm_80", "redux.sync.add.s32 %r1, %r2, -1;", null)]
    [InlineData("6.3", "sm_75", "redux.sync.add.s32 %r1, %r2, -1;", "needs PTX ISA 7.0")]
    [InlineData("7.0", "sm_75", "redux.sync.add.s32 %r1, %r2, -1;", "needs sm_80")]
    [InlineData("6.3", "sm_70", "mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%f1, %f2, %f3, %f4}, {%r1, %r2}, {%r3}, {%f1, %f2, %f3, %f4};", "needs PTX ISA 6.5")]
    [InlineData("7.0", "sm_75", "cp.async.commit_group;", "needs sm_80")]
    [InlineData("7.0", "sm_80", "max.NaN.f32 %f1, %f2, %f3;", null)]
    [InlineData("7.0", "sm_75", "max.NaN.f32 %f1, %f2, %f3;", "needs sm_80")]
    [InlineData("7.8", "sm_80", "add.bf16x2 %r1, %r2, %r3;", "needs sm_90")]
    [InlineData("6.0", "sm_70", "ld.relaxed.gpu.global.u32 %r1, [%base];", null)]
    [InlineData("7.0", "sm_80", "stmatrix.sync.aligned.m8n8.x1.shared.b16 [%r1], {%r2};", "needs PTX ISA 7.8")]
    [InlineData("6.4", "sm_80", "ret;", "needs .version 7.0")]
    [InlineData("7.0", "sm_81", "ret;", "unknown target")]
    [InlineData("7.8", "sm_90a", "ret;", "needs .version 8.0")]
    [InlineData("8.0", "sm_90a", "ret;", null)]
    [InlineData("8.7", "sm_120a", "ret;", null)]
    [InlineData("8.0", "sm_80a", "ret;", "unknown target")]
    public void VersionsAndTargets(string version, string target, string body, string? reason)
    {
        if (reason is null)
        {
            MemoryTests.Parse(body, version: version, target: target);
            return;
        }

        Assert.Contains(reason, Assert.Throws<PtxFormatException>(() => MemoryTests.Parse(body, version: version, target: target)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SyntaxThatIsTaken()
    {
        var module = PtxModule.Parse("""
            // a comment
            .version 8.0
            .target sm_90a
            .address_size 64
            .file 1 "a.cs"
            .extern .shared .align 16 .b8 dynamic[];
            .global .align 8 .b8 data[(4 + 4) * 2] = {1, 0x2, 'x' };
            """.Replace("'x'", "3") + """

            .weak .func (.reg .f32 out) twice (.reg .f32 in) { add.f32 out, in, in; ret; }
            .visible .entry k(
                .param .u64 .ptr .global .align 16 a, /* two
                lines */ .param .align 8 .b8 s[24], .param .f32 f
            ) .maxntid 128, 2 .minnctapersm 3 .pragma "nounroll";
            {
                .reg .v4 .f32 v; .reg .f32 x, y; .reg .b32 %r<4>; .reg .u64 p; .reg .pred q;
                .pragma "nounroll";
                .loc 1 5 3
                ld.param.u64 p, [a];
                ld.global.v4.f32 v, [p];
                mov.f32 x, v.x;
                { .reg .f32 x; mov.f32 x, 0F40490FDB; add.f32 y, x, v.w; }
                call.uni (y), twice, (y);
                setp.gt.f32 q, y, 1.5e-3;
                @!q bra $L1;
                mov.b32 %r1, (1 << 4) | 3;
                mov.b32 %r2, -1;
                mov.b32 %r3, WARP_SZ;
            $L1: ld.param.b64 p, [s+16];
                exit;
            }
            """);
        var entry = module.Entries["k"];
        Assert.Equal((128, 2, 1), entry.MaximumThreads);
        Assert.Equal(3, entry.MinimumGroups);
        Assert.Equal([("a", 0, 8), ("s", 8, 24), ("f", 32, 4)], entry.Parameters.Select(p => (p.Name, p.Offset, p.Bytes)));
        Assert.Equal(36, entry.ParameterBytes);
    }
}
