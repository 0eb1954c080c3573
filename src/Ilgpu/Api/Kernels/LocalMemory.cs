using ConvGpu.Ilgpu.Debugging;
using ILGPU.Runtime;

namespace ILGPU;

/// <summary>
/// Memory of one item: arrays of constant size. Indexed by constants and by variables of unrolled loops they become registers.
/// Their contents are undefined at first. Kernel code only.
/// </summary>
public static unsafe class LocalMemory
{
    /// <summary>Memory of the item for <paramref name="extent"/> elements, a constant.</summary>
    public static ArrayView<T> Allocate<T>(int extent) where T : unmanaged =>
        ArrayView<T>.OfHostMemory(KernelItem.Current.AllocateLocal((long)extent * sizeof(T)), extent);

    /// <summary>Memory of the item in 1 dimension. The extent is a constant.</summary>
    public static ArrayView1D<T, Stride1D.Dense> Allocate1D<T>(Index1D extent) where T : unmanaged =>
        new(Allocate<T>(extent.X), extent, default);

    /// <summary>Memory of the item in 1 dimension. The extent is a constant.</summary>
    public static ArrayView1D<T, TStride> Allocate1D<T, TStride>(Index1D extent, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride1D =>
        new(Allocate<T>(stride.ComputeBufferLength(extent)), extent, stride);

    /// <summary>Memory of the item in 2 dimensions. The extent is a constant.</summary>
    public static ArrayView2D<T, TStride> Allocate2D<T, TStride>(Index2D extent, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride2D =>
        new(Allocate<T>(stride.ComputeBufferLength(extent)), extent, stride);

    /// <summary>Memory of the item in 3 dimensions. The extent is a constant.</summary>
    public static ArrayView3D<T, TStride> Allocate3D<T, TStride>(Index3D extent, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride3D =>
        new(Allocate<T>(stride.ComputeBufferLength(extent)), extent, stride);
}
