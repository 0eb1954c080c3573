using System.Runtime.InteropServices;

namespace ConvGpu;

/// <summary>What stands at a path, links followed.</summary>
internal enum FileKind
{
    Missing,
    Regular,
    Folder,
    Pipe,
    Socket,

    /// <summary>A character device, such as /dev/null or a terminal.</summary>
    Device,

    /// <summary>A block device, such as a disk.</summary>
    Disk,
}

/// <summary>
/// Tells files apart without opening them, which a pipe or a device may not survive. Linux tells all kinds apart; elsewhere what is no folder counts as a
/// regular file, but for Windows' pipes, whose names tell.
/// </summary>
internal static class FileKinds
{
    private const string WindowsPipes = @"\\.\pipe\";
    private const int CurrentFolder = -100, TypeOnly = 1, StatusBytes = 256, ModeAt = 28;

    // ENOENT.
    private const int NotThere = 2;

    // The types of Linux' inode(7).
    private const int TypeMask = 0xF000, NoType = 0, RegularType = 0x8000, FolderType = 0x4000, PipeType = 0x1000, SocketType = 0xC000, DiskType = 0x6000;

    public static FileKind Of(string path)
    {
        if (OperatingSystem.IsWindows() && path.StartsWith(WindowsPipes, StringComparison.OrdinalIgnoreCase)) return FileKind.Pipe;
        if (Directory.Exists(path)) return FileKind.Folder;
        if (!File.Exists(path)) return FileKind.Missing;
        return TypeOf(path) switch
        {
            null or RegularType => FileKind.Regular,
            NoType => FileKind.Missing,
            FolderType => FileKind.Folder,
            PipeType => FileKind.Pipe,
            SocketType => FileKind.Socket,
            DiskType => FileKind.Disk,
            _ => FileKind.Device,
        };
    }

    /// <summary>What it is, in words.</summary>
    public static string Name(this FileKind kind) => kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Pipe => "a pipe",
        FileKind.Socket => "a socket",
        FileKind.Device => "a device",
        FileKind.Disk => "a block device",
        _ => "a file",
    };

    /// <summary>The type's bits, none for a link that leads nowhere; null where the system does not say.</summary>
    private static unsafe int? TypeOf(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var status = stackalloc byte[StatusBytes];
        try
        {
            if (Status(CurrentFolder, path, 0, TypeOnly, status) == 0) return *(ushort*)(status + ModeAt) & TypeMask;
            return Marshal.GetLastPInvokeError() == NotThere ? NoType : null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return null;
        }
    }

    // Its record has one layout on every processor, which that of stat has not.
    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern unsafe int Status(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte* status);
}
