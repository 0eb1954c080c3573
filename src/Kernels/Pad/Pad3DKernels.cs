using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>Padding that repeats volumes: an item an output in the forward pass, an item an input in the backward pass.</summary>
internal static class Pad3DKernels
{
    public static void Forward(Index1D index, ArrayView<float> x, ArrayView<float> y, PaddedVolume volume)
    {
        var at = volume.Outputs.TakeApart(index);
        int depth = volume.Depths.Source(at.Depth - volume.Depths.Before), row = volume.Rows.Source(at.Row - volume.Rows.Before);
        int column = volume.Columns.Source(at.Column - volume.Columns.Before);
        y[index] = x[((at.Base * volume.Depths.Size + depth) * volume.Rows.Size + row) * volume.Columns.Size + column];
    }

    public static void Backward(Index1D index, ArrayView<float> dy, ArrayView<float> dx, PaddedVolume volume)
    {
        var at = volume.Inputs.TakeApart(index);
        float sum = 0;
        for (int depthPart = 0; depthPart < 3; depthPart++)
        {
            var depths = volume.Depths.Copies(depthPart, at.Depth);
            for (int d = 0; d < depths.Count; d++)
            {
                int plane = at.Base * volume.Depths.PaddedSize + depths.First + d + volume.Depths.Before;
                for (int rowPart = 0; rowPart < 3; rowPart++)
                {
                    var rows = volume.Rows.Copies(rowPart, at.Row);
                    for (int h = 0; h < rows.Count; h++)
                    {
                        int start = (plane * volume.Rows.PaddedSize + rows.First + h + volume.Rows.Before) * volume.Columns.PaddedSize + volume.Columns.Before;
                        for (int columnPart = 0; columnPart < 3; columnPart++)
                        {
                            var columns = volume.Columns.Copies(columnPart, at.Column);
                            for (int w = 0; w < columns.Count; w++)
                                sum += dy[start + columns.First + w];
                        }
                    }
                }
            }
        }
        dx[index] = sum;
    }
}

/// <summary>The sizes that the kernels of padding read.</summary>
internal readonly struct PaddedVolume(Pad3DGeometry geometry)
{
    public readonly VolumeIndex Inputs = new(geometry.InDepth, geometry.InHeight, geometry.InWidth);
    public readonly VolumeIndex Outputs = new(geometry.OutDepth, geometry.OutHeight, geometry.OutWidth);
    public readonly PaddedAxis Depths = geometry.Depths, Rows = geometry.Rows, Columns = geometry.Columns;
}
