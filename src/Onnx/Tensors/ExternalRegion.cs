using System.Globalization;

namespace ConvGpu.Onnx;

/// <summary>Where a tensor says that its values are: external_data's location, offset and length, as they stand in the file.</summary>
/// <param name="Location">The file, relative to the model's folder.</param>
/// <param name="Offset">The first byte; empty for 0.</param>
/// <param name="Length">The number of bytes; empty for as many as the tensor takes.</param>
internal sealed record ExternalRegion(string Location, string Offset, string Length)
{
    /// <summary>The first byte in the file, once everything is held against the tensor's bytes.</summary>
    /// <param name="tensor">The tensor's name.</param>
    /// <param name="sizes">Its sizes, for messages.</param>
    /// <param name="bytes">The bytes that it takes.</param>
    /// <param name="available">The bytes that the file has.</param>
    /// <exception cref="OnnxFormatException">A number is none, or the file has not as many bytes.</exception>
    public long Within(string tensor, string sizes, long bytes, long available)
    {
        var offset = Offset.Length == 0 ? 0 : Number(tensor, "offset", Offset);
        var length = Length.Length == 0 ? bytes : Number(tensor, "length", Length);
        if (length != bytes)
            throw new OnnxFormatException($"Tensor '{tensor}' of {sizes} takes {bytes:N0} bytes, but says that it has {length:N0} in '{Location}'.");
        if (offset > available || available - offset < bytes)
        {
            throw new OnnxFormatException(
                $"Tensor '{tensor}' of {sizes} takes {bytes:N0} bytes from byte {offset:N0} of '{Location}' on, which has {available:N0}: "
                + "the file is another model's, or was cut off.");
        }
        return offset;
    }

    private long Number(string tensor, string what, string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new OnnxFormatException($"Tensor '{tensor}' has '{text}' as its {what} in '{Location}', which is no number of bytes.");
}
