namespace ConvGpu;

/// <summary>Which implementation of the ILGPU API this build uses: the real one.</summary>
internal static class KernelCompilerFacts
{
    public static readonly string Name = $"ILGPU {ILGPU.Context.Version}";
}
