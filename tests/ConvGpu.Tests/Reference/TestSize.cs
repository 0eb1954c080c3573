namespace ConvGpu.Tests.Reference;

/// <summary>How much the random tests try: some 40 cases by default, 200 and more with CONVGPU_TEST=full.</summary>
public static class TestSize
{
    /// <summary>Whether the environment asks for the full counts.</summary>
    public static bool Full { get; } = Environment.GetEnvironmentVariable("CONVGPU_TEST") == "full";

    /// <summary>How many random cases of one op to run.</summary>
    public static int RandomCases => Full ? 240 : 40;
}
