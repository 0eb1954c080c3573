namespace ConvGpu.Cli;

/// <summary>Texts of kernels without a device: only the in-tree compiler writes them.</summary>
internal static class KernelTexts
{
    public static int Write(string target, string architecture, DirectoryInfo folder) => throw new UsageException(
        $"{target} is written by the in-tree compiler alone; this build uses {KernelCompilerFacts.Name}. Build without -p:Ilgpu. ({architecture}, {folder.FullName})");
}
