using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Compiler.Tests.IR;

public sealed class IrTextTests
{
    private const string Axpy = """
        kernel axpy group(64, 1, 1)
        param %0:ptr.global x
        param %1:i64 length
        b0:
          %2:i32 = thread
          %3:ptr.global = ptradd %0, %2 #4, -8
          %4:f32 = load %3
          %5:f32 = mul %4, f32 0.1
          %6:f32x4 = load %3 #16
          %7:i1 = cmp.lt %5, f32 0x7fc00000
          print %5 "a \"{0}\"\n"
          br %7, b1(%5, i32 -3), b2
        b1(%8:f32, %9:i32):
          store %3, %8
          switch %9, b1(%8, i32 1), b2
        b2:
          ret

        """;

    [Fact]
    public void PrintsWhatItParsed()
    {
        var function = IrParser.Parse(Axpy);
        Verifier.Check(function);
        Assert.Equal(Axpy, IrPrinter.Print(function));
    }

    [Theory]
    [InlineData("  %3:f32 = add %0, %1", "breaks its rule of types")]
    [InlineData("  %3:i32 = add %2, %2\n  %2:i32 = thread #0", "does not dominate")]
    [InlineData("  %3:i32 = thread #3", "the last is 2")]
    [InlineData("  %3:ptr.local = alloca #0, 4", "allocates no bytes")]
    public void VerifierRefuses(string line, string expected)
    {
        var function = IrParser.Parse($"kernel k\nparam %0:f32 a\nparam %1:i32 b\nb0:\n{line}\n  ret\n");
        var error = Assert.Throws<VerificationException>(() => Verifier.Check(function));
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void VerifierRefusesAUseThatOneWayDoesNotDefine()
    {
        var function = IrParser.Parse("""
            kernel k
            param %c:i1 c
            b0:
              br %c, b1, b2
            b1:
              %x:i32 = thread #0
              br b2
            b2:
              %y:i32 = add %x, %x
              ret
            """);
        var error = Assert.Throws<VerificationException>(() => Verifier.Check(function));
        Assert.Contains("does not dominate", error.Message);
    }

    [Fact]
    public void VerifierRefusesMissingArguments()
    {
        var function = IrParser.Parse("kernel k\nb0:\n  br b1\nb1(%x:i32):\n  ret\n");
        Assert.Contains("0 arguments for 1", Assert.Throws<VerificationException>(() => Verifier.Check(function)).Message);
    }

    [Theory]
    [InlineData("kernel k\nb0:\n  %1:i32 = frobnicate\n  ret", "line 3: no operation is called 'frobnicate'")]
    [InlineData("kernel k\nb0:\n  br b7", "line 3")]
    [InlineData("kernel k\nb0:\n  %1:i32 = thread #0 5\n  ret", "left over")]
    public void ParserNamesTheLine(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => IrParser.Parse(text)).Message);
}
