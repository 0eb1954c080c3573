using System.Runtime.InteropServices;

namespace ConvGpu;

/// <summary>
/// Writes a file so that its name always stands for a whole one, whenever the process or the machine stops: into a temporary file beside
/// it, which is flushed to the disk and then renamed; the folder is flushed too. A link stays, and the file where it leads is replaced. What is no
/// file (<see cref="OutputFile.IsStream"/>) is never replaced, but written to.
/// </summary>
internal static class AtomicFile
{
    /// <summary>What is behind the name while the file is being written.</summary>
    public const string TemporarySuffix = ".tmp";

    // EINVAL: the file system keeps folders in a way that needs no flush.
    private const int NotSupported = 22;

    /// <summary>Makes sure that a file can be written, before the work whose result it is.</summary>
    /// <exception cref="FileFormatException">It cannot; the message says why, and what to name.</exception>
    public static void Require(string path)
    {
        OutputFile.Require(path);
        if (OutputFile.IsStream(path)) return;
        OnFile(path, () =>
        {
            var temporary = Temporary(path);
            var isNew = !File.Exists(temporary);
            new FileStream(temporary, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None).Dispose();
            if (isNew) Remove(temporary);
        });
    }

    /// <summary>Writes a file; an old one stays until the new one is whole, and for good where writing fails.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <param name="create">Opens the temporary file; the file system unless a test fails it.</param>
    /// <exception cref="FileFormatException">The file cannot be written, such as for lack of room.</exception>
    public static void Write(string path, Action<Stream> write, Func<string, Stream>? create = null)
    {
        OutputFile.Require(path);
        OnFile(path, () =>
        {
            if (OutputFile.IsStream(path))
            {
                using var stream = OutputFile.Open(path, FileMode.Append);
                write(stream);
            }
            else
            {
                Replace(OutputFile.TargetOf(path), Temporary(path), write, create);
            }
        });
    }

    private static void Replace(string target, string temporary, Action<Stream> write, Func<string, Stream>? create)
    {
        try
        {
            using (var stream = create is null ? new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16) : create(temporary))
            {
                write(stream);
                if (stream is FileStream file) file.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
            FlushFolder(Path.GetDirectoryName(Path.GetFullPath(target))!);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    /// <summary>The file that is written first: an old one, of a process that was killed, or none yet.</summary>
    private static string Temporary(string path)
    {
        var temporary = OutputFile.TargetOf(path) + TemporarySuffix;
        return FileKinds.Of(temporary) is FileKind.Missing or FileKind.Regular
            ? temporary
            : throw new IOException($"{temporary}, which it is written into first, is {FileKinds.Of(temporary).Name()}; move that away.");
    }

    private static void OnFile(string path, Action use)
    {
        try
        {
            use();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new FileFormatException($"{path} cannot be written: {OutputFile.Reason(e)}", e);
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
