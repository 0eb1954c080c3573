using System.Runtime.InteropServices;

namespace ConvGpu.Ilgpu.Debugging;

/// <summary>Memory that is handed out in pieces and taken back all at once. Pieces never move and start filled with 0xFF (NaN as floats).</summary>
internal sealed unsafe class HostArena : IDisposable
{
    private const int Alignment = 64;
    private const long BlockBytes = 16 * 1024;
    private readonly List<(nint Address, long Bytes)> _blocks = [];
    private int _block;
    private long _used;

    public void* Allocate(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        long rounded = Math.Max(bytes + Alignment - 1, Alignment) / Alignment * Alignment;
        while (_block < _blocks.Count && _used + rounded > _blocks[_block].Bytes)
        {
            _block++;
            _used = 0;
        }
        if (_block == _blocks.Count)
        {
            long size = Math.Max(rounded, BlockBytes);
            _blocks.Add(((nint)NativeMemory.AlignedAlloc((nuint)size, Alignment), size));
        }
        byte* piece = (byte*)_blocks[_block].Address + _used;
        _used += rounded;
        NativeMemory.Fill(piece, (nuint)rounded, 0xFF);
        return piece;
    }

    public void Reset()
    {
        _block = 0;
        _used = 0;
    }

    public void Dispose()
    {
        foreach (var (address, _) in _blocks)
            NativeMemory.AlignedFree((void*)address);
        _blocks.Clear();
        Reset();
    }
}
