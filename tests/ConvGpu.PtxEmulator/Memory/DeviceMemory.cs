using System.Runtime.InteropServices;
using ConvGpu.Emulation.Memory;

namespace ConvGpu.Emulation;

/// <summary>One allocation; addresses are never used twice, so that a stale one stays recognisable.</summary>
internal sealed unsafe class Allocation
{
    public required ulong Start { get; init; }

    public required long Bytes { get; init; }

    public byte* Host { get; set; }

    public bool Freed => Host == null;

    /// <summary>Last writers and readers by byte, made when global races are checked.</summary>
    public Checks.RaceShadow? Shadow { get; set; }
}

/// <summary>Global memory: allocations with gaps between them.</summary>
public sealed unsafe class DeviceMemory : IDisposable
{
    private const ulong Alignment = 512;
    private const ulong Gap = 4096;
    private readonly Lock _lock = new();
    private readonly List<Allocation> _allocations = [];
    private ulong _next = AddressSpaces.GlobalBase;

    /// <summary>Bytes allocated and not freed.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>Allocations not freed.</summary>
    public int LiveCount { get; private set; }

    /// <summary>Allocates bytes (at least one), aligned to 512, of undefined content (0xCD).</summary>
    public ulong Allocate(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        lock (_lock)
        {
            var size = Math.Max(bytes, 1);
            var host = (byte*)NativeMemory.AlignedAlloc((nuint)size, 64);
            NativeMemory.Fill(host, (nuint)size, 0xCD);
            var allocation = new Allocation { Start = _next, Bytes = bytes, Host = host };
            _allocations.Add(allocation);
            _next = (_next + (ulong)size + Gap + Alignment - 1) & ~(Alignment - 1);
            LiveBytes += bytes;
            LiveCount++;
            return allocation.Start;
        }
    }

    /// <summary>Frees what Allocate returned.</summary>
    public void Free(ulong address)
    {
        lock (_lock)
        {
            var allocation = Find(address);
            if (allocation is null || allocation.Start != address || allocation.Freed)
                throw new ArgumentException($"0x{address:X} is not the start of a live allocation", nameof(address));
            NativeMemory.AlignedFree(allocation.Host);
            allocation.Host = null;
            allocation.Shadow?.Dispose();
            allocation.Shadow = null;
            LiveBytes -= allocation.Bytes;
            LiveCount--;
        }
    }

    /// <summary>Copies into device memory.</summary>
    public void Write(ulong address, ReadOnlySpan<byte> source) => source.CopyTo(Span(address, source.Length));

    /// <summary>Copies out of device memory.</summary>
    public void Read(ulong address, Span<byte> destination) => Span(address, destination.Length).CopyTo(destination);

    /// <summary>Sets bytes.</summary>
    public void Fill(ulong address, long bytes, byte value)
    {
        for (long done = 0; done < bytes;)
        {
            var part = (int)Math.Min(bytes - done, 1 << 30);
            Span(address + (ulong)done, part).Fill(value);
            done += part;
        }
    }

    /// <summary>The bytes at a device address.</summary>
    public Span<byte> Span(ulong address, int bytes)
    {
        lock (_lock)
        {
            var allocation = Find(address);
            if (bytes == 0) return [];
            if (allocation is null || address + (ulong)bytes > allocation.Start + (ulong)allocation.Bytes)
                throw new ArgumentException($"0x{address:X}, {bytes} bytes: {Describe(address, bytes)}", nameof(address));
            if (allocation.Freed) throw new ArgumentException($"0x{address:X} lies in freed memory", nameof(address));
            return new Span<byte>(allocation.Host + (address - allocation.Start), bytes);
        }
    }

    /// <summary>The allocation with the greatest start not above the address, live or freed; null if there is none.</summary>
    internal Allocation? Find(ulong address)
    {
        lock (_lock)
        {
            int low = 0, high = _allocations.Count - 1;
            while (low <= high)
            {
                var middle = (low + high) / 2;
                if (_allocations[middle].Start <= address) low = middle + 1;
                else high = middle - 1;
            }

            return high < 0 ? null : _allocations[high];
        }
    }

    /// <summary>Where an address lies, in words.</summary>
    internal string Describe(ulong address, int bytes)
    {
        if (Find(address) is not { } allocation) return "before every allocation";
        var offset = address - allocation.Start;
        var state = allocation.Freed ? "freed " : "";
        return $"offset {offset} of the {state}allocation 0x{allocation.Start:X} of {allocation.Bytes} bytes" +
            (offset + (ulong)bytes > (ulong)allocation.Bytes ? $", {offset + (ulong)bytes - (ulong)allocation.Bytes} bytes past its end" : "");
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var allocation in _allocations)
            {
                if (allocation.Freed) continue;
                NativeMemory.AlignedFree(allocation.Host);
                allocation.Host = null;
            }

            _allocations.Clear();
            LiveBytes = 0;
            LiveCount = 0;
        }
    }
}
