using System.Runtime.Intrinsics;

namespace ConvGpu.Kernels.Managed;

/// <summary>Short copies between a register tile's buffer and its place in a tensor.</summary>
internal static unsafe class TileCopy
{
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
            for (; i <= count - 4; i += 4) Vector128.Load(source + i).Store(target + i);
        for (; i < count; i++) target[(long)i * stride] = source[i];
    }
}
