namespace ConvGpu.Compiler.Tests;

/// <summary>How many random cases a test runs.</summary>
internal static class TestScale
{
    private static readonly bool Full = Environment.GetEnvironmentVariable("CONVGPU_TEST") == "full";

    public static int Count(int quick, int full) => Full ? full : quick;
}
