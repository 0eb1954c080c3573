using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>ReLU, an item an element.</summary>
internal static class ReLUKernels
{
    public static void Forward(Index1D index, ArrayView<float> x, ArrayView<float> y)
    {
        float value = x[index];
        y[index] = value < 0 ? 0 : value;
    }

    public static void Backward(Index1D index, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx)
    {
        float gradient = dy[index];
        dx[index] = y[index] > 0 ? gradient : 0;
    }
}
