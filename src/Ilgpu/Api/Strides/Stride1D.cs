namespace ILGPU;

/// <summary>How the elements of 1-dimensional views lie in memory.</summary>
public static partial class Stride1D
{
    /// <summary>The element at an index.</summary>
    public static int ComputeElementIndex<TStride>(this TStride stride, Index1D index)
        where TStride : struct, IStride1D =>
        index.X * stride.XStride;

    /// <summary>The element at an index.</summary>
    public static long ComputeElementIndex<TStride>(this TStride stride, LongIndex1D index)
        where TStride : struct, IStride1D =>
        index.X * stride.XStride;

    /// <summary>The element at an index that must lie in <paramref name="extent"/>.</summary>
    public static int ComputeElementIndexChecked<TStride>(this TStride stride, Index1D index, Index1D extent)
        where TStride : struct, IStride1D =>
        index.X * stride.XStride;

    /// <summary>The element at an index that must lie in <paramref name="extent"/>.</summary>
    public static long ComputeElementIndexChecked<TStride>(this TStride stride, LongIndex1D index, LongIndex1D extent)
        where TStride : struct, IStride1D =>
        index.X * stride.XStride;

    /// <summary>Elements of a buffer that holds <paramref name="extent"/>.</summary>
    public static int ComputeBufferLength<TStride>(this TStride stride, Index1D extent)
        where TStride : struct, IStride1D =>
        extent.X * stride.XStride;

    /// <summary>Elements of a buffer that holds <paramref name="extent"/>.</summary>
    public static long ComputeBufferLength<TStride>(this TStride stride, LongIndex1D extent)
        where TStride : struct, IStride1D =>
        extent.X * stride.XStride;
}
