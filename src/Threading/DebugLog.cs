using System.Globalization;

namespace ConvGpu.Threading;

/// <summary>How much is told of what happens inside. A level includes the ones before it.</summary>
internal enum DebugLevel
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>Failures with their stack traces.</summary>
    Errors,

    /// <summary>Every compiled kernel with its time, and every launch.</summary>
    Kernels,

    /// <summary>The size of the IR after every pass that changed it.</summary>
    Passes,

    /// <summary>IR and programs are written to files.</summary>
    Dumps,

    /// <summary>After every op its operands are searched for NaN and infinity.</summary>
    Values,
}

/// <summary>CONVGPU_DEBUG: lines on standard error. The variable is read when the process starts; docs/debugging.md has the levels.</summary>
internal static class DebugLog
{
    private static readonly Lock Gate = new();

    /// <summary>The level; tests set it.</summary>
    public static DebugLevel Level { get; set; } = Parse(Environment.GetEnvironmentVariable("CONVGPU_DEBUG"));

    /// <summary>Where lines go; null is standard error.</summary>
    public static TextWriter? Output { get; set; }

    /// <summary>The folder for dumps: what CONVGPU_DUMP names, else from level 4 on one among the temporary files; null when none are asked for.</summary>
    public static string? DumpFolder =>
        Environment.GetEnvironmentVariable("CONVGPU_DUMP") is { Length: > 0 } folder ? folder
        : Shows(DebugLevel.Dumps) ? Path.Combine(Path.GetTempPath(), "convgpu-dump") : null;

    /// <summary>Whether lines of a level are wanted. Ask before making one.</summary>
    public static bool Shows(DebugLevel level) => Level >= level;

    /// <summary>Writes a line of a level, if it is wanted.</summary>
    public static void Write(DebugLevel level, string line)
    {
        if (!Shows(level))
            return;
        lock (Gate)
            (Output ?? Console.Error).WriteLine($"convgpu[{(int)level}] {line}");
    }

    /// <summary>The level that a value of the variable asks for: a number from 0 to 5; other text is 1.</summary>
    public static DebugLevel Parse(string? value) =>
        string.IsNullOrWhiteSpace(value) ? DebugLevel.Off
        : int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? (DebugLevel)Math.Clamp(number, (int)DebugLevel.Off, (int)DebugLevel.Values)
            : DebugLevel.Errors;
}
