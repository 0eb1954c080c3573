using System.Runtime.InteropServices;

namespace ILGPU.Runtime;

public static unsafe partial class ArrayViewExtensions
{
    /// <summary>Sets all bytes to 0. Uses the default stream.</summary>
    public static void MemSetToZero<TView>(this TView view) where TView : IContiguousArrayView =>
        view.MemSetToZero(Streams.Default(view));

    /// <summary>Sets all bytes to 0.</summary>
    public static void MemSetToZero<TView>(this TView view, AcceleratorStream stream) where TView : IContiguousArrayView =>
        view.MemSet(stream, 0);

    /// <summary>Sets all bytes to a value. Uses the default stream.</summary>
    public static void MemSet<TView>(this TView view, byte value) where TView : IContiguousArrayView =>
        view.MemSet(Streams.Default(view), value);

    /// <summary>Sets all bytes to a value.</summary>
    public static void MemSet<TView>(this TView view, AcceleratorStream stream, byte value) where TView : IContiguousArrayView =>
        view.Buffer.MemSet(stream, value, view.IndexInBytes, view.LengthInBytes);

    /// <summary>Copies all elements to a view that has room for them. Uses the default stream.</summary>
    public static void CopyTo<TView>(this TView source, in TView target) where TView : IContiguousArrayView =>
        source.CopyTo(Streams.Default(source), target);

    /// <summary>Copies all elements to a view that has room for them.</summary>
    public static void CopyTo<TView>(this TView source, AcceleratorStream stream, in TView target) where TView : IContiguousArrayView =>
        Streams.Copy(stream, source, target);

    /// <summary>Copies all elements of a view to this one, which must have room for them. Uses the default stream.</summary>
    public static void CopyFrom<TView>(this TView target, in TView source) where TView : IContiguousArrayView =>
        target.CopyFrom(Streams.Default(target), source);

    /// <summary>Copies all elements of a view to this one, which must have room for them.</summary>
    public static void CopyFrom<TView>(this TView target, AcceleratorStream stream, in TView source) where TView : IContiguousArrayView =>
        Streams.Copy(stream, source, target);

