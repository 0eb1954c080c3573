using System.Runtime.InteropServices;

namespace ConvGpu.FakeCuda;

/// <summary>The device's memory: blocks of the host's. An access outside of a live block throws.</summary>
internal unsafe class FakeMemory : IDisposable
{
    private readonly SortedList<ulong, long> _blocks = [];

    public virtual ulong Allocate(long bytes)
    {
        var address = (ulong)NativeMemory.AlignedAlloc((nuint)bytes, 256);
        NativeMemory.Fill((void*)address, (nuint)bytes, 0xCD);
        lock (_blocks)
            _blocks.Add(address, bytes);
        return address;
    }

    public virtual void Free(ulong address)
    {
        lock (_blocks)
            _blocks.Remove(address);
        NativeMemory.AlignedFree((void*)address);
    }

    public virtual void Write(ulong address, ReadOnlySpan<byte> source) => source.CopyTo(Range(address, source.Length));

    public virtual void Read(ulong address, Span<byte> target) => Range(address, target.Length).CopyTo(target);

    public virtual void Fill(ulong address, long bytes, byte value) => Range(address, checked((int)bytes)).Fill(value);

    public virtual void Dispose()
    {
        foreach (ulong address in _blocks.Keys.ToArray())
            Free(address);
    }

    private Span<byte> Range(ulong address, int bytes)
    {
        lock (_blocks)
        {
            foreach (var (start, length) in _blocks)
                if (address >= start && address + (ulong)bytes <= start + (ulong)length)
                    return new Span<byte>((void*)address, bytes);
        }
        throw new InvalidOperationException($"{bytes} bytes at 0x{address:X} are not the device's memory.");
    }
}
