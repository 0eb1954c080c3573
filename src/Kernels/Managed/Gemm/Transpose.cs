using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>Transposed copies, 4x4 values at a time.</summary>
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
        for (; i <= rows - 4; i += 4) FourRows(source + i * sourceStride, sourceStride, columns, target + i, targetStride);
        for (; i < rows; i++)
        {
            var line = source + i * sourceStride;
            for (var j = 0; j < columns; j++) target[(long)j * targetStride + i] = line[j];
        }
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
    private static Vector128<float> Pair(Vector128<float> a, Vector128<float> b, bool low)
    {
        if (Sse.IsSupported)
            return low ? Sse.MoveLowToHigh(a, b) : Sse.MoveHighToLow(b, a);
        if (AdvSimd.Arm64.IsSupported)
            return (low ? AdvSimd.Arm64.ZipLow(a.AsDouble(), b.AsDouble()) : AdvSimd.Arm64.ZipHigh(a.AsDouble(), b.AsDouble())).AsSingle();
        return low ? Vector128.Create(a[0], a[1], b[0], b[1]) : Vector128.Create(a[2], a[3], b[2], b[3]);
    }
}