    /// <summary>Copies elements to memory of the host. The memory must stay where it is until the stream has done it. Uses the default stream.</summary>
    public static void CopyToCPUUnsafeAsync<T, TView>(this TView source, ref T cpuData, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        source.CopyToCPUUnsafeAsync(Streams.Default(source), ref cpuData, length);

    /// <summary>Copies elements to memory of the host. The memory must stay where it is until the stream has done it.</summary>
    public static void CopyToCPUUnsafeAsync<T, TView>(this TView source, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        Streams.ToHost(stream, source, ref cpuData, length, blocking: false);

    /// <summary>Copies elements from memory of the host. The memory must stay where it is until the stream has done it. Uses the default stream.</summary>
    public static void CopyFromCPUUnsafeAsync<T, TView>(this TView target, ref T cpuData, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        target.CopyFromCPUUnsafeAsync(Streams.Default(target), ref cpuData, length);

    /// <summary>Copies elements from memory of the host. The memory must stay where it is until the stream has done it.</summary>
    public static void CopyFromCPUUnsafeAsync<T, TView>(this TView target, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        Streams.FromHost(stream, target, ref cpuData, length, blocking: false);

    /// <summary>Copies elements to memory of the host. Uses the default stream.</summary>
    public static void CopyToCPU<T, TView>(this TView source, ref T cpuData, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        source.CopyToCPU(Streams.Default(source), ref cpuData, length);

    /// <summary>Copies elements to memory of the host.</summary>
    public static void CopyToCPU<T, TView>(this TView source, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        Streams.ToHost(stream, source, ref cpuData, length, blocking: true);

    /// <summary>Copies elements from memory of the host. Uses the default stream.</summary>
    public static void CopyFromCPU<T, TView>(this TView target, ref T cpuData, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        target.CopyFromCPU(Streams.Default(target), ref cpuData, length);

    /// <summary>Copies elements from memory of the host.</summary>
    public static void CopyFromCPU<T, TView>(this TView target, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        Streams.FromHost(stream, target, ref cpuData, length, blocking: true);

    /// <summary>Copies elements to a span, as many as it has. Uses the default stream.</summary>
    public static void CopyToCPU<T, TView>(this TView source, in Span<T> span)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        source.CopyToCPU(Streams.Default(source), span);

    /// <summary>Copies elements to a span, as many as it has.</summary>
    public static void CopyToCPU<T, TView>(this TView source, AcceleratorStream stream, in Span<T> span)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        Streams.ToHost(stream, source, ref MemoryMarshal.GetReference(span), span.Length, blocking: true);

    /// <summary>Copies elements from a span, as many as it has. Uses the default stream.</summary>
    public static void CopyFromCPU<T, TView>(this TView target, in ReadOnlySpan<T> span)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        target.CopyFromCPU(Streams.Default(target), span);

    /// <summary>Copies elements from a span, as many as it has.</summary>
    public static void CopyFromCPU<T, TView>(this TView target, AcceleratorStream stream, in ReadOnlySpan<T> span)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        Streams.FromHost(stream, target, ref MemoryMarshal.GetReference(span), span.Length, blocking: true);

    /// <summary>Copies elements to an array, as many as it has. Uses the default stream.</summary>
    public static void CopyToCPU<T>(this ArrayView<T> view, T[] data) where T : unmanaged =>
        view.CopyToCPU(Streams.Default(view), data);

    /// <summary>Copies elements to an array, as many as it has.</summary>
    public static void CopyToCPU<T>(this ArrayView<T> view, AcceleratorStream stream, T[] data) where T : unmanaged =>
        view.CopyToCPU(stream, Streams.SpanOf(data));

    /// <summary>Copies elements from an array, as many as it has. Uses the default stream.</summary>
    public static void CopyFromCPU<T>(this ArrayView<T> view, T[] data) where T : unmanaged =>
        view.CopyFromCPU(Streams.Default(view), data);

    /// <summary>Copies elements from an array, as many as it has.</summary>
    public static void CopyFromCPU<T>(this ArrayView<T> view, AcceleratorStream stream, T[] data) where T : unmanaged =>
        view.CopyFromCPU<T, ArrayView<T>>(stream, Streams.SpanOf(data));

    /// <summary>Copies all elements to a new array. Uses the default stream.</summary>
    public static T[] GetAsArray<T>(this ArrayView<T> view) where T : unmanaged => view.GetAsArray(Streams.Default(view));

    /// <summary>Copies all elements to a new array.</summary>
    public static T[] GetAsArray<T>(this ArrayView<T> view, AcceleratorStream stream) where T : unmanaged
    {
        var data = new T[view.Length];
        view.CopyToCPU(stream, data);
        return data;
    }

    /// <summary>Copies all bytes to the host. Uses the default stream.</summary>
    public static ArraySegment<byte> GetRawData<TView>(this TView view) where TView : IContiguousArrayView =>
        view.GetRawData(Streams.Default(view));

    /// <summary>Copies all bytes to the host.</summary>
    public static ArraySegment<byte> GetRawData<TView>(this TView view, AcceleratorStream stream) where TView : IContiguousArrayView =>
        view.GetRawData(stream, 0, view.LengthInBytes);

    /// <summary>Copies bytes to the host. Uses the default stream.</summary>
    public static ArraySegment<byte> GetRawData<TView>(this TView view, long byteOffset, long byteExtent)
        where TView : IContiguousArrayView =>
        view.GetRawData(Streams.Default(view), byteOffset, byteExtent);

    /// <summary>Copies bytes to the host.</summary>
    public static ArraySegment<byte> GetRawData<TView>(this TView view, AcceleratorStream stream, long byteOffset, long byteExtent)
        where TView : IContiguousArrayView =>
        view.AsRawArrayView().SubView(byteOffset, byteExtent).GetAsArray(stream);
}
