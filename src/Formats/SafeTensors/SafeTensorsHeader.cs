using System.Text;
using System.Text.Json;

namespace ConvGpu.SafeTensors;

/// <summary>
/// The header of a safetensors file: a JSON object of tensors and, as <c>__metadata__</c>, of texts. What the format asks for is required
/// here: no key twice, offsets that fit shape and type, and tensors that follow each other without a hole or an overlap.
/// </summary>
internal ref struct SafeTensorsHeader
{
    /// <summary>The key of the texts.</summary>
    public const string Metadata = "__metadata__";

    /// <summary>The bytes of the length in front of the header.</summary>
    public const int LengthBytes = sizeof(ulong);

    /// <summary>The longest header that the format allows.</summary>
    public const long MaxBytes = 100_000_000;

    // More than any tensor has; a list of a hundred million sizes would take more memory than the file.
    private const int MostSizes = 64;

    private readonly string _name;
    private readonly long _dataBytes;
    private readonly Dictionary<string, string> _metadata = [];
    private readonly Dictionary<string, SafeTensorInfo> _tensors = [];
    private Utf8JsonReader _reader;

    private SafeTensorsHeader(ReadOnlySpan<byte> header, long dataBytes, string name)
    {
        (_name, _dataBytes) = (name, dataBytes);
        _reader = new Utf8JsonReader(header);
    }

    /// <summary>Reads a header.</summary>
    /// <param name="header">Its bytes, without the length.</param>
    /// <param name="dataBytes">The bytes behind it.</param>
    /// <param name="name">What error messages call the file.</param>
    /// <returns>The texts, and the tensors in the order of their data.</returns>
    /// <exception cref="FileFormatException">The header is damaged; the message has the byte of the file and what is wrong.</exception>
    public static (IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafeTensorInfo> Tensors) Read(
        ReadOnlySpan<byte> header, long dataBytes, string name)
    {
        var parser = new SafeTensorsHeader(header, dataBytes, name);
        if (header.IsEmpty || header[0] != (byte)'{') throw parser.Damaged("the header does not begin with '{'", 0);
        try
        {
            return parser.Read();
        }
        catch (JsonException e)
        {
            throw parser.Damaged($"the header is no JSON: {e.Message}", parser._reader.BytesConsumed, e);
        }
        catch (InvalidOperationException e)
        {
            // Text that is no UTF-8, or half of a surrogate pair.
            throw parser.Damaged($"the header holds a text that is none: {e.Message}", parser._reader.TokenStartIndex, e);
        }
    }

    private (IReadOnlyDictionary<string, string>, IReadOnlyList<SafeTensorInfo>) Read()
    {
        _reader.Read();
        var hasMetadata = false;
        while (NextKey() is { } key)
        {
            if (key == Metadata)
            {
                if (hasMetadata) throw Damaged($"{Metadata} is there twice");
                hasMetadata = true;
                ReadMetadata();
            }
            else
            {
                if (_tensors.ContainsKey(key)) throw Damaged($"the tensor '{key}' is there twice");
                _tensors.Add(key, ReadTensor(key));
            }
        }
        // Only white space may follow, which is what Read refuses anything else with.
        _reader.Read();
        SafeTensorInfo[] sorted = [.. _tensors.Values.OrderBy(t => t.Offset).ThenBy(t => t.Bytes)];
        RequireGapless(sorted);
        return (_metadata, sorted);
    }

    private readonly void RequireGapless(SafeTensorInfo[] sorted)
    {
        var end = 0L;
        foreach (var tensor in sorted)
        {
            if (tensor.Offset < end) throw Damaged($"the tensor '{tensor.Name}' begins at byte {tensor.Offset} of the data, within the one before, which ends at {end}");
            if (tensor.Offset > end) throw Damaged($"bytes {end} to {tensor.Offset} of the data belong to no tensor; '{tensor.Name}' is the next");
            end = tensor.Offset + tensor.Bytes;
        }
        if (end != _dataBytes) throw Damaged($"the tensors end at byte {end} of the data, of which there are {_dataBytes} bytes");
    }

    private void ReadMetadata()
    {
        Require(JsonTokenType.StartObject, $"{Metadata} is no object");
        while (NextKey() is { } key)
        {
            Require(JsonTokenType.String, $"'{key}' of {Metadata} is no text");
            if (!_metadata.TryAdd(key, _reader.GetString()!)) throw Damaged($"'{key}' of {Metadata} is there twice");
        }
    }

    private SafeTensorInfo ReadTensor(string name)
    {
        Require(JsonTokenType.StartObject, $"the tensor '{name}' is no object");
        (string? type, List<long>? shape, List<long>? offsets) = (null, null, null);
        while (NextKey() is { } key)
        {
            if (key switch { "dtype" => type is not null, "shape" => shape is not null, "data_offsets" => offsets is not null, _ => false })
                throw Damaged($"the tensor '{name}' has {key} twice");
            if (key == "shape") shape = ReadNumbers(name, key);
            else if (key == "data_offsets") offsets = ReadNumbers(name, key);
            else if (key == "dtype")
            {
                Require(JsonTokenType.String, $"the dtype of '{name}' is no text");
                type = _reader.GetString();
            }
            else _reader.Skip();
        }
        if (type is null || shape is null || offsets is null) throw Damaged($"the tensor '{name}' lacks {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        if (SafeTensorTypes.Find(type) is not { } known) throw Damaged($"the tensor '{name}' is of type {type}; read are {SafeTensorTypes.Names}");
        if (offsets.Count != 2 || offsets[0] > offsets[1] || offsets[1] > _dataBytes)
            throw Damaged($"the tensor '{name}' has the offsets [{string.Join(", ", offsets)}], but there are {_dataBytes} bytes of data");
        var bytes = (UInt128)SafeTensorTypes.BytesOf(known);
        foreach (var size in shape)
        {
            bytes *= (ulong)size;
            if (bytes > long.MaxValue) throw Damaged($"the tensor '{name}' has a shape of more than 2^63 bytes");
        }
        if (bytes != (ulong)(offsets[1] - offsets[0]))
            throw Damaged($"the tensor '{name}' has {offsets[1] - offsets[0]} bytes, but {type} [{string.Join(", ", shape)}] takes {bytes}");
        return new SafeTensorInfo(name, known, shape, offsets[0]);
    }

    private List<long> ReadNumbers(string tensor, string key)
    {
        Require(JsonTokenType.StartArray, $"{key} of '{tensor}' is no list");
        var numbers = new List<long>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt64(out var number) || number < 0)
                throw Damaged($"{key} of '{tensor}' holds {Encoding.Latin1.GetString(_reader.ValueSpan[..Math.Min(_reader.ValueSpan.Length, 30)])}, which is no whole number from 0 to 2^63 - 1");
            if (numbers.Count == MostSizes) throw Damaged($"{key} of '{tensor}' has more than {MostSizes} numbers");
            numbers.Add(number);
        }
        return numbers;
    }

    /// <summary>The next key of the object; null at its end.</summary>
    private string? NextKey() => _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName ? _reader.GetString() : null;

    private void Require(JsonTokenType type, string otherwise)
    {
        _reader.Read();
        if (_reader.TokenType != type) throw Damaged(otherwise);
    }

    private readonly FileFormatException Damaged(string what) => Damaged(what, _reader.TokenStartIndex);

    private readonly FileFormatException Damaged(string what, long position, Exception? cause = null) =>
        new($"{_name}: the safetensors file is damaged at byte {LengthBytes + position}: {what}.", cause);
}
