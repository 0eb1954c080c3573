using System.Runtime.InteropServices;

namespace ConvGpu;

/// <summary>
/// Writes a file so that its name always stands for a whole one, whenever the process or the machine stops: into a temporary file beside
/// it, which is flushed to the disk and then renamed; the folder is flushed too.
/// </summary>
internal static class AtomicFile
{
    /// <summary>What is behind the name while the file is being written.</summary>
    public const string TemporarySuffix = ".tmp";

    // EINVAL: the file system keeps folders in a way that needs no flush.
    private const int NotSupported = 22;

    /// <summary>Writes a file; an old one stays until the new one is whole, and for good where writing fails.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <param name="create">Opens the temporary file; the file system unless a test fails it.</param>
    /// <exception cref="FileFormatException">The file cannot be written, such as for lack of room.</exception>
    public static void Write(string path, Action<Stream> write, Func<string, Stream>? create = null)
    {
        var temporary = path + TemporarySuffix;
        try
        {
            using (var stream = create is null ? new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16) : create(temporary))
            {
                write(stream);
                if (stream is FileStream file) file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
            FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            Remove(temporary);
            throw new FileFormatException($"{path} cannot be written: {e.Message}", e);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that is on its way says more.
        }
    }

    // A rename is on the disk only when the folder is. Windows has no such call: NTFS keeps renames in its journal.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(folder, 0);
        if (handle < 0) throw new IOException($"{folder} cannot be opened: error {Marshal.GetLastPInvokeError()}");
        try
        {
            if (Flush(handle) != 0 && Marshal.GetLastPInvokeError() != NotSupported) throw new IOException($"{folder} cannot be flushed: error {Marshal.GetLastPInvokeError()}");
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Flush(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int handle);
}
