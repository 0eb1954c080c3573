using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>Subsampling: an item an output in the forward pass, an item an input in the backward pass.</summary>
internal static class SubsampleKernels
{
    public static void Forward(Index1D index, ArrayView<float> x, ArrayView<float> y, SubsampleShape shape)
    {
        int plane = shape.OutPlane.Divide(index), pixel = index - plane * shape.OutPlane.Divisor;
        int row = shape.OutWidth.Divide(pixel), column = pixel - row * shape.OutWidth.Divisor;
        int inRow = shape.StartRow + row * shape.StepRow.Divisor, inColumn = shape.StartColumn + column * shape.StepColumn.Divisor;
        y[index] = x[plane * shape.InPlane.Divisor + inRow * shape.InWidth.Divisor + inColumn];
    }

    public static void Backward(Index1D index, ArrayView<float> dy, ArrayView<float> dx, SubsampleShape shape)
    {
        AnyStride undo = default;
        int plane = shape.InPlane.Divide(index), pixel = index - plane * shape.InPlane.Divisor;
        int row = shape.InWidth.Divide(pixel), column = pixel - row * shape.InWidth.Divisor;
        int outRow = undo.Position(row - shape.StartRow, shape.StepRow), outColumn = undo.Position(column - shape.StartColumn, shape.StepColumn);
        float value = 0;
        if ((outRow >= 0) & (outColumn >= 0))
            value = dy[plane * shape.OutPlane.Divisor + outRow * shape.OutWidth.Divisor + outColumn];
        dx[index] = value;
    }
}

/// <summary>The sizes that the kernels of subsampling read.</summary>
internal readonly struct SubsampleShape(Subsample2DGeometry geometry)
{
    public readonly FastDivide InPlane = new(geometry.InHeight * geometry.InWidth);
    public readonly FastDivide InWidth = new(geometry.InWidth);
    public readonly FastDivide OutPlane = new(geometry.OutHeight * geometry.OutWidth);
    public readonly FastDivide OutWidth = new(geometry.OutWidth);
    public readonly FastDivide StepRow = new(geometry.StepRow), StepColumn = new(geometry.StepColumn);
    public readonly int StartRow = geometry.StartRow, StartColumn = geometry.StartColumn;
}
