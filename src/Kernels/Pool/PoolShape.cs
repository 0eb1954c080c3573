namespace ConvGpu.Kernels;

/// <summary>The sizes that pooling kernels read.</summary>
internal readonly struct PoolShape(PoolGeometry geometry, bool countPadding = false)
{
    public readonly FastDivide InPlane = new(geometry.InHeight * geometry.InWidth);
    public readonly FastDivide InWidth = new(geometry.InWidth);
    public readonly FastDivide OutPlane = new(geometry.OutHeight * geometry.OutWidth);
    public readonly FastDivide OutWidth = new(geometry.OutWidth);
    public readonly FastDivide StrideHeight = new(geometry.Window.StrideHeight);
    public readonly FastDivide StrideWidth = new(geometry.Window.StrideWidth);
    public readonly FastDivide DilationHeight = new(geometry.Window.DilationHeight);
    public readonly FastDivide DilationWidth = new(geometry.Window.DilationWidth);
    public readonly int InHeight = geometry.InHeight;
    public readonly int OutHeight = geometry.OutHeight;
    public readonly int KernelHeight = geometry.Window.KernelHeight;
    public readonly int KernelWidth = geometry.Window.KernelWidth;
    public readonly int SpanHeight = geometry.Window.SpanHeight;
    public readonly int SpanWidth = geometry.Window.SpanWidth;
    public readonly int PadTop = geometry.Window.PadTop;
    public readonly int PadLeft = geometry.Window.PadLeft;

    /// <summary>The most windows along each side that share an element.</summary>
    public readonly int CoverHeight = DeviceTraits.CeilDivide(geometry.Window.SpanHeight, geometry.Window.StrideHeight);

    /// <inheritdoc cref="CoverHeight"/>
    public readonly int CoverWidth = DeviceTraits.CeilDivide(geometry.Window.SpanWidth, geometry.Window.StrideWidth);

    /// <summary>First row and column that the divisor of an average counts.</summary>
    public readonly int CountTop = countPadding ? -geometry.Window.PadTop : 0, CountLeft = countPadding ? -geometry.Window.PadLeft : 0;

    /// <summary>Row and column behind the last that the divisor of an average counts.</summary>
    public readonly int CountBottom = geometry.InHeight + (countPadding ? geometry.Window.PadBottom : 0);

    /// <inheritdoc cref="CountBottom"/>
    public readonly int CountRight = geometry.InWidth + (countPadding ? geometry.Window.PadRight : 0);
}
