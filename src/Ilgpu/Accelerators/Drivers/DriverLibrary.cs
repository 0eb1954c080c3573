using System.Runtime.InteropServices;

namespace ConvGpu.Ilgpu.Accelerators.Drivers;

/// <summary>
/// Finds a driver's library. A machine without one, or with a broken one, is normal: the result then holds the reason, and nothing throws.
/// </summary>
/// <param name="kind">What the library is, as in "not an OpenCL 1.2 library".</param>
/// <param name="name">The library in words, as in "The OpenCL library".</param>
/// <param name="advice">What to install where it is missing.</param>
internal sealed class DriverLibrary(string kind, string name, string advice)
{
    /// <summary>Loads the first library of the list that binds.</summary>
    /// <param name="candidates">Names or paths.</param>
    /// <param name="bind">Makes the function table; throws <see cref="EntryPointNotFoundException"/> where a function is missing.</param>
    /// <param name="problem">Why there is no function table; null when there is one.</param>
    public T? Load<T>(IReadOnlyList<string> candidates, Func<nint, T> bind, out string? problem) where T : class
    {
        var reasons = new List<string>();
        foreach (string candidate in candidates)
        {
            try
            {
                var table = bind(NativeLibrary.Load(candidate));
                problem = null;
                return table;
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
                reasons.Add($"'{candidate}' is not {kind}: {error.Message}");
            }
        }
        problem = string.Join(" ", reasons.Distinct());
        return null;
    }

    /// <summary>The library that an environment variable names, else the system's.</summary>
    public static string[] Candidates(string variable, params string[] names)
    {
        string? path = Environment.GetEnvironmentVariable(variable);
        return string.IsNullOrEmpty(path) ? names : [path];
    }

    private string Explain(string candidate, string message) => Path.IsPathRooted(candidate) && File.Exists(candidate)
        ? $"'{candidate}' exists but the system's loader refuses it: {message.ReplaceLineEndings(" ").Trim()}"
        : $"{name} '{candidate}' was not found; {advice}.";
}
