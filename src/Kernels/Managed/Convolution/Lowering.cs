using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Reads the image as the right operand of a matrix product, without storing the whole lowered image anywhere.</summary>
internal static unsafe class Lowering
{
    /// <summary>Packs sum positions firstDepth .. firstDepth + depth - 1 (channel-major, then tap) of the pixels that the segments name.</summary>
    /// <param name="part">The convolution.</param>
    /// <param name="image">The first channel of the group in item 0.</param>
    /// <param name="firstDepth">First sum position.</param>
    /// <param name="depth">How many.</param>
    /// <param name="segments">The pixels.</param>
    /// <param name="segmentCount">How many segments.</param>
    /// <param name="packed">Receives the values.</param>
    /// <param name="depthStride">Floats from one sum position to the next.</param>
    public static void Pack(
        LoweredPart part, float* image, int firstDepth, int depth, Segment* segments, int segmentCount, float* packed, int depthStride)
    {
        if (depth == 0) return;
        var plane = part.ImageHeight * part.ImageWidth;
        int channel = firstDepth / part.Taps, tap = firstDepth % part.Taps;
        for (var k = 0; k < depth; k++, packed += depthStride)
        {
            int tapRow = part.TapRow[tap], tapColumn = part.TapColumn[tap];
            var channelImage = image + (long)channel * plane;
            for (var s = 0; s < segmentCount; s++)
                PackRun(part, channelImage + segments[s].Image, segments[s].Row + tapRow, segments[s].Column + tapColumn, segments[s].Length, packed + segments[s].Packed);
            if (++tap < part.Taps) continue;
            tap = 0;
            channel++;
        }
    }

    /// <summary>Packs <paramref name="length"/> values of an image row, the stride's distance apart, padding included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PackRun(LoweredPart part, float* plane, int row, int column, int length, float* packed)
    {
        if (part.Edge)
        {
            PackEdge(part, plane + (long)Math.Clamp(row, 0, part.ImageHeight - 1) * part.ImageWidth, column, length, packed);
            return;
        }

        // A row outside the image is a row of width 0: every column is outside.
        var width = (uint)row < (uint)part.ImageHeight ? part.ImageWidth : 0;
        var source = plane + (long)row * part.ImageWidth;
        if (part.StrideColumn != 1) PackStrided(source, width, column, part.StrideColumn, length, packed);
        else if (VectorWidth.Has512) Pack512(source, width, column, length, packed);
        else PackPlain(source, width, column, length, packed);
    }

    // Lanes outside the image are masked: they are not read, and become zero.
    private static void Pack512(float* source, int width, int column, int length, float* packed)
    {
        var lanes = Vector512<int>.Indices;
        for (var i = 0; i < length; i += 16)
        {
            var inside = Vector512.LessThan((lanes + Vector512.Create(column + i)).AsUInt32(), Vector512.Create((uint)width)).AsSingle();
            var values = Avx512F.MaskLoad(source + column + i, inside, Vector512<float>.Zero);
            if (length - i >= 16) values.Store(packed + i);
            else Avx512F.MaskStore(packed + i, Vector512.LessThan(lanes, Vector512.Create(length - i)).AsSingle(), values);
        }
    }

    private static void PackPlain(float* source, int width, int column, int length, float* packed)
    {
        var begin = Math.Clamp(-column, 0, length);
        var end = Math.Clamp(width - column, begin, length);
        var i = 0;
        for (; i < begin; i++) packed[i] = 0;
        source += column;
        for (; i <= end - 4; i += 4) Vector128.Load(source + i).Store(packed + i);
        for (; i < end; i++) packed[i] = source[i];
        for (; i < length; i++) packed[i] = 0;
    }

    private static void PackStrided(float* source, int width, int column, int stride, int length, float* packed)
    {
        var begin = column >= 0 ? 0 : Math.Min((-column + stride - 1) / stride, length);
        var end = width <= column ? begin : Math.Clamp((width - column + stride - 1) / stride, begin, length);
        var i = 0;
        for (; i < begin; i++) packed[i] = 0;
        source += column;
        if (Avx2.IsSupported && end - i >= 8)
        {
            var offsets = Vector256<int>.Indices * stride;
            for (; i <= end - 8; i += 8) Avx2.GatherVector256(source + (long)i * stride, offsets, sizeof(float)).Store(packed + i);
        }
        for (; i < end; i++) packed[i] = source[(long)i * stride];
        for (; i < length; i++) packed[i] = 0;
    }

    private static void PackEdge(LoweredPart part, float* source, int column, int length, float* packed)
    {
        for (var i = 0; i < length; i++) packed[i] = source[Math.Clamp(column + i * part.StrideColumn, 0, part.ImageWidth - 1)];
    }
}
