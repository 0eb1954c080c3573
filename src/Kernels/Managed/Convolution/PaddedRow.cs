using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Copies rows of an image with what its padding holds, and the columns of a stride.</summary>
internal static unsafe class PaddedRow
{
    /// <summary>Copies <paramref name="length"/> values of an image row, the stride's distance apart, padding included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(LoweredPart part, float* plane, int row, int column, int length, float* target)
    {
        if (part.Repeats)
        {
            CopyRepeated(part, plane + (long)part.RowAxis.Source(row) * part.ImageWidth, column, length, target);
            return;
        }

        // A row outside the image is a row of width 0: every column is outside.
        var width = (uint)row < (uint)part.ImageHeight ? part.ImageWidth : 0;
        var source = plane + (long)row * part.ImageWidth;
        if (part.StrideColumn == 2 && VectorWidth.Has512) CopyEverySecond512(source, width, column, length, target);
        else if (part.StrideColumn != 1) CopyStrided(source, width, column, part.StrideColumn, length, target);
        else if (VectorWidth.Has512) Copy512(source, width, column, length, target);
        else CopyPlain(source, width, column, length, target);
    }

    private static void Copy512(float* source, int width, int column, int length, float* target)
    {
        for (var i = 0; i < length; i += 16) Store512(LoadInside512(source, width, column + i), target + i, length - i);
    }

    private static void CopyEverySecond512(float* source, int width, int column, int length, float* target)
    {
        var even = Vector512<int>.Indices * 2;
        for (var i = 0; i < length; i += 16)
        {
            Vector512<float> low = LoadInside512(source, width, column + 2 * i), high = LoadInside512(source, width, column + 2 * i + 16);
            Store512(Avx512F.PermuteVar16x32x2(low, even, high), target + i, length - i);
        }
    }

    // Lanes outside the image are masked: they are not read, and become zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LoadInside512(float* source, int width, int column)
    {
        var inside = Vector512.LessThan((Vector512<int>.Indices + Vector512.Create(column)).AsUInt32(), Vector512.Create((uint)width)).AsSingle();
        return Avx512F.MaskLoad(source + column, inside, Vector512<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store512(Vector512<float> values, float* target, int left)
    {
        if (left >= 16) values.Store(target);
        else Avx512F.MaskStore(target, Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(left)).AsSingle(), values);
    }

    private static void CopyPlain(float* source, int width, int column, int length, float* target)
    {
        var begin = Math.Clamp(-column, 0, length);
        var end = Math.Clamp(width - column, begin, length);
        var i = 0;
        for (; i < begin; i++) target[i] = 0;
        source += column;
        for (; i <= end - 4; i += 4) Vector128.Load(source + i).Store(target + i);
        for (; i < end; i++) target[i] = source[i];
        for (; i < length; i++) target[i] = 0;
    }

    private static void CopyStrided(float* source, int width, int column, int stride, int length, float* target)
    {
        var (begin, end) = Inside(width, column, stride, length);
        var i = 0;
        for (; i < begin; i++) target[i] = 0;
        source += column;
        if (Avx2.IsSupported && end - i >= 8)
        {
            var offsets = Vector256<int>.Indices * stride;
            for (; i <= end - 8; i += 8) Avx2.GatherVector256(source + (long)i * stride, offsets, sizeof(float)).Store(target + i);
        }
        for (; i < end; i++) target[i] = source[(long)i * stride];
        for (; i < length; i++) target[i] = 0;
    }

    private static void CopyRepeated(LoweredPart part, float* source, int column, int length, float* target)
    {
        var columns = part.ColumnAxis;
        var stride = part.StrideColumn;
        var (begin, end) = Inside(part.ImageWidth, column, stride, length);
        for (var i = 0; i < begin; i++) target[i] = source[columns.Source(column + i * stride)];
        TileCopy.Gather(source + column + (long)begin * stride, stride, target + begin, end - begin);
        for (var i = end; i < length; i++) target[i] = source[columns.Source(column + i * stride)];
    }

    // The values, first and behind the last, that lie in the image.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int Begin, int End) Inside(int width, int column, int stride, int length)
    {
        var begin = column >= 0 ? 0 : Math.Min((-column + stride - 1) / stride, length);
        return (begin, width <= column ? begin : Math.Clamp((width - column + stride - 1) / stride, begin, length));
    }
}
