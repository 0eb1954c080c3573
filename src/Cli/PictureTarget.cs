using System.CommandLine;

namespace ConvGpu.Cli;

/// <summary>The option that names the picture to write. It is checked before the work whose result the picture is.</summary>
internal static class PictureTarget
{
    public static Option<string> Create() => new("--out") { HelpName = "FILE", Description = "The PNG file to write.", Required = true };

    /// <summary>The file that the user chose.</summary>
    /// <exception cref="UsageException">The name is that of another format.</exception>
    /// <exception cref="FileFormatException">The file cannot be written.</exception>
    public static string Read(ParseResult parsed, Option<string> option)
    {
        var path = parsed.GetValue(option)!;
        if (Path.HasExtension(path) && !path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--out writes PNG files only, not '{path}'; give a name that ends in .png.");
        var existed = File.Exists(path);
        try
        {
            // Neither empties a file that is there nor leaves one that is not.
            File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            if (!existed) File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new FileFormatException($"{path} cannot be written: {e.Message}", e);
        }
        return path;
    }
}
