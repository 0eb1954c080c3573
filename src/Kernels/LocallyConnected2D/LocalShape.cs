namespace ConvGpu.Kernels;

/// <summary>The sizes that <see cref="LocallyConnected2DKernels"/> take apart indices with.</summary>
internal readonly struct LocalShape(LocallyConnected2DGeometry geometry)
{
    public readonly FastDivide OutCount = new(geometry.OutCount);
    public readonly FastDivide OutPlane = new(geometry.OutHeight * geometry.OutWidth);
    public readonly FastDivide OutWidth = new(geometry.OutWidth);
    public readonly FastDivide InCount = new(geometry.InCount);
    public readonly FastDivide InPlane = new(geometry.InHeight * geometry.InWidth);
    public readonly FastDivide InWidth = new(geometry.InWidth);
    public readonly FastDivide InChannels = new(geometry.InChannels);
    public readonly FastDivide Taps = new(geometry.Window.KernelHeight * geometry.Window.KernelWidth);
    public readonly FastDivide KernelWidth = new(geometry.Window.KernelWidth);
    public readonly FastDivide StrideHeight = new(geometry.Window.StrideHeight);
    public readonly FastDivide StrideWidth = new(geometry.Window.StrideWidth);
    public readonly int InHeight = geometry.InHeight;
    public readonly int OutHeight = geometry.OutHeight;
    public readonly int OutChannels = geometry.OutChannels;
    public readonly int KernelHeight = geometry.Window.KernelHeight;
    public readonly int DilationHeight = geometry.Window.DilationHeight;
    public readonly int DilationWidth = geometry.Window.DilationWidth;
    public readonly int PadTop = geometry.Window.PadTop;
    public readonly int PadLeft = geometry.Window.PadLeft;
}
