namespace ConvGpu;

/// <summary>How logs are written, and say that their file cannot be.</summary>
internal static class LogFile
{
    /// <summary>Writes a part of a log, which can be read at once.</summary>
    /// <param name="path">The file, or a stream (<see cref="OutputFile.IsStream"/>).</param>
    /// <param name="mode">Create, in place of an old file, or append; a stream goes on in either case.</param>
    /// <param name="text">The part.</param>
    /// <exception cref="FileFormatException">The file cannot be written.</exception>
    public static void Write(string path, FileMode mode, ReadOnlyMemory<byte> text) => Try(path, () =>
    {
        using var stream = OutputFile.Open(path, mode);
        stream.Write(text.Span);
    });

    /// <exception cref="FileFormatException">The file cannot be written.</exception>
    public static void Try(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new FileFormatException($"{path} cannot be written: {OutputFile.Reason(e)}", e);
        }
    }
}
