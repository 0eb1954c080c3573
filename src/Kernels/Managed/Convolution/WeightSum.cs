namespace ConvGpu.Kernels.Managed;

/// <summary>One weight's gradient, straight from image and dy: the sum over exactly the positions that the weight has a part in.</summary>
/// <param name="part">The forward convolution.</param>
/// <param name="n">Batch items.</param>
/// <param name="image">x.</param>
/// <param name="gradient">dy.</param>
internal readonly unsafe struct WeightSum(LoweredPart part, int n, float* image, float* gradient)
{
    /// <summary>The sum; it ends at the first NaN, since it stays one.</summary>
    /// <param name="filter">The filter, counted over all groups.</param>
    /// <param name="channel">The channel in the filter's group.</param>
    /// <param name="tap">The tap.</param>
    public float Compute(int filter, int channel, int tap)
    {
        var sum = 0f;
        var plane = (long)filter / part.Rows * part.Channels + channel;
        for (var item = 0; item < n; item++)
        {
            var x = image + item * part.ImageItem + plane * part.ImageHeight * part.ImageWidth;
            var dy = gradient + item * part.TargetItem + (long)filter * part.TargetPlane;
            for (var row = 0; row < part.OutRows && !float.IsNaN(sum); row++)
            for (var column = 0; column < part.OutColumns; column++)
            {
                sum += *dy++ * Pixel(x, row * part.StrideRow + part.TapRow[tap], column * part.StrideColumn + part.TapColumn[tap]);
            }
        }
        return sum;
    }

    private float Pixel(float* plane, int row, int column)
    {
        if (part.Repeats) return plane[part.RowAxis.Source(row) * part.ImageWidth + part.ColumnAxis.Source(column)];
        var inside = (uint)row < (uint)part.ImageHeight && (uint)column < (uint)part.ImageWidth;
        return inside ? plane[row * part.ImageWidth + column] : 0;
    }
}
