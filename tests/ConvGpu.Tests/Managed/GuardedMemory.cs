using System.Runtime.InteropServices;

namespace ConvGpu.Tests.Managed;

/// <summary>
/// Memory that ends where a page begins that nobody may touch: reading past it ends the process, with the method on the stack. Plain memory on systems
/// other than Linux.
/// </summary>
internal sealed unsafe class GuardedMemory : IDisposable
{
    private const int ReadWrite = 3, NoAccess = 0, PrivateAnonymous = 0x22;
    private readonly IntPtr _pages;
    private readonly nuint _length;

    public GuardedMemory(int bytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            Pointer = NativeMemory.Alloc((nuint)bytes);
            return;
        }
        var page = (nuint)Environment.SystemPageSize;
        var usable = ((nuint)bytes + page - 1) / page * page;
        _length = usable + page;
        _pages = Map(0, _length, ReadWrite, PrivateAnonymous, -1, 0);
        if (_pages == -1 || Protect(_pages + (nint)usable, page, NoAccess) != 0)
            throw new InvalidOperationException($"no guarded pages: error {Marshal.GetLastPInvokeError()}");
        Pointer = (byte*)_pages + usable - bytes;
    }

    public void* Pointer { get; }

    public void Dispose()
    {
        if (_length > 0) _ = Unmap(_pages, _length);
        else NativeMemory.Free(Pointer);
    }

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern IntPtr Map(IntPtr address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static extern int Protect(IntPtr address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap")]
    private static extern int Unmap(IntPtr address, nuint length);
}
