namespace ILGPU.Runtime;

/// <summary>Memory of a device for elements in 2 dimensions.</summary>
public class MemoryBuffer2D<T, TStride> : MemoryBuffer<ArrayView2D<T, TStride>>
    where T : unmanaged
    where TStride : struct, IStride2D
{
    internal MemoryBuffer2D(MemoryBuffer owner, ArrayView2D<T, TStride> view) : base(owner, view)
    {
    }

    /// <summary>The extent of each dimension.</summary>
    public LongIndex2D Extent => View.Extent;

    /// <summary>The extent of each dimension, in 32 bits.</summary>
    public Index2D IntExtent => View.IntExtent;

    /// <summary>The memory in one dimension.</summary>
    public ArrayView<T> AsContiguous() => View.BaseView;

    /// <summary>The memory in one dimension.</summary>
    public static explicit operator ArrayView<T>(MemoryBuffer2D<T, TStride> buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return buffer.AsContiguous();
    }
}
