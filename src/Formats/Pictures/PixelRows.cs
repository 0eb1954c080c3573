using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ConvGpu;

/// <summary>Between channels one after the other and pixels of <see cref="PixelBuffer.PixelBytes"/> bytes.</summary>
internal static class PixelRows
{
    private static Vector128<byte> ByChannel => Vector128.Create((byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);

    /// <summary>Three channels to pixels.</summary>
    public static void Interleave(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> pixels)
    {
        var words = MemoryMarshal.Cast<byte, uint>(pixels)[..red.Length];
        green = green[..words.Length];
        blue = blue[..words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            var value = red[i] | (uint)green[i] << 8 | (uint)blue[i] << 16;
            words[i] = BitConverter.IsLittleEndian ? value : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
        }
    }

    /// <summary>A value on white, as opaque as alpha says.</summary>
    public static byte OnWhite(int value, int alpha) => (byte)((value * alpha + byte.MaxValue * (byte.MaxValue - alpha) + byte.MaxValue / 2) / byte.MaxValue);

    /// <summary>Puts pixels on white whose fourth byte is alpha.</summary>
    public static void OnWhite(Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i += PixelBuffer.PixelBytes)
        {
            var alpha = pixels[i + 3];
            if (alpha == byte.MaxValue) continue;
            for (var c = 0; c < 3; c++) pixels[i + c] = OnWhite(pixels[i + c], alpha);
        }
    }

    /// <summary>Pixels to three channels.</summary>
    public static void Separate(ReadOnlySpan<byte> pixels, Span<byte> red, Span<byte> green, Span<byte> blue)
    {
        var i = 0;
        for (; i + 4 <= red.Length; i += 4)
        {
            var sorted = Vector128.Shuffle(Vector128.Create(pixels.Slice(4 * i, 16)), ByChannel).AsUInt32();
            MemoryMarshal.Write(red[i..], sorted.GetElement(0));
            MemoryMarshal.Write(green[i..], sorted.GetElement(1));
            MemoryMarshal.Write(blue[i..], sorted.GetElement(2));
        }
        for (; i < red.Length; i++) (red[i], green[i], blue[i]) = (pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2]);
    }
}
