using ILGPU.Algorithms;

namespace ConvGpu.Kernels;

/// <summary>The order in which maxima are searched: the first of equal values stays, a NaN is larger than every number.</summary>
internal static class Maximum
{
    /// <summary>Whether a value that comes later takes the place of the best so far.</summary>
    public static bool Wins(float value, float best) => (value > best) | (XMath.IsNaN(value) & !XMath.IsNaN(best));
}
