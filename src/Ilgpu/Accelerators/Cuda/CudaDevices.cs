using System.Collections.Immutable;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>The usable devices of this machine, and for everything that is not usable the reason, in sentences for people.</summary>
internal sealed record CudaDevices(ImmutableArray<CudaDeviceInfo> Devices, ImmutableArray<string> Problems)
{
    /// <summary>The oldest driver, as it counts itself: the first with today's form of every call that is needed.</summary>
    public const int OldestDriver = 11000;

    private static readonly Lazy<CudaDevices> Shared = new(() =>
        CudaLibrary.Load(out string? problem) is { } driver ? Enumerate(driver) : new CudaDevices([], [problem!]));

    /// <summary>What the process's driver offers; read once.</summary>
    public static CudaDevices Current => Shared.Value;

    /// <summary>Asks the driver for its devices. A device that fails costs only itself; nothing throws.</summary>
    public static CudaDevices Enumerate(ICudaDriver driver)
    {
        int version = 0;
        int count = 0;
        if (Failure(driver.Init(0), "cuInit") is { } problem)
            return None(problem);
        if (Failure(driver.DriverGetVersion(out version), "cuDriverGetVersion") is { } unversioned)
            return None(unversioned);
        if (version < OldestDriver)
        {
            return None($"NVIDIA's driver offers CUDA {version / 1000}.{version % 1000 / 10}; {OldestDriver / 1000}.0 is needed "
                + "(Linux: driver 450 or later). Update the driver.");
        }
        if (Failure(driver.DeviceGetCount(out count), "cuDeviceGetCount") is { } uncounted)
            return None(uncounted);
        if (count == 0)
            return None($"{CudaErrors.Remedy(CudaError.CUDA_ERROR_NO_DEVICE)}.");
        return Ask(driver, version, count);
    }

    private static CudaDevices Ask(ICudaDriver driver, int version, int count)
    {
        var devices = ImmutableArray.CreateBuilder<CudaDeviceInfo>();
        var problems = ImmutableArray.CreateBuilder<string>();
        for (int i = 0; i < count; i++)
        {
            try
            {
                var device = new CudaDeviceInfo(driver, version, i);
                if (device.Problem() is { } problem)
                    problems.Add($"CUDA device '{device.Name}' is not used: {problem}");
                else
                    devices.Add(device);
            }
            catch (CudaException error)
            {
                problems.Add($"CUDA device {i} could not be asked: {error.Message}");
            }
        }
        return new CudaDevices(devices.ToImmutable(), problems.ToImmutable());
    }

    private static string? Failure(CudaError error, string call)
    {
        if (error == CudaError.CUDA_SUCCESS)
            return null;
        string what = $"NVIDIA's driver does not start: {call} gives {CudaErrors.Describe(error)}.";
        return CudaErrors.Remedy(error) is { } remedy ? $"{what} {remedy}." : what;
    }

    private static CudaDevices None(string problem) => new([], [problem]);
}
