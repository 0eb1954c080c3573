using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Transposed copies, 16x16 values at a time where vectors hold 16, and 4x4.</summary>
internal static unsafe class Transpose
{
    /// <summary>
    /// target[j * targetStride + i] = source[i * sourceStride + j] for i below <paramref name="rows"/>, j below <paramref name="columns"/>;
    /// zero for i from rows to targetStride - 1.
    /// </summary>
    public static void Pack(float* source, long sourceStride, int rows, int columns, float* target, int targetStride)
    {
        Copy(source, sourceStride, rows, columns, target, targetStride);
        if (rows == targetStride) return;
        for (var j = 0; j < columns; j++) new Span<float>(target + (long)j * targetStride + rows, targetStride - rows).Clear();
    }

    /// <summary>target[j * targetStride + i] = source[i * sourceStride + j] for i below <paramref name="rows"/>, j below <paramref name="columns"/>.</summary>
    public static void Copy(float* source, long sourceStride, int rows, int columns, float* target, int targetStride)
    {
        var i = 0;
        for (; VectorWidth.Has512 && i <= rows - 16; i += 16) SixteenRows(source + i * sourceStride, sourceStride, columns, target + i, targetStride);
        for (; i <= rows - 4; i += 4) FourRows(source + i * sourceStride, sourceStride, columns, target + i, targetStride);
        for (; i < rows; i++)
        {
            var line = source + i * sourceStride;
            for (var j = 0; j < columns; j++) target[(long)j * targetStride + i] = line[j];
        }
    }

    private static void SixteenRows(float* source, long sourceStride, int columns, float* target, int targetStride)
    {
        var j = 0;
        for (; j <= columns - 16; j += 16) Square(source + j, (nint)sourceStride, target + (long)j * targetStride, targetStride);
        for (var i = 0; i < 16 && j < columns; i += 4)
            FourRows(source + i * sourceStride + j, sourceStride, columns - j, target + (long)j * targetStride + i, targetStride);
    }

    // 16x16 values. Each quarter of a vector holds four columns: within them like FourRows, then the quarters of four vectors.
    private static void Square(float* source, nint sourceStride, float* target, nint targetStride)
    {
        Quarters(source, sourceStride, out var a0, out var a1, out var a2, out var a3);
        Quarters(source + 4 * sourceStride, sourceStride, out var b0, out var b1, out var b2, out var b3);
        Quarters(source + 8 * sourceStride, sourceStride, out var c0, out var c1, out var c2, out var c3);
        Quarters(source + 12 * sourceStride, sourceStride, out var d0, out var d1, out var d2, out var d3);
        EveryFourth(a0, b0, c0, d0, target, 4 * targetStride);
        EveryFourth(a1, b1, c1, d1, target + targetStride, 4 * targetStride);
        EveryFourth(a2, b2, c2, d2, target + 2 * targetStride, 4 * targetStride);
        EveryFourth(a3, b3, c3, d3, target + 3 * targetStride, 4 * targetStride);
    }

    // Of four rows: quarter q of result i is column 4q + i.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarters(
        float* source, nint stride, out Vector512<float> column0, out Vector512<float> column1, out Vector512<float> column2, out Vector512<float> column3)
    {
        Vector512<float> a = Vector512.Load(source), b = Vector512.Load(source + stride);
        Vector512<float> c = Vector512.Load(source + 2 * stride), d = Vector512.Load(source + 3 * stride);
        Vector512<double> ab0 = Avx512F.UnpackLow(a, b).AsDouble(), ab1 = Avx512F.UnpackHigh(a, b).AsDouble();
        Vector512<double> cd0 = Avx512F.UnpackLow(c, d).AsDouble(), cd1 = Avx512F.UnpackHigh(c, d).AsDouble();
        column0 = Avx512F.UnpackLow(ab0, cd0).AsSingle();
        column1 = Avx512F.UnpackHigh(ab0, cd0).AsSingle();
        column2 = Avx512F.UnpackLow(ab1, cd1).AsSingle();
        column3 = Avx512F.UnpackHigh(ab1, cd1).AsSingle();
    }

    // Stores quarter q of all four vectors side by side at q strides.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EveryFourth(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* target, nint stride)
    {
        const byte low = 0x44, high = 0xEE, even = 0x88, odd = 0xDD;
        Vector512<float> ab = Avx512F.Shuffle4x128(a, b, low), cd = Avx512F.Shuffle4x128(c, d, low);
        Avx512F.Shuffle4x128(ab, cd, even).Store(target);
        Avx512F.Shuffle4x128(ab, cd, odd).Store(target + stride);
        ab = Avx512F.Shuffle4x128(a, b, high);
        cd = Avx512F.Shuffle4x128(c, d, high);
        Avx512F.Shuffle4x128(ab, cd, even).Store(target + 2 * stride);
        Avx512F.Shuffle4x128(ab, cd, odd).Store(target + 3 * stride);
    }

    private static void FourRows(float* source, long sourceStride, int columns, float* target, int targetStride)
    {
        float* row0 = source, row1 = source + sourceStride, row2 = source + 2 * sourceStride, row3 = source + 3 * sourceStride;
        var j = 0;
        for (; j <= columns - 4; j += 4)
        {
            Vector128<float> a = Vector128.Load(row0 + j), b = Vector128.Load(row1 + j), c = Vector128.Load(row2 + j), d = Vector128.Load(row3 + j);
            Vector128<float> ab0 = Interleave(a, b, low: true), ab1 = Interleave(a, b, low: false);
            Vector128<float> cd0 = Interleave(c, d, low: true), cd1 = Interleave(c, d, low: false);
            var line = target + (long)j * targetStride;
            Pair(ab0, cd0, low: true).Store(line);
            Pair(ab0, cd0, low: false).Store(line + targetStride);
            Pair(ab1, cd1, low: true).Store(line + 2 * targetStride);
            Pair(ab1, cd1, low: false).Store(line + 3 * targetStride);
        }
        for (; j < columns; j++)
        {
            var line = target + (long)j * targetStride;
            (line[0], line[1], line[2], line[3]) = (row0[j], row1[j], row2[j], row3[j]);
        }
    }

    /// <summary>The lower or upper halves of two vectors, element by element: one unpack instruction on x64, zip on Arm64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Interleave(Vector128<float> a, Vector128<float> b, bool low)
    {
        if (Sse.IsSupported)
            return low ? Sse.UnpackLow(a, b) : Sse.UnpackHigh(a, b);
        if (AdvSimd.Arm64.IsSupported)
            return low ? AdvSimd.Arm64.ZipLow(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
        return low ? Vector128.Create(a[0], b[0], a[1], b[1]) : Vector128.Create(a[2], b[2], a[3], b[3]);
    }

    /// <summary>The lower or upper halves of two vectors behind each other. GetLower and GetUpper would go through memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Pair(Vector128<float> a, Vector128<float> b, bool low)
    {
        if (Sse.IsSupported)
            return low ? Sse.MoveLowToHigh(a, b) : Sse.MoveHighToLow(b, a);
        if (AdvSimd.Arm64.IsSupported)
            return (low ? AdvSimd.Arm64.ZipLow(a.AsDouble(), b.AsDouble()) : AdvSimd.Arm64.ZipHigh(a.AsDouble(), b.AsDouble())).AsSingle();
        return low ? Vector128.Create(a[0], a[1], b[0], b[1]) : Vector128.Create(a[2], a[3], b[2], b[3]);
    }
}
