using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>
/// Convolution without shared weights. An item computes one element for four images, so that a weight is read once for the four;
/// past the end of the batch it computes the last image again and does not write.
/// </summary>
internal static class LocallyConnected2DKernels
{
    /// <summary>Images that an item computes.</summary>
    public const int Images = 4;

    public static void Forward(
        Index1D index, ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> y, LocalShape shape, int hasBias, int n)
    {
        int block = shape.OutCount.Divide(index), element = index - block * shape.OutCount.Divisor;
        int filter = shape.OutPlane.Divide(element), pixel = element - filter * shape.OutPlane.Divisor;
        int outRow = shape.OutWidth.Divide(pixel), outColumn = pixel - outRow * shape.OutWidth.Divisor;
        int firstRow = outRow * shape.StrideHeight.Divisor - shape.PadTop, firstColumn = outColumn * shape.StrideWidth.Divisor - shape.PadLeft;
        int weight = filter * shape.InChannels.Divisor * shape.Taps.Divisor * shape.OutPlane.Divisor + pixel;

        float start = 0;
        if (hasBias != 0)
            start = bias[element];
        float sum0 = start, sum1 = start, sum2 = start, sum3 = start;
        int image0 = block * Images, image1 = IntrinsicMath.Min(image0 + 1, n - 1);
        int image2 = IntrinsicMath.Min(image0 + 2, n - 1), image3 = IntrinsicMath.Min(image0 + 3, n - 1);
        int x0 = image0 * shape.InCount.Divisor, x1 = image1 * shape.InCount.Divisor;
        int x2 = image2 * shape.InCount.Divisor, x3 = image3 * shape.InCount.Divisor;
        for (int channel = 0; channel < shape.InChannels.Divisor; channel++)
        {
            for (int i = 0; i < shape.KernelHeight; i++)
            {
                int row = firstRow + i * shape.DilationHeight;
                for (int j = 0; j < shape.KernelWidth.Divisor; j++)
                {
                    int column = firstColumn + j * shape.DilationWidth;
                    if (((uint)row < (uint)shape.InHeight) & ((uint)column < (uint)shape.InWidth.Divisor))
                    {
                        int position = channel * shape.InPlane.Divisor + row * shape.InWidth.Divisor + column;
                        float value = weights[weight];
                        sum0 += value * x[x0 + position];
                        sum1 += value * x[x1 + position];
                        sum2 += value * x[x2 + position];
                        sum3 += value * x[x3 + position];
                    }
                    weight += shape.OutPlane.Divisor;
                }
            }
        }
        Store(y, image0 * shape.OutCount.Divisor + element, shape.OutCount.Divisor, n - image0, sum0, sum1, sum2, sum3);
    }

    public static void BackwardData(Index1D index, ArrayView<float> dy, ArrayView<float> weights, ArrayView<float> dx, LocalShape shape, int n)
    {
        int block = shape.InCount.Divide(index), element = index - block * shape.InCount.Divisor;
        int channel = shape.InPlane.Divide(element), pixel = element - channel * shape.InPlane.Divisor;
        int inRow = shape.InWidth.Divide(pixel), inColumn = pixel - inRow * shape.InWidth.Divisor;

        AnyStride stride = default;
        float sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        int image0 = block * Images, image1 = IntrinsicMath.Min(image0 + 1, n - 1);
        int image2 = IntrinsicMath.Min(image0 + 2, n - 1), image3 = IntrinsicMath.Min(image0 + 3, n - 1);
        int dy0 = image0 * shape.OutCount.Divisor, dy1 = image1 * shape.OutCount.Divisor;
        int dy2 = image2 * shape.OutCount.Divisor, dy3 = image3 * shape.OutCount.Divisor;
        for (int filter = 0; filter < shape.OutChannels; filter++)
        {
            int firstWeight = (filter * shape.InChannels.Divisor + channel) * shape.Taps.Divisor * shape.OutPlane.Divisor;
            for (int i = 0; i < shape.KernelHeight; i++)
            {
                int row = stride.Position(inRow + shape.PadTop - i * shape.DilationHeight, shape.StrideHeight);
                for (int j = 0; j < shape.KernelWidth.Divisor; j++)
                {
                    int column = stride.Position(inColumn + shape.PadLeft - j * shape.DilationWidth, shape.StrideWidth);
                    if (((uint)row < (uint)shape.OutHeight) & ((uint)column < (uint)shape.OutWidth.Divisor))
                    {
                        int position = row * shape.OutWidth.Divisor + column;
                        float value = weights[firstWeight + (i * shape.KernelWidth.Divisor + j) * shape.OutPlane.Divisor + position];
                        position += filter * shape.OutPlane.Divisor;
                        sum0 += value * dy[dy0 + position];
                        sum1 += value * dy[dy1 + position];
                        sum2 += value * dy[dy2 + position];
                        sum3 += value * dy[dy3 + position];
                    }
                }
            }
        }
        Store(dx, image0 * shape.InCount.Divisor + element, shape.InCount.Divisor, n - image0, sum0, sum1, sum2, sum3);
    }

    /// <summary>An item a weight, which meets one element of each image or padding.</summary>
    public static void BackwardWeights(Index1D index, ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, LocalShape shape, int n)
    {
        int k = shape.OutPlane.Divide(index), pixel = index - k * shape.OutPlane.Divisor;
        int plane = shape.Taps.Divide(k), tap = k - plane * shape.Taps.Divisor;
        int filter = shape.InChannels.Divide(plane), channel = plane - filter * shape.InChannels.Divisor;
        int i = shape.KernelWidth.Divide(tap), j = tap - i * shape.KernelWidth.Divisor;
        int outRow = shape.OutWidth.Divide(pixel), outColumn = pixel - outRow * shape.OutWidth.Divisor;
        int row = outRow * shape.StrideHeight.Divisor - shape.PadTop + i * shape.DilationHeight;
        int column = outColumn * shape.StrideWidth.Divisor - shape.PadLeft + j * shape.DilationWidth;
        float sum = 0;
        if (((uint)row < (uint)shape.InHeight) & ((uint)column < (uint)shape.InWidth.Divisor))
        {
            int inPosition = channel * shape.InPlane.Divisor + row * shape.InWidth.Divisor + column;
            int outPosition = filter * shape.OutPlane.Divisor + pixel;
            for (int image = 0; image < n; image++)
                sum += x[inPosition + image * shape.InCount.Divisor] * dy[outPosition + image * shape.OutCount.Divisor];
        }
        dw[index] = sum;
    }

    private static void Store(ArrayView<float> target, int position, int step, int images, float value0, float value1, float value2, float value3)
    {
        target[position] = value0;
        if (images > 1)
            target[position + step] = value1;
        if (images > 2)
            target[position + 2 * step] = value2;
        if (images > 3)
            target[position + 3 * step] = value3;
    }
}
