using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ConvGpu.SafeTensors;

namespace ConvGpu;

/// <summary>
/// Reads a safetensors file (https://huggingface.co/docs/safetensors): an 8-byte length, a JSON header of that length, and the tensors'
/// values in little-endian order. Sizes are held against the bytes at hand before memory is taken. Nothing in the file is executed.
/// </summary>
public sealed class SafeTensorsFile : IDisposable
{
    private readonly Stream _stream;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafeTensorInfo> _byName;

    private SafeTensorsFile(Stream stream, string name)
    {
        (_stream, Name) = (stream, name);
        Span<byte> prefix = stackalloc byte[SafeTensorsHeader.LengthBytes];
        if (stream.Length < prefix.Length) throw new FileFormatException($"{name} has {stream.Length} bytes; a safetensors file begins with a length of 8.");
        stream.Position = 0;
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var left = stream.Length - prefix.Length;
        if (length > (ulong)left)
            throw new FileFormatException($"{name}: the safetensors file is damaged at byte 0: its header is of {length} bytes, but {left} follow.");
        if (length > SafeTensorsHeader.MaxBytes)
            throw new FileFormatException($"{name}: the safetensors file is damaged at byte 0: its header is of {length} bytes; at most {SafeTensorsHeader.MaxBytes} are allowed.");
        var header = new byte[length];
        stream.ReadExactly(header);
        _dataStart = prefix.Length + header.Length;
        (Metadata, Tensors) = SafeTensorsHeader.Read(header, stream.Length - _dataStart, name);
        _byName = Tensors.ToDictionary(t => t.Name);
    }

    /// <summary>The path, or what the stream was called.</summary>
    public string Name { get; }

    /// <summary>The texts of <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafeTensorInfo> Tensors { get; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">The file is missing, damaged, or no safetensors file.</exception>
    public static SafeTensorsFile Open(string path)
    {
        try
        {
            return Open(UserFile.Open(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw CannotRead(path, e);
        }
    }

    /// <summary>Reads the header of a stream.</summary>
    /// <param name="stream">A stream that can seek; the file disposes it.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="FileFormatException">The stream is damaged, or of another format.</exception>
    public static SafeTensorsFile Open(Stream stream, string name)
    {
        try
        {
            return new SafeTensorsFile(stream, name);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>A tensor by name; null where there is none.</summary>
    /// <param name="name">The tensor's name.</param>
    public SafeTensorInfo? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The values of a tensor as float32, whatever its type; what float32 cannot hold is rounded.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="FileFormatException">There is no such tensor, it has more values than an array, or it cannot be read.</exception>
    public float[] ReadFloats(string name)
    {
        var tensor = Require(name);
        var values = new float[Length(tensor)];
        if (tensor.Type == SafeTensorType.Float32 && BitConverter.IsLittleEndian)
        {
            Read(tensor, 0, MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
        var size = SafeTensorTypes.BytesOf(tensor.Type);
        var part = new byte[Math.Min(tensor.Bytes, 1 << 16)];
        for (long at = 0; at < tensor.Bytes; at += part.Length)
        {
            var bytes = part.AsSpan(0, (int)Math.Min(part.Length, tensor.Bytes - at));
            Read(tensor, at, bytes);
            var first = (int)(at / size);
            for (var i = 0; i < bytes.Length / size; i++) values[first + i] = ToFloat(tensor.Type, bytes[(i * size)..]);
        }
        return values;
    }

    /// <summary>The bytes of a tensor as they are in the file.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="destination">Room for exactly the tensor's bytes.</param>
    /// <exception cref="FileFormatException">There is no such tensor, or it cannot be read.</exception>
    /// <exception cref="ShapeException">The room is not of the tensor's size.</exception>
    public void ReadBytes(string name, Span<byte> destination)
    {
        var tensor = Require(name);
        if (destination.Length != tensor.Bytes)
            throw new ShapeException($"{Name}: '{name}' is {tensor}, {tensor.Bytes} bytes, but there is room for {destination.Length}.");
        Read(tensor, 0, destination);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private SafeTensorInfo Require(string name) =>
        Find(name) ?? throw new FileFormatException($"{Name} has no tensor '{name}'; it has {Tensors.Count} others.");

    private int Length(SafeTensorInfo tensor) => tensor.Count <= Array.MaxLength
        ? (int)tensor.Count
        : throw new FileFormatException($"{Name}: '{tensor.Name}' is {tensor}, more than the {Array.MaxLength:N0} values that an array holds.");

    private void Read(SafeTensorInfo tensor, long at, Span<byte> destination)
    {
        try
        {
            _stream.Position = _dataStart + tensor.Offset + at;
            _stream.ReadExactly(destination);
        }
        catch (IOException e)
        {
            throw CannotRead(Name, e);
        }
    }

    private static FileFormatException CannotRead(string name, Exception e) => new($"{name} cannot be read: {e.Message}", e);

    private static float ToFloat(SafeTensorType type, ReadOnlySpan<byte> bytes) => type switch
    {
        SafeTensorType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        SafeTensorType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        SafeTensorType.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
        SafeTensorType.Float64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        SafeTensorType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        SafeTensorType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        _ => bytes[0],
    };
}
