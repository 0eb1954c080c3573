using ConvGpu.Ilgpu.Debugging;
using ILGPU.Runtime;

namespace ILGPU;

/// <summary>Memory that all items of a group share. Its contents are undefined at first. Kernel code only.</summary>
public static unsafe class SharedMemory
{
    /// <summary>Memory of the group for <paramref name="extent"/> elements, a constant. Each place in a kernel that calls this is one allocation.</summary>
    public static ArrayView<T> Allocate<T>(int extent) where T : unmanaged =>
        ArrayView<T>.OfHostMemory(KernelItem.Current.AllocateShared((long)extent * sizeof(T)), extent);

    /// <summary>Memory of the group for one element.</summary>
    public static ref T Allocate<T>() where T : unmanaged => ref Allocate<T>(1)[0];

    /// <summary>The memory of the group whose size the launch gives (<see cref="SharedMemoryConfig"/>); every call gives the same.</summary>
    public static ArrayView<T> GetDynamic<T>() where T : unmanaged
    {
        var group = KernelItem.Current.Group;
        return ArrayView<T>.OfHostMemory(group.DynamicShared, group.DynamicSharedBytes / sizeof(T));
    }

    /// <summary>Memory of the group in 1 dimension. The extent is a constant.</summary>
    public static ArrayView1D<T, Stride1D.Dense> Allocate1D<T>(Index1D extent) where T : unmanaged =>
        new(Allocate<T>(extent.X), extent, default);

    /// <summary>Memory of the group in 1 dimension. The extent is a constant.</summary>
    public static ArrayView1D<T, TStride> Allocate1D<T, TStride>(Index1D extent, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride1D =>
        new(Allocate<T>(stride.ComputeBufferLength(extent)), extent, stride);

    /// <summary>Memory of the group in 2 dimensions. The extent is a constant.</summary>
    public static ArrayView2D<T, TStride> Allocate2D<T, TStride>(Index2D extent, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride2D =>
        new(Allocate<T>(stride.ComputeBufferLength(extent)), extent, stride);

    /// <summary>Memory of the group in 3 dimensions. The extent is a constant.</summary>
    public static ArrayView3D<T, TStride> Allocate3D<T, TStride>(Index3D extent, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride3D =>
        new(Allocate<T>(stride.ComputeBufferLength(extent)), extent, stride);

    /// <summary>Dense memory of the group in 2 dimensions, X contiguous. The extent is a constant.</summary>
    public static ArrayView2D<T, Stride2D.DenseX> Allocate2DDenseX<T>(in Index2D extent) where T : unmanaged =>
        Allocate2D<T, Stride2D.DenseX>(extent, Stride2D.DenseX.FromExtent(extent));

    /// <summary>Dense memory of the group in 2 dimensions, Y contiguous. The extent is a constant.</summary>
    public static ArrayView2D<T, Stride2D.DenseY> Allocate2DDenseY<T>(in Index2D extent) where T : unmanaged =>
        Allocate2D<T, Stride2D.DenseY>(extent, Stride2D.DenseY.FromExtent(extent));

    /// <summary>Dense memory of the group in 3 dimensions, X contiguous. The extent is a constant.</summary>
    public static ArrayView3D<T, Stride3D.DenseXY> Allocate3DDenseXY<T>(in Index3D extent) where T : unmanaged =>
        Allocate3D<T, Stride3D.DenseXY>(extent, Stride3D.DenseXY.FromExtent(extent));

    /// <summary>Dense memory of the group in 3 dimensions, Z contiguous. The extent is a constant.</summary>
    public static ArrayView3D<T, Stride3D.DenseZY> Allocate3DDenseZY<T>(in Index3D extent) where T : unmanaged =>
        Allocate3D<T, Stride3D.DenseZY>(extent, Stride3D.DenseZY.FromExtent(extent));
}
