using System.Runtime.InteropServices;

namespace ConvGpu.Emulation.Checks;

/// <summary>
/// Last write and last reads of every byte. A stamp is (clock, thread): the clock counts synchronisations of the group, so that a
/// stamp tells whether a barrier came after it.
/// </summary>
internal sealed unsafe class RaceShadow : IDisposable
{
    /// <summary>Clock above this bit; below it thread (10 bits) and the flags.</summary>
    public const int ClockShift = 14;
    public const ulong AtomicFlag = 1 << 13;
    /// <summary>More than one thread of the stamp's warp.</summary>
    public const ulong ManyFlag = 1 << 12;
    /// <summary>Threads of several warps.</summary>
    public const ulong AnyFlag = 1 << 11;
    public const ulong ThreadMask = (1 << 11) - 1;

    public RaceShadow(long bytes)
    {
        Bytes = bytes;
        Writes = (ulong*)NativeMemory.AllocZeroed((nuint)bytes, sizeof(ulong));
        Reads = (ulong*)NativeMemory.AllocZeroed((nuint)bytes, sizeof(ulong));
    }

    public long Bytes { get; }

    public ulong* Writes { get; private set; }

    public ulong* Reads { get; private set; }

    public void Dispose()
    {
        NativeMemory.Free(Writes);
        NativeMemory.Free(Reads);
        Writes = Reads = null;
    }
}
