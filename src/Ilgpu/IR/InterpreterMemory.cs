using System.Buffers.Binary;

namespace ConvGpu.Ilgpu.IR;

/// <summary>
/// The memory that interpreted code sees: numbered allocations far apart in a 64-bit address space, so that an address outside of the
/// allocation it was computed from is noticed.
/// </summary>
internal sealed class InterpreterMemory
{
    private const int Shift = 40;
    private const long Middle = 1L << (Shift - 1);

    private readonly List<byte[]?> _allocations = [null];
    private readonly List<bool[]?> _written = [null];
    private readonly Stack<int> _free = [];

    /// <summary>Gives existing bytes an address; the interpreter changes them in place.</summary>
    public long Add(byte[] bytes) => Add(bytes, null);

    /// <summary>Fresh zeroed bytes. With <paramref name="trackWrites"/> a read of bytes never written is an error.</summary>
    public long Allocate(int bytes, bool trackWrites = false) => Add(new byte[bytes], trackWrites ? new bool[bytes] : null);

    public void Free(long address)
    {
        int id = (int)(address >> Shift);
        _allocations[id] = null;
        _written[id] = null;
        _free.Push(id);
    }

    public long Load(long address, int bytes, Instruction by)
    {
        var span = At(address, bytes, by, out int id, out int offset);
        if (_written[id] is { } written && written.AsSpan(offset, bytes).Contains(false))
            throw new InterpreterException($"{Describe(by)} reads {bytes} bytes of shared memory that nobody has written, at offset {offset}.");
        return bytes switch
        {
            1 => (sbyte)span[0],
            2 => BinaryPrimitives.ReadInt16LittleEndian(span),
            4 => BinaryPrimitives.ReadInt32LittleEndian(span),
            _ => BinaryPrimitives.ReadInt64LittleEndian(span),
        };
    }

    public void Store(long address, int bytes, long value, Instruction by)
    {
        var span = At(address, bytes, by, out int id, out int offset);
        _written[id]?.AsSpan(offset, bytes).Fill(true);
        switch (bytes)
        {
            case 1:
                span[0] = (byte)value;
                break;
            case 2:
                BinaryPrimitives.WriteInt16LittleEndian(span, (short)value);
                break;
            case 4:
                BinaryPrimitives.WriteInt32LittleEndian(span, (int)value);
                break;
            default:
                BinaryPrimitives.WriteInt64LittleEndian(span, value);
                break;
        }
    }

    private static string Describe(Instruction by) =>
        by.Location.Method is null ? IrPrinter.Describe(by) : $"{IrPrinter.Describe(by)} ({by.Location})";

    private long Add(byte[] bytes, bool[]? written)
    {
        if (!_free.TryPop(out int id))
        {
            id = _allocations.Count;
            _allocations.Add(null);
            _written.Add(null);
        }
        _allocations[id] = bytes;
        _written[id] = written;
        return ((long)id << Shift) + Middle;
    }

    private Span<byte> At(long address, int bytes, Instruction by, out int id, out int offset)
    {
        id = (int)(address >> Shift);
        long at = (address & ((1L << Shift) - 1)) - Middle;
        if (id <= 0 || id >= _allocations.Count || _allocations[id] is not { } memory)
            throw new InterpreterException($"{Describe(by)} accesses address 0x{address:x}, which belongs to no allocation.");
        if (at < 0 || at + bytes > memory.Length)
            throw new InterpreterException($"{Describe(by)} accesses bytes {at} to {at + bytes} of an allocation of {memory.Length} bytes.");
        offset = (int)at;
        return memory.AsSpan(offset, bytes);
    }
}

/// <summary>What interpreted code did wrong: an access outside of memory, a failed assertion, a barrier that not all reach.</summary>
internal sealed class InterpreterException(string message) : Exception(message);
