namespace ILGPU.Runtime;

public static unsafe partial class ArrayViewExtensions
{
    /// <summary>Copies elements to an array, as many as it has. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, T[] data) where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    /// <summary>Copies elements to an array, as many as it has.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream, T[] data) where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    /// <summary>Copies elements from an array, as many as it has. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, T[] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    /// <summary>Copies elements from an array, as many as it has.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream, T[] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged =>
        view.GetAsArray1D(Streams.Default(view));

    /// <summary>Copies all elements to a new array.</summary>
    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream) where T : unmanaged
    {
        var data = new T[view.Extent.X];
        view.CopyToCPU(stream, data);
        return data;
    }

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[] GetAsArray1D<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer) where T : unmanaged =>
        buffer.View.GetAsArray1D();

    /// <summary>Copies all elements to a new array.</summary>
    public static T[] GetAsArray1D<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream) where T : unmanaged =>
        buffer.View.GetAsArray1D(stream);

    /// <summary>Copies all elements to an array of the same extent. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.General> view, T[] data) where T : unmanaged =>
        view.CopyToCPU(Streams.Default(view), data);

    /// <summary>Copies all elements to an array of the same extent.</summary>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.General> view, AcceleratorStream stream, T[] data) where T : unmanaged =>
        StridedCopies.ToHost(view, stream, data);

    /// <summary>Copies all elements from an array of the same extent. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.General> view, T[] data) where T : unmanaged =>
        view.CopyFromCPU(Streams.Default(view), data);

    /// <summary>Copies all elements from an array of the same extent.</summary>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.General> view, AcceleratorStream stream, T[] data) where T : unmanaged =>
        StridedCopies.FromHost(view, stream, data);

    /// <summary>Copies elements to an array of the same extent. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.General>> buffer, T[] data) where T : unmanaged =>
        buffer.View.CopyToCPU(data);

    /// <summary>Copies elements to an array of the same extent.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.General>> buffer, AcceleratorStream stream, T[] data) where T : unmanaged =>
        buffer.View.CopyToCPU(stream, data);

    /// <summary>Copies elements from an array of the same extent. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.General>> buffer, T[] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(data);

    /// <summary>Copies elements from an array of the same extent.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.General>> buffer, AcceleratorStream stream, T[] data) where T : unmanaged =>
        buffer.View.CopyFromCPU(stream, data);

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.General> view) where T : unmanaged =>
        view.GetAsArray1D(Streams.Default(view));

    /// <summary>Copies all elements to a new array.</summary>
    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.General> view, AcceleratorStream stream) where T : unmanaged
    {
        var data = new T[view.Extent.X];
        view.CopyToCPU(stream, data);
        return data;
    }

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[] GetAsArray1D<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.General>> buffer) where T : unmanaged =>
        buffer.View.GetAsArray1D();

    /// <summary>Copies all elements to a new array.</summary>
    public static T[] GetAsArray1D<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.General>> buffer, AcceleratorStream stream) where T : unmanaged =>
        buffer.View.GetAsArray1D(stream);
}
