using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace ConvGpu.Png;

/// <summary>
/// Undoes filters of rows of colours with 8 bits a sample, on their way into pixels of <see cref="PixelBuffer.PixelBytes"/> bytes: those of the row
/// above are then aligned, and the bytes of a pixel are lanes of a vector. Behind a row as many bytes as <see cref="PixelBuffer.Spare"/> are read or
/// written, whatever they are; what follows a pixel of three bytes becomes the one that is not used.
/// </summary>
internal static class PngColourRows
{
    private const int PixelBytes = PixelBuffer.PixelBytes, Block = 16 / PixelBytes;

    // Where a byte comes from; 0xFF is none, which gives zero.
    private static Vector128<byte> Spread => Vector128.Create((byte)0, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 10, 11, 12);
    private static Vector128<byte> OnePixelOn => Vector128.Create(0xFF, 0xFF, 0xFF, 0xFF, (byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    private static Vector128<byte> TwoPixelsOn => Vector128.Create(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, (byte)0, 1, 2, 3, 4, 5, 6, 7);
    private static Vector128<byte> EvenBytes => Vector128.Create((byte)0, 2, 4, 6, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF);

    /// <summary>Turns differences into pixels.</summary>
    /// <param name="filter">0 none, 1 left, 2 above, 3 their mean, 4 Paeth.</param>
    /// <param name="row">The differences.</param>
    /// <param name="samples">Bytes of a pixel in the row: 3 or 4.</param>
    /// <param name="above">The pixels of the row above; zeros above the first.</param>
    /// <param name="pixels">Takes the pixels.</param>
    /// <param name="width">How many there are.</param>
    public static void Undo(int filter, ReadOnlySpan<byte> row, int samples, ReadOnlySpan<byte> above, Span<byte> pixels, int width)
    {
        switch (filter)
        {
            case 1:
                AddLeft(row, samples, pixels, width);
                break;
            case 3:
                AddPredicted<Mean>(row, samples, above, pixels, width);
                break;
            case 4:
                AddPredicted<Paeth>(row, samples, above, pixels, width);
                break;
            default:
                for (var x = 0; x < width; x += Block)
                {
                    var block = FourPixels(row, x, samples);
                    if (filter == 2) block += FourPixels(above, x, PixelBytes);
                    block.CopyTo(pixels[(PixelBytes * x)..]);
                }
                break;
        }
    }

    private static void AddLeft(ReadOnlySpan<byte> row, int samples, Span<byte> pixels, int width)
    {
        var left = Vector128<byte>.Zero;
        for (var x = 0; x < width; x += Block)
        {
            var sum = FourPixels(row, x, samples);
            sum += Vector128.Shuffle(sum, OnePixelOn);
            sum += Vector128.Shuffle(sum, TwoPixelsOn);
            sum += left;
            sum.CopyTo(pixels[(PixelBytes * x)..]);
            left = Vector128.Create(sum.AsUInt32().GetElement(Block - 1)).AsByte();
        }
    }

    private static void AddPredicted<TPredictor>(ReadOnlySpan<byte> row, int samples, ReadOnlySpan<byte> above, Span<byte> pixels, int width) where TPredictor : struct, IPredictor
    {
        var (left, corner, bytes) = (Vector128<short>.Zero, Vector128<short>.Zero, Vector128.Create((short)byte.MaxValue));
        for (var x = 0; x < width; x++)
        {
            var up = Pixel(above, x, PixelBytes);
            left = (Pixel(row, x, samples) + TPredictor.Predict(left, up, corner)) & bytes;
            corner = up;
            BinaryPrimitives.WriteUInt32LittleEndian(pixels[(PixelBytes * x)..], Vector128.Shuffle(left.AsByte(), EvenBytes).AsUInt32().ToScalar());
        }
    }

    private static Vector128<byte> FourPixels(ReadOnlySpan<byte> row, int x, int samples)
    {
        var block = Vector128.Create(row.Slice(samples * x, Vector128<byte>.Count));
        return samples == PixelBytes ? block : Vector128.Shuffle(block, Spread);
    }

    private static Vector128<short> Pixel(ReadOnlySpan<byte> row, int x, int samples) =>
        Vector128.WidenLower(Vector128.CreateScalar(BinaryPrimitives.ReadUInt32LittleEndian(row[(samples * x)..])).AsByte()).AsInt16();

    /// <summary>What a pixel is taken to be by its neighbours.</summary>
    private interface IPredictor
    {
        static abstract Vector128<short> Predict(Vector128<short> left, Vector128<short> above, Vector128<short> corner);
    }

    private readonly struct Mean : IPredictor
    {
        public static Vector128<short> Predict(Vector128<short> left, Vector128<short> above, Vector128<short> corner) => (left + above) >> 1;
    }

    /// <summary>The neighbour that is nearest to left + above - corner, without a branch: which it is cannot be foreseen.</summary>
    private readonly struct Paeth : IPredictor
    {
        public static Vector128<short> Predict(Vector128<short> left, Vector128<short> above, Vector128<short> corner)
        {
            var (p, q) = (above - corner, left - corner);
            var (toLeft, toAbove, toCorner) = (Vector128.Abs(p), Vector128.Abs(q), Vector128.Abs(p + q));
            var nearest = Vector128.Min(toLeft, Vector128.Min(toAbove, toCorner));
            var other = Vector128.ConditionalSelect(Vector128.Equals(nearest, toAbove), above, corner);
            return Vector128.ConditionalSelect(Vector128.Equals(nearest, toLeft), left, other);
        }
    }
}
