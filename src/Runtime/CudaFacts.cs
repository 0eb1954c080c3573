using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu;

/// <summary>What can be told of CUDA devices through the API of ILGPU alone.</summary>
internal static class CudaFacts
{
    public static IReadOnlyList<string> Problems => [];

    public static string Describe(CudaDevice device) => $"compute capability {device.Architecture}, CUDA {device.DriverVersion.Major}.{device.DriverVersion.Minor}";

    /// <summary>Nobody tells.</summary>
    public static bool IsLost(Accelerator accelerator) => false;
}
