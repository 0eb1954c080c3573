using Google.Protobuf;

namespace ConvGpu.Tests.Onnx;

/// <summary>Fields of messages as bytes, for what the messages' own classes would not write.</summary>
internal static class Wire
{
    /// <summary>A field whose content is bytes: a message, a text or a packed list.</summary>
    public static byte[] Field(int number, ReadOnlySpan<byte> content)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(number, WireFormat.WireType.LengthDelimited);
            output.WriteLength(content.Length);
        }
        stream.Write(content);
        return stream.ToArray();
    }
}
