using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>What dense layers need beside <see cref="GemmKernel"/>.</summary>
internal static class DenseKernels
{
    /// <summary>db: an item a feature sums dy over the batch, in order.</summary>
    public static void BiasGradient(Index1D index, ArrayView<float> gradient, ArrayView<float> biasGradient, int n, int features)
    {
        int feature = index;
        float sum = 0;
        for (int row = 0; row < n; row++)
            sum += gradient[row * features + feature];
        biasGradient[feature] = sum;
    }
}
