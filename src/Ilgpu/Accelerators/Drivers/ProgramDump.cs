using System.Security.Cryptography;
using System.Text;
using ConvGpu.Threading;

namespace ConvGpu.Ilgpu.Accelerators.Drivers;

/// <summary>Writes printed programs where somebody can read them.</summary>
internal static class ProgramDump
{
    private const int LongestName = 80;

    /// <summary>Writes the text into the folder for dumps, if there is one.</summary>
    public static void WriteIfAsked(string name, string text, string extension)
    {
        if (DebugLog.DumpFolder is { } folder)
            Write(folder, name, text, extension);
    }

    /// <summary>Writes the text of a program that the driver refused, in the system's folder for temporary files unless there is one for dumps; returns where.</summary>
    public static string? WriteForError(string name, string text, string extension) => Write(DebugLog.DumpFolder ?? Path.GetTempPath(), name, text, extension);

    private static string? Write(string folder, string name, string text, string extension)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string safe = new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);
            string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
            string path = Path.Combine(folder, $"{safe[..Math.Min(safe.Length, LongestName)]}-{hash}.{extension}");
            File.WriteAllText(path, text);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
