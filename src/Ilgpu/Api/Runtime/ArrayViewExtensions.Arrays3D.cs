namespace ILGPU.Runtime;

public static unsafe partial class ArrayViewExtensions
{
    /// <summary>Copies all elements to an array of the same extent. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this ArrayView3D<T, Stride3D.DenseXY> view, T[,,] data) where T : unmanaged =>
        view.CopyToCPU(Streams.Default(view), data);

    /// <summary>Copies all elements to an array of the same extent.</summary>
    public static void CopyToCPU<T>(this ArrayView3D<T, Stride3D.DenseXY> view, AcceleratorStream stream, T[,,] data) where T : unmanaged =>
        StridedCopies.ToHost(view, stream, data);

    /// <summary>Copies all elements from an array of the same extent. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this ArrayView3D<T, Stride3D.DenseXY> view, T[,,] data) where T : unmanaged =>
        view.CopyFromCPU(Streams.Default(view), data);

    /// <summary>Copies all elements from an array of the same extent.</summary>
    public static void CopyFromCPU<T>(this ArrayView3D<T, Stride3D.DenseXY> view, AcceleratorStream stream, T[,,] data) where T : unmanaged =>
        StridedCopies.FromHost(view, stream, data);

    /// <summary>Copies elements to an array of the same extent. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseXY>> buffer, T[,,] data) where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    /// <summary>Copies elements to an array of the same extent.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseXY>> buffer, AcceleratorStream stream, T[,,] data) where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    /// <summary>Copies elements from an array of the same extent. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseXY>> buffer, T[,,] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    /// <summary>Copies elements from an array of the same extent.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseXY>> buffer, AcceleratorStream stream, T[,,] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[,,] GetAsArray3D<T>(this ArrayView3D<T, Stride3D.DenseXY> view) where T : unmanaged =>
        view.GetAsArray3D(Streams.Default(view));

