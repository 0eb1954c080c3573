using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Compiler.Tests.Passes;

public sealed class SimplifyTests
{
    [Theory]
    // Sums keep their constant outside.
    [InlineData("add %a, i32 0", "%a")]
    [InlineData("add i32 3, i32 -4", "i32 -1")]
    [InlineData("sub %a, %a", "i32 0")]
    [InlineData("mul %a, i32 1", "%a")]
    [InlineData("mul %a, i32 0", "i32 0")]
    [InlineData("and %a, i32 -1", "%a")]
    [InlineData("xor %a, %a", "i32 0")]
    [InlineData("min.s %a, %a", "%a")]
    public void Integers(string operation, string result) => Expect($"%1:i32 = {operation}\nstore %p, %1", $"store %p, {result}");

    [Theory]
    [InlineData("%1:i32 = add %a, i32 3\n%2:i32 = add %1, i32 4\nstore %p, %2", "%1:i32 = add %a, i32 7\nstore %p, %1")]
    [InlineData("%1:i32 = add %a, i32 3\n%2:i32 = mul %1, i32 4\nstore %p, %2", "%1:i32 = mul %a, i32 4\n%2:i32 = add %1, i32 12\nstore %p, %2")]
    [InlineData("%1:i32 = add %a, i32 3\n%2:i32 = add %1, %b\nstore %p, %2", "%1:i32 = add %a, %b\n%2:i32 = add %1, i32 3\nstore %p, %2")]
    [InlineData("%1:i32 = shl %a, i32 35\nstore %p, %1", "%1:i32 = mul %a, i32 8\nstore %p, %1")]
    // Thread indices are not negative, so a signed quotient is a shift.
    [InlineData("%1:i32 = thread\n%2:i32 = div.s %1, i32 16\nstore %p, %2", "%1:i32 = thread\n%2:i32 = shr.u %1, i32 4\nstore %p, %2")]
    [InlineData("%1:i32 = thread\n%2:i32 = rem.s %1, i32 16\nstore %p, %2", "%1:i32 = thread\n%2:i32 = and %1, i32 15\nstore %p, %2")]
    [InlineData("%1:i32 = div.s %a, i32 16\nstore %p, %1", "%1:i32 = div.s %a, i32 16\nstore %p, %1")]
    // Quotients that are not specified are not folded.
    [InlineData("%1:i32 = div.s i32 7, i32 0\nstore %p, %1", "%1:i32 = div.s i32 7, i32 0\nstore %p, %1")]
    public void IntegerChains(string before, string after) => Expect(before, after);

    [Theory]
    [InlineData("add %x, f32 0", "add %x, f32 0")]
    [InlineData("sub %x, f32 -0", "sub %x, f32 -0")]
    [InlineData("mul %x, f32 0", "mul %x, f32 0")]
    [InlineData("sub %x, %x", "sub %x, %x")]
    [InlineData("fdiv %x, f32 3", "fdiv %x, f32 3")]
    [InlineData("fdiv %x, f32 4", "mul %x, f32 0.25")]
    [InlineData("mul %x, f32 -1", "neg %x")]
    public void FloatsKeepTheirZeros(string before, string after) =>
        Expect($"%1:f32 = {before}\nstore %p, %1", $"%1:f32 = {after}\nstore %p, %1");

    [Theory]
    [InlineData("add %x, f32 -0", "%x")]
    [InlineData("sub %x, f32 0", "%x")]
    [InlineData("fdiv %x, f32 1", "%x")]
    [InlineData("add f32 0.1, f32 0.2", "f32 0.3")]
    public void FloatIdentities(string operation, string result) => Expect($"%1:f32 = {operation}\nstore %p, %1", $"store %p, {result}");

    [Theory]
    [InlineData("%1:i1 = cmp.lt %a, %b\n%2:i32 = zext %1\n%3:i1 = cmp.ne %2, i32 0\nstore %p, %3", "%1:i1 = cmp.lt %a, %b\nstore %p, %1")]
    [InlineData("%1:i1 = cmp.lt %a, %b\n%2:i32 = zext %1\n%3:i1 = cmp.eq %2, i32 0\nstore %p, %3", "%1:i1 = cmp.ge %a, %b\nstore %p, %1")]
    // The inverse of an ordered comparison holds for NaN.
    [InlineData("%1:i1 = cmp.lt %x, %y\n%2:i32 = zext %1\n%3:i1 = cmp.eq %2, i32 0\nstore %p, %3", "%1:i1 = cmp.ge.u %x, %y\nstore %p, %1")]
    [InlineData("%1:i32 = zext %c\n%2:i1 = cmp.gt.u %1, i32 0\nstore %p, %2", "store %p, %c")]
    [InlineData("%1:i32 = select %c, i32 1, i32 0\nstore %p, %1", "%1:i32 = zext %c\nstore %p, %1")]
    [InlineData("%1:i32 = select %c, i32 5, i32 9\n%2:i1 = cmp.lt %1, i32 7\nstore %p, %2", "store %p, %c")]
    public void Comparisons(string before, string after) => Expect(before, after);

