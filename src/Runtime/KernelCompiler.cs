namespace ConvGpu;

/// <summary>Which implementation of the ILGPU API this build uses.</summary>
internal static class KernelCompiler
{
#if ILGPU_IN_TREE
    public const string Name = "in-tree";
#else
    public static readonly string Name = $"ILGPU {ILGPU.Context.Version}";
#endif
}
