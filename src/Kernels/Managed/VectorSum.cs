using System.Numerics;
using System.Runtime.Intrinsics;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Sums of runs of floats in a fixed order: four vectors side by side, then their lanes, then the rest.</summary>
internal static unsafe class VectorSum
{
    /// <summary>The sum.</summary>
    public static float Of(float* values, int count)
    {
        var i = 0;
        var sum = 0f;
        if (VectorWidth.Has256)
        {
            Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
            for (; i <= count - 32; i += 32)
            {
                s0 += Vector256.Load(values + i);
                s1 += Vector256.Load(values + i + 8);
                s2 += Vector256.Load(values + i + 16);
                s3 += Vector256.Load(values + i + 24);
            }
            for (; i <= count - 8; i += 8) s0 += Vector256.Load(values + i);
            sum = Vector256.Sum((s0 + s1) + (s2 + s3));
        }
        else
        {
            Vector128<float> s0 = default, s1 = default;
            for (; i <= count - 8; i += 8)
            {
                s0 += Vector128.Load(values + i);
                s1 += Vector128.Load(values + i + 4);
            }
            sum = Vector128.Sum(s0 + s1);
        }
        for (; i < count; i++) sum += values[i];
        return sum;
    }

    /// <summary>target += values.</summary>
    public static void Add(float* target, float* values, int count)
    {
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count) (Vector.Load(target + i) + Vector.Load(values + i)).Store(target + i);
        for (; i < count; i++) target[i] += values[i];
    }
}
