using System.CommandLine;

namespace ConvGpu.Cli;

/// <summary>The option that names the picture to write. It is checked before the work whose result the picture is.</summary>
internal static class PictureTarget
{
    public static Option<string> Create() => new("--out") { HelpName = "FILE", Description = "The PNG or JPEG file to write; a name that ends in .jpg is JPEG.", Required = true };

    /// <summary>The file that the user chose.</summary>
    /// <exception cref="UsageException">The name is that of another format.</exception>
    /// <exception cref="FileFormatException">The file cannot be written; or it is JPEG and libjpeg-turbo is not installed.</exception>
    public static string Read(ParseResult parsed, Option<string> option)
    {
        var path = parsed.GetValue(option)!;
        if (Image.IsJpegName(path)) Image.RequireJpeg();
        else if (Path.HasExtension(path) && !path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--out writes PNG and JPEG files only, not '{path}'; give a name that ends in .png or .jpg.");
        OutputFile.Require(path);
        if (OutputFile.IsStream(path)) return path;
        var existed = FileKinds.Of(path) != FileKind.Missing;
        try
        {
            // Neither empties a file that is there nor leaves one that is not.
            File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            if (!existed) File.Delete(OutputFile.TargetOf(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new FileFormatException($"{path} cannot be written: {OutputFile.Reason(e)}", e);
        }
        return path;
    }
}
