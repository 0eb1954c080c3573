using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>What convolutions need beside <see cref="GemmKernel"/>.</summary>
internal static class ConvKernels
{
    /// <summary>dw: adds the partial products of all splits, in order.</summary>
    public static void AddSplits(Index1D index, ArrayView<float> partial, ArrayView<float> result, int splits, int length)
    {
        float sum = 0;
        for (int split = 0; split < splits; split++)
            sum += partial[split * length + index];
        result[index] = sum;
    }

    /// <summary>
    /// dx of padding that repeats the image: an element gets the gradients of itself and of the padding that holds it, in row-major order.
    /// </summary>
    public static void FoldPadding(Index1D index, ArrayView<float> padded, ArrayView<float> result, PaddingFold fold)
    {
        int plane = fold.InPlane.Divide(index), pixel = index - plane * fold.InPlane.Divisor;
        int row = fold.InWidth.Divide(pixel), column = pixel - row * fold.InWidth.Divisor;
        float sum = 0;
        for (int rowPart = 0; rowPart < 3; rowPart++)
        {
            var rows = fold.Rows.Copies(rowPart, row);
            for (int h = 0; h < rows.Count; h++)
            {
                int start = (plane * fold.Rows.PaddedSize + rows.First + h + fold.Rows.Before) * fold.Columns.PaddedSize + fold.Columns.Before;
                for (int columnPart = 0; columnPart < 3; columnPart++)
                {
                    var columns = fold.Columns.Copies(columnPart, column);
                    for (int w = 0; w < columns.Count; w++)
                        sum += padded[start + columns.First + w];
                }
            }
        }
        result[index] = sum;
    }
}

/// <summary>The sizes of <see cref="ConvKernels.FoldPadding"/>.</summary>
internal readonly struct PaddingFold(Conv2DGeometry geometry)
{
    public readonly FastDivide InPlane = new(geometry.InHeight * geometry.InWidth);
    public readonly FastDivide InWidth = new(geometry.InWidth);
    public readonly PaddedAxis Rows = PaddedAxis.Rows(geometry), Columns = PaddedAxis.Columns(geometry);
}
