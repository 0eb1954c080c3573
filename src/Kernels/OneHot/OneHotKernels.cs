using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>One-hot vectors, an item an element.</summary>
internal static class OneHotKernels
{
    public static void Run(Index1D index, ArrayView<int> labels, ArrayView<float> y, FastDivide itemSize, FastDivide length)
    {
        int item = itemSize.Divide(index), rest = index - item * itemSize.Divisor, channel = length.Divide(rest);
        y[index] = labels[item * length.Divisor + rest - channel * length.Divisor] == channel ? 1 : 0;
    }
}
