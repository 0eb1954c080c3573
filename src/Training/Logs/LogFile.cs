namespace ConvGpu;

/// <summary>How logs say that their file cannot be written.</summary>
internal static class LogFile
{
    /// <exception cref="FileFormatException">The file cannot be written.</exception>
    public static void Try(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new FileFormatException($"{path} cannot be written: {e.Message}", e);
        }
    }
}
