namespace ILGPU.Runtime;

public static unsafe partial class ArrayViewExtensions
{
    /// <summary>Sets all bytes to 0. Uses the default stream.</summary>
    public static void MemSetToZero<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged =>
        view.MemSetToZero(Streams.Default(view));

    /// <summary>Sets all bytes to 0.</summary>
    public static void MemSetToZero<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream) where T : unmanaged =>
        view.BaseView.MemSetToZero(stream);

    /// <summary>Sets all bytes to a value. Uses the default stream.</summary>
    public static void MemSet<T>(this ArrayView1D<T, Stride1D.Dense> view, byte value) where T : unmanaged =>
        view.MemSet(Streams.Default(view), value);

    /// <summary>Sets all bytes to a value.</summary>
    public static void MemSet<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream, byte value) where T : unmanaged =>
        view.BaseView.MemSet(stream, value);

    /// <summary>Copies all elements to a view that has room for them. Uses the default stream.</summary>
    public static void CopyTo<T>(this ArrayView1D<T, Stride1D.Dense> source, ArrayView1D<T, Stride1D.Dense> target) where T : unmanaged =>
        source.CopyTo(Streams.Default(source), target);

    /// <summary>Copies all elements to a view that has room for them.</summary>
    public static void CopyTo<T>(this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, in ArrayView1D<T, Stride1D.Dense> target) where T : unmanaged =>
        Streams.Copy(stream, source.BaseView, target.BaseView);

    /// <summary>Copies all elements of a view to this one, which must have room for them. Uses the default stream.</summary>
    public static void CopyFrom<T>(this ArrayView1D<T, Stride1D.Dense> target, in ArrayView1D<T, Stride1D.Dense> source) where T : unmanaged =>
        target.CopyFrom(Streams.Default(target), source);

    /// <summary>Copies all elements of a view to this one, which must have room for them.</summary>
    public static void CopyFrom<T>(this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, in ArrayView1D<T, Stride1D.Dense> source) where T : unmanaged =>
        Streams.Copy(stream, source.BaseView, target.BaseView);

    /// <summary>Copies elements to memory of the host. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> source, ref T cpuData, long length) where T : unmanaged =>
        source.CopyToCPU(Streams.Default(source), ref cpuData, length);

    /// <summary>Copies elements to memory of the host.</summary>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, ref T cpuData, long length) where T : unmanaged =>
        source.BaseView.CopyToCPU(stream, ref cpuData, length);

    /// <summary>Copies elements from memory of the host. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> target, ref T cpuData, long length) where T : unmanaged =>
        target.CopyFromCPU(Streams.Default(target), ref cpuData, length);

    /// <summary>Copies elements from memory of the host.</summary>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, ref T cpuData, long length) where T : unmanaged =>
        target.BaseView.CopyFromCPU(stream, ref cpuData, length);

    /// <summary>Copies elements to a span, as many as it has.</summary>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, in Span<T> span) where T : unmanaged =>
        source.BaseView.CopyToCPU(stream, span);

    /// <summary>Copies elements from a span, as many as it has.</summary>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, in ReadOnlySpan<T> span) where T : unmanaged =>
        target.BaseView.CopyFromCPU(stream, span);

    /// <summary>Copies elements to an array, as many as it has. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, T[] data) where T : unmanaged =>
        view.CopyToCPU(Streams.Default(view), data);

    /// <summary>Copies elements to an array, as many as it has.</summary>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream, T[] data) where T : unmanaged =>
        view.BaseView.CopyToCPU(stream, data);

    /// <summary>Copies elements from an array, as many as it has. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, T[] data) where T : unmanaged =>
        view.CopyFromCPU(Streams.Default(view), data);

    /// <summary>Copies elements from an array, as many as it has.</summary>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream, T[] data) where T : unmanaged =>
        view.BaseView.CopyFromCPU(stream, data);

    /// <summary>Allocates memory and copies an array to it. Uses the default stream.</summary>
    public static MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(this Accelerator accelerator, T[] data) where T : unmanaged =>
        accelerator.Allocate1D(accelerator.DefaultStream, data);

    /// <summary>Allocates memory and copies an array to it.</summary>
    public static MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(this Accelerator accelerator, AcceleratorStream stream, T[] data) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var buffer = accelerator.Allocate1D<T>(data.Length);
        buffer.View.CopyFromCPU(stream, data);
        return buffer;
    }
}
