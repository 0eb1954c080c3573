using System.Collections.Immutable;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>The usable devices of this machine, and for everything that is not usable the reason, in sentences for people.</summary>
internal sealed record OpenClPlatforms(ImmutableArray<OpenClDeviceInfo> Devices, ImmutableArray<string> Problems)
{
    private static readonly Lazy<OpenClPlatforms> Shared = new(() =>
        OpenClLibrary.Api is { } api ? Enumerate(api) : new OpenClPlatforms([], [OpenClLibrary.Problem!]));

    /// <summary>What the process's OpenCL library offers; read once.</summary>
    public static OpenClPlatforms Current => Shared.Value;

    /// <summary>Asks every platform for its devices. A platform or device whose driver fails costs only itself.</summary>
    public static OpenClPlatforms Enumerate(OpenClApi api)
    {
        var devices = ImmutableArray.CreateBuilder<OpenClDeviceInfo>();
        var problems = ImmutableArray.CreateBuilder<string>();
        nint[] platforms = [];
        try
        {
            platforms = api.GetPlatforms();
            if (platforms.Length == 0)
                problems.Add("The OpenCL library is there, but no driver is registered with it; install the device's OpenCL driver "
                    + "(for the CPU, Debian: pocl-opencl-icd).");
        }
        catch (CLException error)
        {
            problems.Add($"The OpenCL library could not list its platforms: {error.Message}");
        }
        foreach (nint platform in platforms)
            AddDevices(api, platform, devices, problems);
        return new OpenClPlatforms(devices.ToImmutable(), problems.ToImmutable());
    }

    private static void AddDevices(
        OpenClApi api, nint platform, ImmutableArray<OpenClDeviceInfo>.Builder devices, ImmutableArray<string>.Builder problems)
    {
        string name = "an unnamed platform";
        try
        {
            name = api.GetPlatformString(platform, OpenClConstants.PlatformName);
            nint[] found = api.GetDevices(platform);
            if (found.Length == 0)
                problems.Add($"OpenCL platform '{name}' has no device.");
            foreach (nint device in found)
                AddDevice(api, platform, name, device, devices, problems);
        }
        catch (CLException error)
        {
            problems.Add($"OpenCL platform '{name}' could not list its devices: {error.Message}");
        }
    }

    private static void AddDevice(
        OpenClApi api, nint platform, string platformName, nint device,
        ImmutableArray<OpenClDeviceInfo>.Builder devices, ImmutableArray<string>.Builder problems)
    {
        try
        {
            var info = new OpenClDeviceInfo(api, platform, device);
            if (info.Problem() is { } problem)
                problems.Add($"OpenCL device '{info.Name}' of platform '{platformName}' is not used: {problem}");
            else
                devices.Add(info);
        }
        catch (CLException error)
        {
            problems.Add($"A device of OpenCL platform '{platformName}' could not be asked: {error.Message}");
        }
    }
}
