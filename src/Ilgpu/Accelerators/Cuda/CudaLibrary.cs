using ConvGpu.Ilgpu.Accelerators.Drivers;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>The library of NVIDIA's driver, or why there is none.</summary>
internal static class CudaLibrary
{
    /// <summary>Environment variable with the path of the library to load instead of the system's.</summary>
    public const string PathVariable = "CONVGPU_CUDA";

    private static readonly DriverLibrary Library = new("a CUDA driver of version 11 or later", "The library of NVIDIA's driver",
        $"install the driver (not the toolkit; in a container, start it with the GPU), or name the library in {PathVariable}");

    /// <summary>Loads the system's library.</summary>
    public static NativeCudaDriver? Load(out string? problem) =>
        Load(DriverLibrary.Candidates(PathVariable, OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1"]), out problem);

    /// <summary>Loads the first library of the list that has every entry point that is needed.</summary>
    public static NativeCudaDriver? Load(IReadOnlyList<string> candidates, out string? problem) =>
        Library.Load(candidates, library => new NativeCudaDriver(library), out problem);
}
