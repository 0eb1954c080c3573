namespace ConvGpu;

/// <summary>Reads files that are decoded from memory.</summary>
internal static class WholeFile
{
    /// <summary>All bytes of a file.</summary>
    /// <exception cref="FileFormatException">It is missing, cannot be read, or has 2 GB or more.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new FileFormatException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
