using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Compiler.Tests.Passes;

/// <summary>Runs a pass on IR text and compares with the text expected, names and numbers apart.</summary>
internal static class PassText
{
    private const string Header = """
        kernel k
        param %p:ptr.global p
        param %q:ptr.global q
        param %a:i32 a
        param %b:i32 b
        param %x:f32 x
        param %y:f32 y
        param %c:i1 c
        param %w:i64 w

        """;

    /// <summary>A function of one block with these lines; `store` keeps what is to stay.</summary>
    public static Function Block(string lines) => Function($"b0:\n{lines}\nret");

    public static Function Function(string blocks)
    {
        var function = IrParser.Parse(Header + blocks);
        Verifier.Check(function);
        return function;
    }

    public static void Same(Function actual, Function expected)
    {
        Verifier.Check(actual);
        Assert.Equal(Print(expected), Print(actual));
    }

    private static string Print(Function function) => IrPrinter.Print(function);
}
