using System.Globalization;
using ConvGpu.Ilgpu.Accelerators.Cuda;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Extensions;

/// <summary>What this machine's CUDA says beyond the API of ILGPU: what cannot be used and why, and what state it is in.</summary>
public static class CudaSurvey
{
    /// <summary>Why the library or a device cannot be used; empty where all can.</summary>
    public static IReadOnlyList<string> Problems => CudaDevices.Current.Problems;

    /// <summary>Compute capability, driver and what it lacks, in words.</summary>
    public static string Describe(CudaDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var target = device.PtxTarget;
        string lacks = device.Info.Driver.Missing.Count == 0 ? "" : $"; the driver is too old for {string.Join(", ", device.Info.Driver.Missing)}";
        return string.Create(CultureInfo.InvariantCulture, $"compute capability {device.Info.Major}.{device.Info.Minor}, CUDA {device.DriverVersion}, "
            + $"PTX {target.IsaMajor}.{target.IsaMinor} for {target.Name}{lacks}");
    }

    /// <summary>The most bytes of dynamic shared memory of a group: a launch that wants more than ILGPU's limit gets them.</summary>
    public static int LargestSharedMemory(Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return accelerator.MaxDynamicSharedBytes;
    }

    /// <summary>Whether the device stopped for good because a kernel failed: what its memory held is gone, and only disposing it works.</summary>
    public static bool IsLost(Accelerator accelerator) => accelerator is CudaAccelerator { Session.Loss: not null };
}
