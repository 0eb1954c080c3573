namespace ConvGpu.Emulation.Tests;

/// <summary>Functions of a module: parameters in registers and memory, guards, nesting.</summary>
public sealed class CallTests
{
    private static int[] Run(string functions, string body)
    {
        using var device = new Device();
        var module = MemoryTests.Parse(body + "mad.wide.u32 %q9, %r0, 4, %base; st.global.u32 [%q9], %r9;", globals: functions);
        var result = device.Upload(new int[32]);
        device.Run(module.Entries["k"], 1, 32, result);
        return device.Download<int>(result, 32);
    }

    private const string Twice = ".func (.reg .u32 out) twice (.reg .u32 in) { add.u32 out, in, in; ret; }\n";

    [Fact]
    public void RegisterParameters()
    {
        Assert.Equal(Enumerable.Range(0, 32).Select(t => 4 * t), Run(Twice, "call.uni (%r1), twice, (%r0); call (%r9), twice, (%r1);"));
        Assert.Equal(Enumerable.Repeat(14, 32), Run(Twice, "call.uni (%r9), twice, (7);"));
    }

    [Fact]
    public void EarlyReturnsInSomeLanes()
    {
        const string Clamp = """
            .func (.param .b32 out) clamp (.param .b32 in)
            {
                .reg .u32 x; .reg .pred p;
                ld.param.u32 x, [in]; setp.lt.u32 p, x, 10; @p bra small;
                mov.u32 x, 10; st.param.u32 [out], x; ret;
            small: st.param.u32 [out], x; ret;
            }
            """;
        Assert.Equal(Enumerable.Range(0, 32).Select(t => Math.Min(t, 10)), Run(Clamp, """
            { .param .b32 a; .param .b32 r; st.param.b32 [a], %r0; call.uni (r), clamp, (a); ld.param.b32 %r9, [r]; }
            """));
    }

    [Fact]
    public void GuardedAndNestedCalls() => Assert.Equal(
        Enumerable.Range(0, 32).Select(t => t < 5 ? 4 * t : -1),
        Run(Twice + ".func (.reg .u32 out) quadruple (.reg .u32 in) { .reg .u32 m; call (m), twice, (in); call (out), twice, (m); }",
            "mov.u32 %r9, -1; setp.lt.u32 %p1, %r0, 5; @%p1 call (%r9), quadruple, (%r0);"));

    [Theory]
    [InlineData(".func (.reg .u32 out) f (.reg .u32 in) { call (out), f, (in); ret; }", "recursion")]
    [InlineData(".func f () { nonsense; }", "unknown instruction")]
    [InlineData(".func f (.reg .u32 in) { ret; } .func g () { call f; }", "1 parameters")]
    [InlineData(".func f (.param .b64 in) { ret; } .func g () { .param .b32 a; call f, (a); }", "differs in size")]
    [InlineData(".extern .func f (); .func g () { call f; }", "no body")]
    public void RefusedFunctions(string functions, string reason) =>
        Assert.Contains(reason, Assert.Throws<PtxFormatException>(() => MemoryTests.Parse("", globals: functions)).Message, StringComparison.Ordinal);
}
