using ConvGpu.Ilgpu.Extensions;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu;

/// <summary>What the in-tree implementation of the ILGPU API tells of CUDA devices.</summary>
internal static class CudaFacts
{
    public static IReadOnlyList<string> Problems => CudaSurvey.Problems;

    public static string Describe(CudaDevice device) => CudaSurvey.Describe(device);

    /// <summary>A kernel failed in a way that the device does not recover from.</summary>
    public static bool IsLost(Accelerator accelerator) => CudaSurvey.IsLost(accelerator);
}
