namespace ConvGpu.Onnx.Import;

/// <summary>How the content of a field is written in Protocol Buffers' wire format.</summary>
internal enum WireType
{
    Number = 0,
    EightBytes = 1,
    Bytes = 2,
    GroupStart = 3,
    GroupEnd = 4,
    FourBytes = 5,
}

/// <summary>Walks through the fields of a message without making anything of them.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private const int LongestNumber = 10;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the field that was found last.</summary>
    public int Field { get; private set; }

    public WireType Type { get; private set; }

    /// <summary>Its content: of a number the bytes that it is written in, of a group's ends nothing.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Whether the message ends in the middle of a field, or has what no message has.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>The content as a number.</summary>
    public readonly ulong Number => ReadNumber(Content, out var value) == Content.Length ? value : 0;

    /// <summary>Goes on to the next field.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        var length = ReadNumber(_rest, out var tag);
        if (length == 0 || tag is < 8 or > uint.MaxValue) return End();
        (Field, Type) = ((int)(tag >> 3), (WireType)(tag & 7));
        _rest = _rest[length..];
        ulong size;
        switch (Type)
        {
            case WireType.Number:
                length = ReadNumber(_rest, out _);
                if (length == 0) return End();
                size = (ulong)length;
                break;
            case WireType.Bytes:
                length = ReadNumber(_rest, out size);
                if (length == 0) return End();
                _rest = _rest[length..];
                break;
            case WireType.EightBytes or WireType.FourBytes:
                size = Type == WireType.EightBytes ? 8u : 4u;
                break;
            case WireType.GroupStart or WireType.GroupEnd:
                // The group's fields stand between its ends.
                size = 0;
                break;
            default:
                return End();
        }
        if (size > (ulong)_rest.Length) return End();
        Content = _rest[..(int)size];
        _rest = _rest[(int)size..];
        return true;
    }

    /// <summary>Reads a number of seven bits a byte, the lowest first.</summary>
    /// <returns>The bytes that it takes; 0 where none stands there.</returns>
    public static int ReadNumber(ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < Math.Min(bytes.Length, LongestNumber); i++)
        {
            value |= (bytes[i] & 0x7FUL) << (7 * i);
            if (bytes[i] < 0x80) return i + 1;
        }
        return 0;
    }

    private bool End()
    {
        IsDamaged = true;
        _rest = default;
        return false;
    }
}
