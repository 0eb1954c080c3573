namespace ConvGpu.Kernels.Managed;

/// <summary>The axes of a convolution without shared weights, and which outputs of a row each tap has inside the image.</summary>
internal sealed class LocalAxes
{
    public LocalAxes(LocallyConnected2DGeometry geometry)
    {
        var window = geometry.Window;
        Rows = new PoolAxis(
            geometry.InHeight, geometry.OutHeight, window.KernelHeight, window.StrideHeight, window.PadTop, window.PadBottom, window.DilationHeight);
        Columns = new PoolAxis(
            geometry.InWidth, geometry.OutWidth, window.KernelWidth, window.StrideWidth, window.PadLeft, window.PadRight, window.DilationWidth);
        FirstColumn = new int[window.KernelWidth];
        EndColumn = new int[window.KernelWidth];
        for (var tap = 0; tap < window.KernelWidth; tap++)
        {
            var first = 0;
            while (first < geometry.OutWidth && Columns.Start(first) + tap * window.DilationWidth < 0) first++;
            var end = geometry.OutWidth;
            while (end > first && Columns.Start(end - 1) + tap * window.DilationWidth >= geometry.InWidth) end--;
            (FirstColumn[tap], EndColumn[tap]) = (first, end);
        }
    }

    // Fields, not properties: the axes are read per output, and a property would copy them each time.
    public readonly PoolAxis Rows;
    public readonly PoolAxis Columns;

    /// <summary>By column of the kernel, the first output column whose tap lies inside the image.</summary>
    public int[] FirstColumn { get; }

    /// <summary>By column of the kernel, one past the last such output column.</summary>
    public int[] EndColumn { get; }
}
