namespace ILGPU.Runtime;

/// <summary>Memory of a device for elements in 3 dimensions.</summary>
public class MemoryBuffer3D<T, TStride> : MemoryBuffer<ArrayView3D<T, TStride>>
    where T : unmanaged
    where TStride : struct, IStride3D
{
    internal MemoryBuffer3D(MemoryBuffer owner, ArrayView3D<T, TStride> view) : base(owner, view)
    {
    }

    /// <summary>The extent of each dimension.</summary>
    public LongIndex3D Extent => View.Extent;

    /// <summary>The extent of each dimension, in 32 bits.</summary>
    public Index3D IntExtent => View.IntExtent;

    /// <summary>The memory in one dimension.</summary>
    public ArrayView<T> AsContiguous() => View.BaseView;

    /// <summary>The memory in one dimension.</summary>
    public static explicit operator ArrayView<T>(MemoryBuffer3D<T, TStride> buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return buffer.AsContiguous();
    }
}
