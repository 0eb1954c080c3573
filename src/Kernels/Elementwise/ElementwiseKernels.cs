using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>Simple maps, an item an element.</summary>
internal static class ElementwiseKernels
{
    public static void Fill(Index1D index, ArrayView<float> y, float value) => y[index] = value;

    public static void Add(Index1D index, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y) => y[index] = a[index] + b[index];

    public static void Multiply(Index1D index, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y) => y[index] = a[index] * b[index];

    public static void Scale(Index1D index, ArrayView<float> x, ArrayView<float> y, float factor) => y[index] = x[index] * factor;
}
