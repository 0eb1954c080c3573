using System.Runtime.InteropServices;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>
/// Finds the system's OpenCL library. A machine without one, or with a broken one, is normal: the result then holds the reason, and
/// nothing throws.
/// </summary>
internal static class OpenClLibrary
{
    /// <summary>Environment variable with the path of the library to load instead of the system's.</summary>
    public const string PathVariable = "CONVGPU_OPENCL";

    private static readonly Lazy<(OpenClApi? Api, string? Problem)> Shared = new(() =>
    {
        string? path = Environment.GetEnvironmentVariable(PathVariable);
        var api = Load(string.IsNullOrEmpty(path) ? DefaultNames() : [path], out string? problem);
        return (api, problem);
    });

    /// <summary>The process-wide function table, or null with the reason in <see cref="Problem"/>.</summary>
    public static OpenClApi? Api => Shared.Value.Api;

    /// <summary>Why there is no function table; null when there is one.</summary>
    public static string? Problem => Shared.Value.Problem;

    /// <summary>Loads the first library of the list that has every entry point of OpenCL 1.2.</summary>
    public static OpenClApi? Load(IReadOnlyList<string> candidates, out string? problem)
    {
        var reasons = new List<string>();
        foreach (string candidate in candidates)
        {
            try
            {
                var api = new OpenClApi(NativeLibrary.Load(candidate));
                problem = null;
                return api;
            }
            catch (DllNotFoundException error)
            {
                reasons.Add(Explain(candidate, error.Message));
            }
            catch (BadImageFormatException)
            {
                reasons.Add($"'{candidate}' is not a library for this process ({RuntimeInformation.ProcessArchitecture}).");
            }
            catch (EntryPointNotFoundException error)
            {
                reasons.Add($"'{candidate}' is not an OpenCL 1.2 library: {error.Message}");
            }
        }
        problem = string.Join(" ", reasons.Distinct());
        return null;
    }

    private static string Explain(string candidate, string message)
    {
        if (Path.IsPathRooted(candidate) && File.Exists(candidate))
            return $"'{candidate}' exists but the system's loader refuses it: {message.ReplaceLineEndings(" ").Trim()}";
        return $"The OpenCL library '{candidate}' was not found; install a device driver or an OpenCL loader (Debian: ocl-icd-libopencl1), "
            + $"or name the library in {PathVariable}.";
    }

    private static string[] DefaultNames()
    {
        if (OperatingSystem.IsWindows())
            return ["OpenCL.dll"];
        return OperatingSystem.IsMacOS()
            ? ["/System/Library/Frameworks/OpenCL.framework/OpenCL"]
            : ["libOpenCL.so.1"];
    }
}
