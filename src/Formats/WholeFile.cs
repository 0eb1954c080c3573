namespace ConvGpu;

/// <summary>Reads files that are decoded from memory.</summary>
internal static class WholeFile
{
    /// <summary>Refuses what cannot be read, before anything is made of what can: a missing file, a folder, a pipe, a device.</summary>
    /// <exception cref="FileFormatException">It is one of those.</exception>
    public static void Require(string path) => Guarded(path, p =>
    {
        UserFile.RequireRegular(p);
        return p;
    });

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="FileFormatException">It is missing, cannot be read, or has 2 GB or more.</exception>
    public static byte[] Read(string path) => Guarded(path, UserFile.ReadAllBytes);

    /// <summary>All text of a file.</summary>
    /// <inheritdoc cref="Read"/>
    public static string ReadText(string path) => Guarded(path, UserFile.ReadAllText);

    /// <summary>The lines of a text file.</summary>
    /// <inheritdoc cref="Read"/>
    public static string[] ReadLines(string path) => Guarded(path, UserFile.ReadAllLines);

    private static T Guarded<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new FileFormatException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