    [Theory]
    [InlineData("%1:i64 = sext %a\n%2:i32 = trunc %1\nstore %p, %2", "store %p, %a")]
    [InlineData("%1:i64 = sext %a\n%2:i64 = sext %b\n%3:i64 = add %1, %2\n%4:i32 = trunc %3\nstore %p, %4", "%1:i32 = add %a, %b\nstore %p, %1")]
    [InlineData("%1:f64 = fconvert %x\n%2:f64 = sqrt %1\n%3:f32 = fconvert %2\nstore %p, %3", "%1:f32 = sqrt %x\nstore %p, %1")]
    [InlineData("%1:f64 = fconvert %x\n%2:f64 = exp %1\n%3:f32 = fconvert %2\nstore %p, %3", "%1:f64 = fconvert %x\n%2:f64 = exp %1\n%3:f32 = fconvert %2\nstore %p, %3")]
    [InlineData("%1:f64 = fconvert %x\n%2:f64 = mul %1, f64 0.1\n%3:f32 = fconvert %2\nstore %p, %3",
        "%1:f64 = fconvert %x\n%2:f64 = mul %1, f64 0.1\n%3:f32 = fconvert %2\nstore %p, %3")]
    public void Conversions(string before, string after) => Expect(before, after);

    [Theory]
    [InlineData("%1:i32 = add %a, i32 3\n%2:ptr.global = ptradd %p, %1 #4, 8\nstore %2, %x", "%1:ptr.global = ptradd %p, %a #4, 20\nstore %1, %x")]
    [InlineData("%1:i64 = sext %a\n%2:ptr.global = ptradd %p, %1 #4\nstore %2, %x", "%1:ptr.global = ptradd %p, %a #4\nstore %1, %x")]
    [InlineData("%1:ptr.global = ptradd %p, %a #4\n%2:ptr.global = ptradd %1, i32 2 #4\nstore %2, %x", "%1:ptr.global = ptradd %p, %a #4, 8\nstore %1, %x")]
    // A 32-bit sum that may wrap stays.
    [InlineData("%1:i32 = add %a, i32 2000000000\n%2:ptr.global = ptradd %p, %1 #4\nstore %2, %x",
        "%1:i32 = add %a, i32 2000000000\n%2:ptr.global = ptradd %p, %1 #4\nstore %2, %x")]
    public void Addresses(string before, string after) => Expect(before, after);

    [Fact]
    public void CountersBelowAConstantAreNotNegative()
    {
        const string text = """
            b0:
              %t:i32 = thread
              br b1(%t)
            b1(%i:i32):
              %d:i1 = cmp.lt %i, i32 1024
              br %d, b2, b3
            b2:
              %r:i32 = {0}
              store %p, %r
              %n:i32 = add %i, i32 256
              br b1(%n)
            b3:
              ret
            """;
        var function = PassText.Function(text.Replace("{0}", "rem.s %i, i32 16"));
        Simplify.Run(function);
        PassText.Same(function, PassText.Function(text.Replace("{0}", "and %i, i32 15")));
        // Up to a limit unknown, the counter may wrap.
        var unknown = PassText.Function(text.Replace("{0}", "rem.s %i, i32 16").Replace("i32 1024", "%a"));
        Simplify.Run(unknown);
        PassText.Same(unknown, PassText.Function(text.Replace("{0}", "rem.s %i, i32 16").Replace("i32 1024", "%a")));
    }

    /// <summary>A shift count counts modulo the width in the bounds of a loop's limit too (%l is 6, not 0).</summary>
    [Fact]
    public void BoundsFollowMaskedShifts()
    {
        const string text = """
            b0:
              %l:i32 = {0}
              br b1(i32 0)
            b1(%i:i32):
              %d:i1 = cmp.lt %i, %l
              br %d, b2, b3
            b2:
              store %p, %i
              %n:i32 = add %i, i32 1
              br b1(%n)
            b3:
              ret
            """;
        var function = PassText.Function(text.Replace("{0}", "shr.u i32 100, i32 36"));
        Simplify.Run(function);
        DeadCode.Run(function);
        PassText.Same(function, PassText.Function(text.Replace("  %l:i32 = {0}\n", "").Replace("%l", "i32 6")));
    }

    [Fact]
    public void ABoolThatTravelsAsAnIntegerTravelsAsABool()
    {
        var function = PassText.Function("""
            b0:
              br %c, b1, b2(i32 0)
            b1:
              %d:i1 = cmp.lt %a, %b
              %e:i32 = zext %d
              br b2(%e)
            b2(%f:i32):
              %g:i1 = cmp.ne %f, i32 0
              store %p, %g
              ret
            """);
        Simplify.Run(function);
        DeadCode.Run(function);
        PassText.Same(function, PassText.Function("""
            b0:
              br %c, b1, b2(i1 false)
            b1:
              %d:i1 = cmp.lt %a, %b
              br b2(%d)
            b2(%f:i1):
              store %p, %f
              ret
            """));
    }

    private static void Expect(string before, string after)
    {
        var function = PassText.Block(before);
        Simplify.Run(function);
        DeadCode.Run(function);
        PassText.Same(function, PassText.Block(after));
    }
}
