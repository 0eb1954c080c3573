namespace ILGPU.Runtime;

public static unsafe partial class ArrayViewExtensions
{
    /// <summary>Copies all elements to an array of the same extent. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this ArrayView2D<T, Stride2D.DenseX> view, T[,] data) where T : unmanaged =>
        view.CopyToCPU(Streams.Default(view), data);

    /// <summary>Copies all elements to an array of the same extent.</summary>
    public static void CopyToCPU<T>(this ArrayView2D<T, Stride2D.DenseX> view, AcceleratorStream stream, T[,] data) where T : unmanaged =>
        StridedCopies.ToHost(view, stream, data);

    /// <summary>Copies all elements from an array of the same extent. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this ArrayView2D<T, Stride2D.DenseX> view, T[,] data) where T : unmanaged =>
        view.CopyFromCPU(Streams.Default(view), data);

    /// <summary>Copies all elements from an array of the same extent.</summary>
    public static void CopyFromCPU<T>(this ArrayView2D<T, Stride2D.DenseX> view, AcceleratorStream stream, T[,] data) where T : unmanaged =>
        StridedCopies.FromHost(view, stream, data);

    /// <summary>Copies elements to an array of the same extent. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseX>> buffer, T[,] data) where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    /// <summary>Copies elements to an array of the same extent.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseX>> buffer, AcceleratorStream stream, T[,] data) where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    /// <summary>Copies elements from an array of the same extent. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseX>> buffer, T[,] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    /// <summary>Copies elements from an array of the same extent.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseX>> buffer, AcceleratorStream stream, T[,] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[,] GetAsArray2D<T>(this ArrayView2D<T, Stride2D.DenseX> view) where T : unmanaged =>
        view.GetAsArray2D(Streams.Default(view));

