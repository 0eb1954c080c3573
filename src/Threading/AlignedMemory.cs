using System.Runtime.InteropServices;

namespace ConvGpu.Threading;

/// <summary>A block of native memory whose address is a multiple of 64 bytes. It is freed by <see cref="Dispose"/> alone.</summary>
public sealed unsafe class AlignedMemory : IDisposable
{
    /// <summary>The alignment in bytes: a cache line and the widest vector.</summary>
    public const int Alignment = 64;

    private void* _address;

    /// <summary>Allocates zeroed memory.</summary>
    /// <param name="bytes">The size, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative size.</exception>
    /// <exception cref="OutOfMemoryException">The system refuses.</exception>
    public AlignedMemory(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Bytes = bytes;
        _address = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, Alignment), Alignment);
        NativeMemory.Clear(_address, (nuint)bytes);
    }

    /// <summary>The size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>The address of the first byte.</summary>
    /// <exception cref="ObjectDisposedException">The memory was freed.</exception>
    public IntPtr Address => _address != null ? (IntPtr)_address : throw new ObjectDisposedException(nameof(AlignedMemory));

    /// <summary>Frees the memory; a second call does nothing.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_address);
        _address = null;
    }
}
