using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;

namespace ConvGpu.TensorBoard;

/// <summary>
/// A file of events as TensorBoard reads it: each record is its length, that length's checksum, the event and the event's checksum, all in
/// little-endian order (TensorFlow's TFRecord format).
/// </summary>
internal sealed class EventFile : IDisposable
{
    private const uint MaskDelta = 0xa282ead8;

    private readonly FileStream _stream;

    /// <summary>Creates a file, whose first event is the version of the format.</summary>
    public EventFile(string path)
    {
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Write(new Event { FileVersion = "brain.Event:2" });
    }

    /// <summary>Appends an event with the time of now; it can be read at once.</summary>
    public void Write(Event next)
    {
        next.WallTime = (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
        var data = next.ToByteArray();
        var record = new byte[sizeof(ulong) + sizeof(uint) + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), MaskedChecksum(record.AsSpan(0, sizeof(ulong))));
        data.CopyTo(record, sizeof(ulong) + sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(record.Length - sizeof(uint)), MaskedChecksum(data));
        _stream.Write(record);
        _stream.Flush();
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>CRC-32C, turned and shifted so that a checksum of data that holds checksums is not weak.</summary>
    internal static uint MaskedChecksum(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data) crc = BitOperations.Crc32C(crc, b);
        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }
}