    /// <summary>Copies all elements to a new array.</summary>
    public static T[,] GetAsArray2D<T>(this ArrayView2D<T, Stride2D.DenseX> view, AcceleratorStream stream) where T : unmanaged
    {
        var data = new T[view.Extent.X, view.Extent.Y];
        view.CopyToCPU(stream, data);
        return data;
    }

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[,] GetAsArray2D<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseX>> buffer) where T : unmanaged =>
        buffer.View.GetAsArray2D();

    /// <summary>Copies all elements to a new array.</summary>
    public static T[,] GetAsArray2D<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseX>> buffer, AcceleratorStream stream) where T : unmanaged =>
        buffer.View.GetAsArray2D(stream);

    /// <summary>Allocates memory and copies an array to it. Uses the default stream.</summary>
    public static MemoryBuffer2D<T, Stride2D.DenseX> Allocate2DDenseX<T>(this Accelerator accelerator, T[,] data) where T : unmanaged =>
        accelerator.Allocate2DDenseX(accelerator.DefaultStream, data);

    /// <summary>Allocates memory and copies an array to it.</summary>
    public static MemoryBuffer2D<T, Stride2D.DenseX> Allocate2DDenseX<T>(this Accelerator accelerator, AcceleratorStream stream, T[,] data) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var buffer = accelerator.Allocate2DDenseX<T>(new LongIndex2D(data.GetLongLength(0), data.GetLongLength(1)));
        buffer.View.CopyFromCPU(stream, data);
        return buffer;
    }

    /// <summary>Copies all elements to an array of the same extent. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this ArrayView2D<T, Stride2D.DenseY> view, T[,] data) where T : unmanaged =>
        view.CopyToCPU(Streams.Default(view), data);

    /// <summary>Copies all elements to an array of the same extent.</summary>
    public static void CopyToCPU<T>(this ArrayView2D<T, Stride2D.DenseY> view, AcceleratorStream stream, T[,] data) where T : unmanaged =>
        StridedCopies.ToHost(view, stream, data);

    /// <summary>Copies all elements from an array of the same extent. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this ArrayView2D<T, Stride2D.DenseY> view, T[,] data) where T : unmanaged =>
        view.CopyFromCPU(Streams.Default(view), data);

    /// <summary>Copies all elements from an array of the same extent.</summary>
    public static void CopyFromCPU<T>(this ArrayView2D<T, Stride2D.DenseY> view, AcceleratorStream stream, T[,] data) where T : unmanaged =>
        StridedCopies.FromHost(view, stream, data);

    /// <summary>Copies elements to an array of the same extent. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseY>> buffer, T[,] data) where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    /// <summary>Copies elements to an array of the same extent.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseY>> buffer, AcceleratorStream stream, T[,] data) where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    /// <summary>Copies elements from an array of the same extent. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseY>> buffer, T[,] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    /// <summary>Copies elements from an array of the same extent.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseY>> buffer, AcceleratorStream stream, T[,] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[,] GetAsArray2D<T>(this ArrayView2D<T, Stride2D.DenseY> view) where T : unmanaged =>
        view.GetAsArray2D(Streams.Default(view));

    /// <summary>Copies all elements to a new array.</summary>
    public static T[,] GetAsArray2D<T>(this ArrayView2D<T, Stride2D.DenseY> view, AcceleratorStream stream) where T : unmanaged
    {
        var data = new T[view.Extent.X, view.Extent.Y];
        view.CopyToCPU(stream, data);
        return data;
    }

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[,] GetAsArray2D<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseY>> buffer) where T : unmanaged =>
        buffer.View.GetAsArray2D();

    /// <summary>Copies all elements to a new array.</summary>
    public static T[,] GetAsArray2D<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseY>> buffer, AcceleratorStream stream) where T : unmanaged =>
        buffer.View.GetAsArray2D(stream);

    /// <summary>Allocates memory and copies an array to it. Uses the default stream.</summary>
    public static MemoryBuffer2D<T, Stride2D.DenseY> Allocate2DDenseY<T>(this Accelerator accelerator, T[,] data) where T : unmanaged =>
        accelerator.Allocate2DDenseY(accelerator.DefaultStream, data);

    /// <summary>Allocates memory and copies an array to it.</summary>
    public static MemoryBuffer2D<T, Stride2D.DenseY> Allocate2DDenseY<T>(this Accelerator accelerator, AcceleratorStream stream, T[,] data) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var buffer = accelerator.Allocate2DDenseY<T>(new LongIndex2D(data.GetLongLength(0), data.GetLongLength(1)));
        buffer.View.CopyFromCPU(stream, data);
        return buffer;
    }

    /// <summary>Copies all elements to an array of the same extent. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this ArrayView2D<T, Stride2D.General> view, T[,] data) where T : unmanaged =>
        view.CopyToCPU(Streams.Default(view), data);

    /// <summary>Copies all elements to an array of the same extent.</summary>
    public static void CopyToCPU<T>(this ArrayView2D<T, Stride2D.General> view, AcceleratorStream stream, T[,] data) where T : unmanaged =>
        StridedCopies.ToHost(view, stream, data);

    /// <summary>Copies all elements from an array of the same extent. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this ArrayView2D<T, Stride2D.General> view, T[,] data) where T : unmanaged =>
        view.CopyFromCPU(Streams.Default(view), data);

    /// <summary>Copies all elements from an array of the same extent.</summary>
    public static void CopyFromCPU<T>(this ArrayView2D<T, Stride2D.General> view, AcceleratorStream stream, T[,] data) where T : unmanaged =>
        StridedCopies.FromHost(view, stream, data);

    /// <summary>Copies elements to an array of the same extent. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.General>> buffer, T[,] data) where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    /// <summary>Copies elements to an array of the same extent.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.General>> buffer, AcceleratorStream stream, T[,] data) where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    /// <summary>Copies elements from an array of the same extent. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.General>> buffer, T[,] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    /// <summary>Copies elements from an array of the same extent.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.General>> buffer, AcceleratorStream stream, T[,] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[,] GetAsArray2D<T>(this ArrayView2D<T, Stride2D.General> view) where T : unmanaged =>
        view.GetAsArray2D(Streams.Default(view));

    /// <summary>Copies all elements to a new array.</summary>
    public static T[,] GetAsArray2D<T>(this ArrayView2D<T, Stride2D.General> view, AcceleratorStream stream) where T : unmanaged
    {
        var data = new T[view.Extent.X, view.Extent.Y];
        view.CopyToCPU(stream, data);
        return data;
    }

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[,] GetAsArray2D<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.General>> buffer) where T : unmanaged =>
        buffer.View.GetAsArray2D();

    /// <summary>Copies all elements to a new array.</summary>
    public static T[,] GetAsArray2D<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.General>> buffer, AcceleratorStream stream) where T : unmanaged =>
        buffer.View.GetAsArray2D(stream);
}
