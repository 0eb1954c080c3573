namespace ILGPU.Runtime;

/// <summary>Memory of a device for elements in 1 dimension.</summary>
public class MemoryBuffer1D<T, TStride> : MemoryBuffer<ArrayView1D<T, TStride>>
    where T : unmanaged
    where TStride : struct, IStride1D
{
    internal MemoryBuffer1D(MemoryBuffer owner, ArrayView1D<T, TStride> view) : base(owner, view)
    {
    }

    /// <summary>The extent of each dimension.</summary>
    public LongIndex1D Extent => View.Extent;

    /// <summary>The extent of each dimension, in 32 bits.</summary>
    public Index1D IntExtent => View.IntExtent;

    /// <summary>The memory in one dimension.</summary>
    public ArrayView<T> AsContiguous() => View.BaseView;

    /// <summary>The memory in one dimension.</summary>
    public static explicit operator ArrayView<T>(MemoryBuffer1D<T, TStride> buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return buffer.AsContiguous();
    }
}
