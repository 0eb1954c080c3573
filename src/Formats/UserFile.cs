using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ConvGpu;

/// <summary>
/// Opens the files that users name: regular files alone, since a pipe that nobody writes to never opens, and a device never ends. What is wrong with
/// others is said in a few words, which stand behind the file's name.
/// </summary>
internal static class UserFile
{
    private const int CurrentFolder = -100, TypeOnly = 1, StatusBytes = 256, ModeAt = 28;
    private const int TypeMask = 0xF000, Regular = 0x8000, Pipe = 0x1000, Socket = 0xC000;

    /// <summary>Refuses what is missing, a folder, a pipe or a device, without opening it.</summary>
    /// <exception cref="IOException">It is one of those; the message does not name it.</exception>
    public static void RequireRegular(string path)
    {
        if (Directory.Exists(path)) throw new IOException("it is a folder, not a file.");
        if (!File.Exists(path)) throw new FileNotFoundException("there is no such file.");
        if (TypeOf(path) is not { } type || type == Regular) return;
        var kind = type switch { Pipe => "a pipe", Socket => "a socket", _ => "a device" };
        throw new IOException($"it is {kind}, not a regular file: write what it gives into a file, and name that.");
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

    /// <summary>What kind of file it is; null where the system does not say.</summary>
    private static unsafe int? TypeOf(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var status = stackalloc byte[StatusBytes];
        try
        {
            return Status(CurrentFolder, path, 0, TypeOnly, status) == 0 ? *(ushort*)(status + ModeAt) & TypeMask : null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return null;
        }
    }

    // Its record has one layout on every processor, which that of stat has not.
    [DllImport("libc", EntryPoint = "statx")]
    private static extern unsafe int Status(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte* status);
}
