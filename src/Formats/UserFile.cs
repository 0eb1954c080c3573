using Microsoft.Win32.SafeHandles;

namespace ConvGpu;

/// <summary>
/// Opens the files that users name: regular files alone, since a pipe that nobody writes to never opens, and a device never ends. What is wrong with
/// others is said in a few words, which stand behind the file's name.
/// </summary>
/// <remarks>
/// It looks, then opens: who exchanges a file in between is waited for, and can do no more. .NET 10 opens no file without waiting for it, and tells no
/// handle's type.
/// </remarks>
internal static class UserFile
{
    /// <summary>Refuses what is missing, a folder, a pipe or a device, without opening it.</summary>
    /// <exception cref="IOException">It is one of those; the message does not name it.</exception>
    public static void RequireRegular(string path)
    {
        switch (FileKinds.Of(path))
        {
            case FileKind.Regular: return;
            case FileKind.Missing: throw new FileNotFoundException("there is no such file.");
            case FileKind.Folder: throw new IOException("it is a folder, not a file.");
            case var kind: throw new IOException($"it is {kind.Name()}, not a regular file: write what it gives into a file, and name that.");
        }
    }

    /// <summary>Opens a file to read.</summary>
    /// <exception cref="IOException">It is no regular file, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path) => Opened(path, File.OpenRead);

    /// <inheritdoc cref="Open"/>
    public static SafeFileHandle OpenHandle(string path, FileOptions options = FileOptions.None) => Opened(path, p => File.OpenHandle(p, options: options));

    /// <summary>All bytes of a file.</summary>
    /// <inheritdoc cref="Open"/>
    public static byte[] ReadAllBytes(string path) => Opened(path, File.ReadAllBytes);

    /// <summary>All text of a file.</summary>
    /// <inheritdoc cref="Open"/>
    public static string ReadAllText(string path) => Opened(path, File.ReadAllText);

    /// <summary>The lines of a text file.</summary>
    /// <inheritdoc cref="Open"/>
    public static string[] ReadAllLines(string path) => Opened(path, File.ReadAllLines);

    private static T Opened<T>(string path, Func<string, T> open)
    {
        RequireRegular(path);
        try
        {
            return open(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException("its permissions do not let it be read.", e);
        }
    }
}
