using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ConvGpu;

/// <summary>
/// Files that users name to be written. A name may also stand for a stream: what the process has open (/dev/stdout, /dev/stderr, /dev/fd/N, as a shell's
/// <c>&gt;(command)</c> is called) and character devices such as /dev/null. Folders, sockets, disks and pipes with a name, whose reader may never come, are
/// refused.
/// </summary>
internal static class OutputFile
{
    private const int StandardOutput = 1, StandardError = 2;
    private static readonly string[] _descriptors = ["/dev/fd/", "/proc/self/fd/"];

    /// <summary>Refuses what cannot be written, without touching it: before the work whose result is to stand there.</summary>
    /// <exception cref="FileFormatException">It cannot be written; the message says why, and what to name.</exception>
    public static void Require(string path)
    {
        if (Problem(path) is { } problem) throw new FileFormatException($"{path} cannot be written: {problem}");
    }

    /// <summary>Refuses what is no folder and cannot become one.</summary>
    /// <exception cref="FileFormatException">Something else stands there.</exception>
    public static void RequireFolder(string path)
    {
        for (string? at = path; !string.IsNullOrEmpty(at); at = Path.GetDirectoryName(at))
        {
            var kind = FileKinds.Of(at);
            if (kind == FileKind.Folder) return;
            var leadsNowhere = kind == FileKind.Missing && new FileInfo(at).LinkTarget is not null;
            if (kind != FileKind.Missing || leadsNowhere)
            {
                throw new FileFormatException(
                    $"{path} cannot be written into: {(at == path ? "it" : at)} is {(leadsNowhere ? "a link that leads nowhere" : kind.Name())}, not a folder; "
                    + "name a folder, or one that does not exist yet.");
            }
        }
    }

    /// <summary>Makes a folder, and those that it lies in, unless it is there.</summary>
    /// <exception cref="FileFormatException">It cannot be made.</exception>
    public static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileFormatException($"{path} cannot be made: {e.Message}", e);
        }
    }

    /// <summary>Whether the name stands for a stream, which is written to as it is, and not for a file, which is replaced.</summary>
    public static bool IsStream(string path) => Descriptor(path) is not null || FileKinds.Of(path) == FileKind.Device;

    /// <summary>Opens a file, or a stream, which neither begins anew nor ends when it is closed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">How a file is opened.</param>
    /// <exception cref="FileFormatException">It is nothing that is written.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static Stream Open(string path, FileMode mode)
    {
        Require(path);
        return Descriptor(path) switch
        {
            // Whatever else is written there goes on behind it.
            StandardOutput => Console.OpenStandardOutput(),
            StandardError => Console.OpenStandardError(),
            null when !IsStream(path) => new FileStream(path, mode, FileAccess.Write, FileShare.Read),
            // Opened once more, a pipe whose reader is gone would wait for another.
            { } number when FileKinds.Of(path) != FileKind.Regular => new FileStream(new SafeFileHandle(number, ownsHandle: false), FileAccess.Write, bufferSize: 0),
            _ => new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite),
        };
    }

    /// <summary>The file that is written for a name: where a link leads, so that the link stays.</summary>
    /// <exception cref="IOException">The links have no end.</exception>
    public static string TargetOf(string path) => new FileInfo(path).LinkTarget is null ? path : RealPath.Of(path);

    /// <summary>What a failure to write a file of a folder means, in a user's words.</summary>
    public static string Reason(Exception failure) =>
        failure is UnauthorizedAccessException ? "the permissions of it or of its folder do not let it be written." : failure.Message;

    private static string? Problem(string path)
    {
        if (path.Length == 0) return "the name is empty; name a file.";
        var isDescriptor = Descriptor(path) is not null;
        switch (FileKinds.Of(path))
        {
            case FileKind.Folder: return "it is a folder; name a file in it.";
            case FileKind.Missing when isDescriptor: return "nothing is open there.";
            case FileKind.Missing: return FolderProblem(path);
            case FileKind.Pipe when !isDescriptor:
                return "it is a pipe, whose reader may never come; name a file, or a pipe that the shell makes, such as >(gzip > FILE).";
            case FileKind.Socket when !isDescriptor: return "it is a socket; name a file.";
            case FileKind.Disk: return "it is a block device, whose content would be lost; name a file.";
            default: return null;
        }
    }

    private static string? FolderProblem(string path)
    {
        string target;
        try
        {
            target = TargetOf(path);
        }
        catch (IOException e)
        {
            return e.Message;
        }
        var folder = Path.GetDirectoryName(target);
        // No folder is in front of the root, and the current one is not named.
        if (string.IsNullOrEmpty(folder)) return null;
        return FileKinds.Of(folder) switch
        {
            FileKind.Folder => null,
            FileKind.Missing => $"there is no such folder: create {folder}, or name another.",
            var kind => $"{folder} is {kind.Name()}, not a folder; name another.",
        };
    }

    /// <summary>The number of what the process has open under a name of Unix, or of a link to one; null for other names.</summary>
    private static int? Descriptor(string path)
    {
        if (OperatingSystem.IsWindows()) return null;
        for (var (at, links) = (path, 0); at.Length > 0 && links <= RealPath.MostLinks; links++)
        {
            if (Number(at) is { } number) return number;
            if (new FileInfo(at).LinkTarget is not { } target) return null;
            at = Path.Combine(Path.GetDirectoryName(at) ?? "", target);
        }
        return null;
    }

    private static int? Number(string path)
    {
        if (path == "/dev/stdout") return StandardOutput;
        if (path == "/dev/stderr") return StandardError;
        return Array.Find(_descriptors, d => path.StartsWith(d, StringComparison.Ordinal)) is { } folder
            && int.TryParse(path[folder.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
