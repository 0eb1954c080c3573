using ConvGpu.Ilgpu.Accelerators.OpenCl;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Ilgpu.Extensions;

/// <summary>What this machine's OpenCL says beyond the API of ILGPU: what cannot be used and why, and sizes.</summary>
public static class OpenClSurvey
{
    /// <summary>Why the library, a platform or a device cannot be used; empty where all can.</summary>
    public static IReadOnlyList<string> Problems => OpenClPlatforms.Current.Problems;

    /// <summary>True for a graphics processor.</summary>
    public static bool IsGpu(CLDevice device) => device.Info.IsGpu;

    /// <summary>The most bytes that one buffer can have.</summary>
    public static long LargestAllocation(CLDevice device) => device.Info.MaxAllocation;

    /// <summary>Platform, OpenCL version and driver in words.</summary>
    public static string Describe(CLDevice device) => $"{device.PlatformName}, {device.Info.Version}, driver {device.Info.Driver}";
}
