namespace ConvGpu.Testing;

/// <summary>How much the random tests try: more with CONVGPU_TEST=full.</summary>
internal static class TestSize
{
    /// <summary>Whether the environment asks for the full counts.</summary>
    public static bool Full { get; } = Environment.GetEnvironmentVariable("CONVGPU_TEST") == "full";

    /// <summary>How many random cases of one op to run.</summary>
    public static int RandomCases => Count(40, 240);

    /// <summary>One of two counts.</summary>
    public static int Count(int quick, int full) => Full ? full : quick;
}
