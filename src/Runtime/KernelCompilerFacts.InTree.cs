namespace ConvGpu;

/// <summary>Which implementation of the ILGPU API this build uses: src/Ilgpu.</summary>
internal static class KernelCompilerFacts
{
    public const string Name = "in-tree";
}
