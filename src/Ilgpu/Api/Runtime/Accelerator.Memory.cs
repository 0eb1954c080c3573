namespace ILGPU.Runtime;

public abstract unsafe partial class Accelerator
{
    /// <summary>Allocates memory for consecutive elements. Its contents are undefined.</summary>
    /// <exception cref="OutOfMemoryException">The device has no room.</exception>
    public MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(long length) where T : unmanaged =>
        Allocate1D<T, Stride1D.Dense>(length, default);

    /// <summary>Allocates memory for elements that lie as the stride says. Its contents are undefined.</summary>
    public MemoryBuffer1D<T, TStride> Allocate1D<T, TStride>(long length, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride1D
    {
        var (owner, view) = Allocate<T>(stride.ComputeBufferLength((LongIndex1D)length));
        return new(owner, new(view, length, stride));
    }

    /// <summary>Allocates memory for elements in two dimensions.</summary>
    /// <param name="extent">The extent.</param>
    /// <param name="getLeadingDimensionSize">Gives the size of the contiguous dimension, padding included.</param>
    /// <param name="buildStride">Makes the stride of extent and size.</param>
    public MemoryBuffer2D<T, TStride> Allocate2D<T, TStride>(
        in LongIndex2D extent, Stride2D.GetLeadingDimensionSize getLeadingDimensionSize, Stride2D.BuildStride<TStride> buildStride)
        where T : unmanaged
        where TStride : struct, IStride2D
    {
        ArgumentNullException.ThrowIfNull(getLeadingDimensionSize);
        ArgumentNullException.ThrowIfNull(buildStride);
        return Allocate2D<T, TStride>(extent, buildStride(extent, checked((int)getLeadingDimensionSize(extent))));
    }

    /// <summary>Allocates memory for elements in two dimensions, X contiguous.</summary>
    public MemoryBuffer2D<T, Stride2D.DenseX> Allocate2DDenseX<T>(in LongIndex2D extent) where T : unmanaged =>
        Allocate2D<T, Stride2D.DenseX>(extent, Stride2D.DenseX.FromExtent(extent));

    /// <summary>Allocates memory for elements in two dimensions, Y contiguous as in a C# array.</summary>
    public MemoryBuffer2D<T, Stride2D.DenseY> Allocate2DDenseY<T>(in LongIndex2D extent) where T : unmanaged =>
        Allocate2D<T, Stride2D.DenseY>(extent, Stride2D.DenseY.FromExtent(extent));

    /// <summary>Allocates memory for elements in two dimensions, X contiguous and padded to a multiple of the alignment.</summary>
    public MemoryBuffer2D<T, Stride2D.DenseX> Allocate2DPitchedX<T>(in LongIndex2D extent, int xAlignmentInBytes) where T : unmanaged =>
        Allocate2D<T, Stride2D.DenseX>(extent, new Stride2D.DenseX(Pitch.Of<T>(extent.X, xAlignmentInBytes)));

    /// <summary>Allocates memory for elements in two dimensions, Y contiguous and padded to a multiple of the alignment.</summary>
    public MemoryBuffer2D<T, Stride2D.DenseY> Allocate2DPitchedY<T>(in LongIndex2D extent, int yAlignmentInBytes) where T : unmanaged =>
        Allocate2D<T, Stride2D.DenseY>(extent, new Stride2D.DenseY(Pitch.Of<T>(extent.Y, yAlignmentInBytes)));

    /// <summary>Allocates memory for elements in three dimensions.</summary>
    /// <param name="extent">The extent.</param>
    /// <param name="getLeadingDimensionSize">Gives the size of the contiguous dimension, padding included.</param>
    /// <param name="buildStride">Makes the stride of extent and size.</param>
    public MemoryBuffer3D<T, TStride> Allocate3D<T, TStride>(
        LongIndex3D extent, Stride3D.GetLeadingDimensionSize getLeadingDimensionSize, Stride3D.BuildStride<TStride> buildStride)
        where T : unmanaged
        where TStride : struct, IStride3D
    {
        ArgumentNullException.ThrowIfNull(getLeadingDimensionSize);
        ArgumentNullException.ThrowIfNull(buildStride);
        return Allocate3D<T, TStride>(extent, buildStride(extent, checked((int)getLeadingDimensionSize(extent))));
    }

    /// <summary>Allocates memory for elements in three dimensions, X contiguous, then Y.</summary>
    public MemoryBuffer3D<T, Stride3D.DenseXY> Allocate3DDenseXY<T>(LongIndex3D extent) where T : unmanaged =>
        Allocate3D<T, Stride3D.DenseXY>(extent, Stride3D.DenseXY.FromExtent(extent));

    /// <summary>Allocates memory for elements in three dimensions, Z contiguous, then Y, as in a C# array.</summary>
    public MemoryBuffer3D<T, Stride3D.DenseZY> Allocate3DDenseZY<T>(LongIndex3D extent) where T : unmanaged =>
        Allocate3D<T, Stride3D.DenseZY>(extent, Stride3D.DenseZY.FromExtent(extent));

    /// <summary>Allocates memory for elements in three dimensions, X contiguous and padded to a multiple of the alignment.</summary>
    public MemoryBuffer3D<T, Stride3D.DenseXY> Allocate3DPitchedXY<T>(LongIndex3D extent, int xyAlignmentInBytes) where T : unmanaged =>
        Allocate3D<T, Stride3D.DenseXY>(extent, Pitch.StrideXY(extent, Pitch.Of<T>(extent.X, xyAlignmentInBytes)));

    /// <summary>Allocates memory for elements in three dimensions, Z contiguous and padded to a multiple of the alignment.</summary>
    public MemoryBuffer3D<T, Stride3D.DenseZY> Allocate3DPitchedZY<T>(LongIndex3D extent, int yzAlignmentInBytes) where T : unmanaged =>
        Allocate3D<T, Stride3D.DenseZY>(extent, Pitch.StrideZY(extent, Pitch.Of<T>(extent.Z, yzAlignmentInBytes)));

    /// <summary>Allocates memory without a type. Its contents are undefined.</summary>
    /// <param name="length">How many elements.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    public MemoryBuffer AllocateRaw(long length, int elementSize)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(elementSize);
        return Track(AllocateCore(length, elementSize));
    }

    private MemoryBuffer2D<T, TStride> Allocate2D<T, TStride>(LongIndex2D extent, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride2D
    {
        var (owner, view) = Allocate<T>(stride.ComputeBufferLength(extent));
        return new(owner, new(view, extent, stride));
    }

    private MemoryBuffer3D<T, TStride> Allocate3D<T, TStride>(LongIndex3D extent, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride3D
    {
        var (owner, view) = Allocate<T>(stride.ComputeBufferLength(extent));
        return new(owner, new(view, extent, stride));
    }

    private (MemoryBuffer Owner, ArrayView<T> View) Allocate<T>(long length) where T : unmanaged
    {
        var owner = AllocateRaw(length, sizeof(T));
        return (owner, new(owner, 0, length));
    }
}