    /// <summary>Copies all elements to a new array.</summary>
    public static T[,,] GetAsArray3D<T>(this ArrayView3D<T, Stride3D.DenseXY> view, AcceleratorStream stream) where T : unmanaged
    {
        var data = new T[view.Extent.X, view.Extent.Y, view.Extent.Z];
        view.CopyToCPU(stream, data);
        return data;
    }

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[,,] GetAsArray3D<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseXY>> buffer) where T : unmanaged =>
        buffer.View.GetAsArray3D();

    /// <summary>Copies all elements to a new array.</summary>
    public static T[,,] GetAsArray3D<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseXY>> buffer, AcceleratorStream stream) where T : unmanaged =>
        buffer.View.GetAsArray3D(stream);

    /// <summary>Allocates memory and copies an array to it. Uses the default stream.</summary>
    public static MemoryBuffer3D<T, Stride3D.DenseXY> Allocate3DDenseXY<T>(this Accelerator accelerator, T[,,] data) where T : unmanaged =>
        accelerator.Allocate3DDenseXY(accelerator.DefaultStream, data);

    /// <summary>Allocates memory and copies an array to it.</summary>
    public static MemoryBuffer3D<T, Stride3D.DenseXY> Allocate3DDenseXY<T>(this Accelerator accelerator, AcceleratorStream stream, T[,,] data) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var buffer = accelerator.Allocate3DDenseXY<T>(new LongIndex3D(data.GetLongLength(0), data.GetLongLength(1), data.GetLongLength(2)));
        buffer.View.CopyFromCPU(stream, data);
        return buffer;
    }

    /// <summary>Copies all elements to an array of the same extent. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this ArrayView3D<T, Stride3D.DenseZY> view, T[,,] data) where T : unmanaged =>
        view.CopyToCPU(Streams.Default(view), data);

    /// <summary>Copies all elements to an array of the same extent.</summary>
    public static void CopyToCPU<T>(this ArrayView3D<T, Stride3D.DenseZY> view, AcceleratorStream stream, T[,,] data) where T : unmanaged =>
        StridedCopies.ToHost(view, stream, data);

    /// <summary>Copies all elements from an array of the same extent. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this ArrayView3D<T, Stride3D.DenseZY> view, T[,,] data) where T : unmanaged =>
        view.CopyFromCPU(Streams.Default(view), data);

    /// <summary>Copies all elements from an array of the same extent.</summary>
    public static void CopyFromCPU<T>(this ArrayView3D<T, Stride3D.DenseZY> view, AcceleratorStream stream, T[,,] data) where T : unmanaged =>
        StridedCopies.FromHost(view, stream, data);

    /// <summary>Copies elements to an array of the same extent. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseZY>> buffer, T[,,] data) where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    /// <summary>Copies elements to an array of the same extent.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseZY>> buffer, AcceleratorStream stream, T[,,] data) where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    /// <summary>Copies elements from an array of the same extent. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseZY>> buffer, T[,,] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    /// <summary>Copies elements from an array of the same extent.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseZY>> buffer, AcceleratorStream stream, T[,,] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[,,] GetAsArray3D<T>(this ArrayView3D<T, Stride3D.DenseZY> view) where T : unmanaged =>
        view.GetAsArray3D(Streams.Default(view));

    /// <summary>Copies all elements to a new array.</summary>
    public static T[,,] GetAsArray3D<T>(this ArrayView3D<T, Stride3D.DenseZY> view, AcceleratorStream stream) where T : unmanaged
    {
        var data = new T[view.Extent.X, view.Extent.Y, view.Extent.Z];
        view.CopyToCPU(stream, data);
        return data;
    }

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[,,] GetAsArray3D<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseZY>> buffer) where T : unmanaged =>
        buffer.View.GetAsArray3D();

    /// <summary>Copies all elements to a new array.</summary>
    public static T[,,] GetAsArray3D<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.DenseZY>> buffer, AcceleratorStream stream) where T : unmanaged =>
        buffer.View.GetAsArray3D(stream);

    /// <summary>Allocates memory and copies an array to it. Uses the default stream.</summary>
    public static MemoryBuffer3D<T, Stride3D.DenseZY> Allocate3DDenseZY<T>(this Accelerator accelerator, T[,,] data) where T : unmanaged =>
        accelerator.Allocate3DDenseZY(accelerator.DefaultStream, data);

    /// <summary>Allocates memory and copies an array to it.</summary>
    public static MemoryBuffer3D<T, Stride3D.DenseZY> Allocate3DDenseZY<T>(this Accelerator accelerator, AcceleratorStream stream, T[,,] data) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var buffer = accelerator.Allocate3DDenseZY<T>(new LongIndex3D(data.GetLongLength(0), data.GetLongLength(1), data.GetLongLength(2)));
        buffer.View.CopyFromCPU(stream, data);
        return buffer;
    }

    /// <summary>Copies all elements to an array of the same extent. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this ArrayView3D<T, Stride3D.General> view, T[,,] data) where T : unmanaged =>
        view.CopyToCPU(Streams.Default(view), data);

    /// <summary>Copies all elements to an array of the same extent.</summary>
    public static void CopyToCPU<T>(this ArrayView3D<T, Stride3D.General> view, AcceleratorStream stream, T[,,] data) where T : unmanaged =>
        StridedCopies.ToHost(view, stream, data);

    /// <summary>Copies all elements from an array of the same extent. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this ArrayView3D<T, Stride3D.General> view, T[,,] data) where T : unmanaged =>
        view.CopyFromCPU(Streams.Default(view), data);

    /// <summary>Copies all elements from an array of the same extent.</summary>
    public static void CopyFromCPU<T>(this ArrayView3D<T, Stride3D.General> view, AcceleratorStream stream, T[,,] data) where T : unmanaged =>
        StridedCopies.FromHost(view, stream, data);

    /// <summary>Copies elements to an array of the same extent. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.General>> buffer, T[,,] data) where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    /// <summary>Copies elements to an array of the same extent.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.General>> buffer, AcceleratorStream stream, T[,,] data) where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    /// <summary>Copies elements from an array of the same extent. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.General>> buffer, T[,,] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    /// <summary>Copies elements from an array of the same extent.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.General>> buffer, AcceleratorStream stream, T[,,] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[,,] GetAsArray3D<T>(this ArrayView3D<T, Stride3D.General> view) where T : unmanaged =>
        view.GetAsArray3D(Streams.Default(view));

    /// <summary>Copies all elements to a new array.</summary>
    public static T[,,] GetAsArray3D<T>(this ArrayView3D<T, Stride3D.General> view, AcceleratorStream stream) where T : unmanaged
    {
        var data = new T[view.Extent.X, view.Extent.Y, view.Extent.Z];
        view.CopyToCPU(stream, data);
        return data;
    }

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[,,] GetAsArray3D<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.General>> buffer) where T : unmanaged =>
        buffer.View.GetAsArray3D();

    /// <summary>Copies all elements to a new array.</summary>
    public static T[,,] GetAsArray3D<T>(this MemoryBuffer<ArrayView3D<T, Stride3D.General>> buffer, AcceleratorStream stream) where T : unmanaged =>
        buffer.View.GetAsArray3D(stream);
}
