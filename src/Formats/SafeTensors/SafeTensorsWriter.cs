using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using ConvGpu.SafeTensors;

namespace ConvGpu;

/// <summary>
/// Writes a safetensors file: the header when it is made, then the tensors one by one, so that no more than one of them needs to be in
/// memory.
/// </summary>
public sealed class SafeTensorsWriter
{
    private const int Alignment = 8;

    private readonly Stream _stream;
    private readonly IReadOnlyList<SafeTensorInfo> _tensors;
    private int _next;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Where the file goes; it stays open.</param>
    /// <param name="tensors">The tensors in the order in which they will be written; their offsets are not read.</param>
    /// <param name="metadata">Texts about the file, or null for none.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name, or one that the format reserves.</exception>
    public SafeTensorsWriter(Stream stream, IReadOnlyList<SafeTensorInfo> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        (_stream, _tensors) = (stream, tensors);
        var names = new HashSet<string> { SafeTensorsHeader.Metadata };
        foreach (var tensor in tensors)
            if (!names.Add(tensor.Name)) throw new ArgumentException($"There are two tensors '{tensor.Name}'.", nameof(tensors));
        var header = Header(tensors, metadata);
        Span<byte> length = stackalloc byte[SafeTensorsHeader.LengthBytes];
        // Padded, so that the values are aligned.
        var padding = (Alignment - header.Length % Alignment) % Alignment;
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)(header.Length + padding));
        stream.Write(length);
        stream.Write(header);
        for (var i = 0; i < padding; i++) stream.WriteByte((byte)' ');
    }

    /// <summary>Writes the next tensor's bytes, in little-endian order.</summary>
    /// <param name="bytes">As many bytes as the tensor has.</param>
    /// <exception cref="ShapeException">There are more or fewer bytes.</exception>
    /// <exception cref="InvalidOperationException">All tensors were written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_next == _tensors.Count) throw new InvalidOperationException($"All {_tensors.Count} tensors are written.");
        var tensor = _tensors[_next];
        if (bytes.Length != tensor.Bytes) throw new ShapeException($"'{tensor.Name}' is {tensor}, {tensor.Bytes} bytes, but {bytes.Length} were given.");
        _stream.Write(bytes);
        _next++;
    }

    /// <summary>Writes the next tensor, which is of float32.</summary>
    /// <param name="values">As many values as the tensor has.</param>
    /// <exception cref="ShapeException">There are more or fewer values.</exception>
    /// <exception cref="InvalidOperationException">All tensors were written.</exception>
    public void Write(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            Write(MemoryMarshal.AsBytes(values));
            return;
        }
        var bytes = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        Write(bytes);
    }

    private static byte[] Header(IReadOnlyList<SafeTensorInfo> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafeTensorsHeader.Metadata);
                foreach (var (key, value) in metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }
            var offset = 0L;
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", SafeTensorTypes.NameOf(tensor.Type));
                json.WriteStartArray("shape");
                foreach (var size in tensor.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Bytes);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return stream.ToArray();
    }
}
