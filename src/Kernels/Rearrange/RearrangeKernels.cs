using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>Elements that change places: forward an item an output, backward an item an input.</summary>
internal static class RearrangeKernels
{
    public static void Forward(Index1D index, ArrayView<float> x, ArrayView<float> y, RearrangeShape shape, int itemStride)
    {
        int item = shape.OutItem.Divide(index);
        var from = shape.Source(index - item * shape.OutItem.Divisor);
        float value = shape.Fill;
        if (from.Misses == 0)
            value = x[item * itemStride + from.Place];
        y[index] = value;
    }

    public static void Backward(Index1D index, ArrayView<float> dy, ArrayView<float> dx, RearrangeShape shape, int items)
    {
        int item = shape.InItem.Divide(index);
        var to = shape.Target(index - item * shape.InItem.Divisor);
        float sum = 0;
        if (to.Misses == 0)
        {
            for (int i = 0; i < items; i++)
            {
                int first = (item + i) * shape.OutItem.Divisor + to.Place;
                for (int r = 0; r < shape.Repeats; r++)
                    sum += dy[first + shape.Repetition(r)];
            }
        }
        dx[index] = sum;
    }
}
