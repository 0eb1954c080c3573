using ILGPU.Runtime.OpenCL;

namespace ConvGpu;

/// <summary>What can be told of OpenCL devices through the API of ILGPU alone.</summary>
internal static class OpenClFacts
{
    public static IReadOnlyList<string> Problems => [];

    /// <summary>A platform that computes on the host's cores says so in its name; PoCL does.</summary>
    public static bool IsGpu(CLDevice device) =>
        !device.PlatformName.Contains("Portable Computing Language", StringComparison.OrdinalIgnoreCase)
        && !device.PlatformName.Contains("CPU", StringComparison.OrdinalIgnoreCase)
        && !device.Name.Contains("CPU", StringComparison.OrdinalIgnoreCase);

    /// <summary>OpenCL promises a quarter of the memory.</summary>
    public static long LargestAllocation(CLDevice device) => device.MemorySize / 4;

    public static string Describe(CLDevice device) => device.PlatformName;
}
