using ConvGpu.Ilgpu.Accelerators.Drivers;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>The system's OpenCL library, or why there is none.</summary>
internal static class OpenClLibrary
{
    /// <summary>Environment variable with the path of the library to load instead of the system's.</summary>
    public const string PathVariable = "CONVGPU_OPENCL";

    private static readonly DriverLibrary Library = new("an OpenCL 1.2 library", "The OpenCL library",
        $"install a device driver or an OpenCL loader (Debian: ocl-icd-libopencl1), or name the library in {PathVariable}");

    private static readonly Lazy<(OpenClApi? Api, string? Problem)> Shared = new(() =>
    {
        var api = Load(DriverLibrary.Candidates(PathVariable, DefaultName()), out string? problem);
        return (api, problem);
    });

    /// <summary>The process-wide function table, or null with the reason in <see cref="Problem"/>.</summary>
    public static OpenClApi? Api => Shared.Value.Api;

    /// <summary>Why there is no function table; null when there is one.</summary>
    public static string? Problem => Shared.Value.Problem;

    /// <summary>Loads the first library of the list that has every entry point of OpenCL 1.2.</summary>
    public static OpenClApi? Load(IReadOnlyList<string> candidates, out string? problem) =>
        Library.Load(candidates, library => new OpenClApi(library), out problem);

    private static string DefaultName()
    {
        if (OperatingSystem.IsWindows())
            return "OpenCL.dll";
        return OperatingSystem.IsMacOS() ? "/System/Library/Frameworks/OpenCL.framework/OpenCL" : "libOpenCL.so.1";
    }
}
