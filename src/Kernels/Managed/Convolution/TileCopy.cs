using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Short copies between a register tile's buffer and its place in a tensor.</summary>
internal static unsafe class TileCopy
{
    /// <summary>Copies the columns of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row(float* source, float* target, TileShape tile)
    {
        if (VectorWidth.Has512)
        {
            Vector512<float> a = Vector512.Load(source), b = Vector512.Load(source + 16);
            a.Store(target);
            b.Store(target + 16);
            if (tile.IsWide) Vector512.Load(source + 32).Store(target + 32);
        }
        else
        {
            for (var i = 0; i < MicroKernel.Columns; i += 8) Vector256.Load(source + i).Store(target + i);
        }
    }

    /// <summary>Calls for a tile's place in a tensor, whose rows lie pages apart, where no processor looks ahead.</summary>
    public static void Prefetch(float* c, nint ldc, int rows, int columns)
    {
        if (!Sse.IsSupported) return;
        for (var i = 0; i < rows; i++, c += ldc)
            for (var j = 0; j < columns; j += 16) Sse.Prefetch0(c + j);
    }

    /// <summary>Copies from every stride-th float.</summary>
    public static void Gather(float* source, int stride, float* target, int count)
    {
        var i = 0;
        if (stride == 1)
            for (; i <= count - 4; i += 4) Vector128.Load(source + i).Store(target + i);
        for (; i < count; i++) target[i] = source[(long)i * stride];
    }

    /// <summary>Copies to every stride-th float.</summary>
    public static void Scatter(float* source, float* target, int stride, int count)
    {
        var i = 0;
        if (stride == 1)
        {
            if (VectorWidth.Has512)
                for (; i <= count - 16; i += 16) Vector512.Load(source + i).Store(target + i);
            for (; i <= count - 4; i += 4) Vector128.Load(source + i).Store(target + i);
        }
        else if (stride == 2 && VectorWidth.Has512)
        {
            for (; i <= count - 8; i += 8) ScatterPairs(source + i, target + 2 * i);
        }
        for (; i < count; i++) target[(long)i * stride] = source[i];
    }

    // Eight floats to every second of fifteen; the others between them are not touched.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ScatterPairs(float* source, float* target)
    {
        var even = Vector512.Create(0x00000000FFFFFFFFul).AsSingle();
        var values = Vector512.Create(Vector256.Load(source), default);
        var spread = Avx512F.PermuteVar16x32(values, Vector512.Create(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7));
        Avx512F.MaskStore(target, even, spread);
    }
}
