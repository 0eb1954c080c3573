using System.Runtime.InteropServices;

namespace ConvGpu.Emulation.Checks;

/// <summary>
/// Last write and last reads of every byte. A stamp is (clock, thread): the clock counts synchronisations of the group, so that a
/// stamp tells whether a barrier came after it. A word that was only used whole has its stamps at its first byte alone; the first
/// narrower access splits it into bytes for good.
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
    /// <summary>Of a stamp, what tells whether one thread alone made it.</summary>
    public const ulong PartyMask = ThreadMask | ManyFlag | AnyFlag;

    public RaceShadow(long bytes)
    {
        var rounded = (nuint)((bytes + 3) & ~3L);
        Writes = (ulong*)NativeMemory.AllocZeroed(rounded, sizeof(ulong));
        Reads = (ulong*)NativeMemory.AllocZeroed(rounded, sizeof(ulong));
        Split = (byte*)NativeMemory.AllocZeroed(rounded / 4);
    }

    public ulong* Writes { get; private set; }

    public ulong* Reads { get; private set; }

    /// <summary>By word: whether its bytes have their own stamps.</summary>
    public byte* Split { get; private set; }

    public void SplitWord(long word)
    {
        Split[word] = 1;
        for (var i = 1; i < 4; i++)
        {
            Writes[word * 4 + i] = Writes[word * 4];
            Reads[word * 4 + i] = Reads[word * 4];
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(Writes);
        NativeMemory.Free(Reads);
        NativeMemory.Free(Split);
        Writes = Reads = null;
        Split = null;
    }
}
