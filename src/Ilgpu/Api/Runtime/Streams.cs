using ConvGpu.Ilgpu.Launching;

namespace ILGPU.Runtime;

/// <summary>Copies between views and the host.</summary>
internal static unsafe class Streams
{
    /// <summary>The default stream of the accelerator that owns a view's memory.</summary>
    public static AcceleratorStream Default<TView>(TView view) where TView : IArrayView
    {
        var accelerator = view.Buffer.Accelerator ?? throw new InvalidOperationException(
            "The memory of the view belongs to the host, so there is no default stream. Name the stream of an accelerator.");
        return accelerator.DefaultStream;
    }

    public static void Copy<TView>(AcceleratorStream stream, TView source, TView target) where TView : IContiguousArrayView
    {
        if (source.LengthInBytes > target.LengthInBytes)
            throw new ArgumentOutOfRangeException(nameof(target), $"{source.Length} elements do not fit into a view of {target.Length}.");
        if (source.Length > 0)
            source.Buffer.CopyTo(stream, source.IndexInBytes, target.AsRawArrayView().SubView(0L, source.LengthInBytes));
    }

    public static void ToHost<T, TView>(AcceleratorStream stream, TView source, ref T data, long length, bool blocking)
        where T : unmanaged
        where TView : IContiguousArrayView
    {
        CheckLength(source.Length, length);
        if (length == 0)
            return;
        fixed (T* target = &data)
            HostCopy(stream, source).CopyToHost(stream, (nint)target, source.IndexInBytes, length * sizeof(T), blocking);
    }

    public static void FromHost<T, TView>(AcceleratorStream stream, TView target, ref T data, long length, bool blocking)
        where T : unmanaged
        where TView : IContiguousArrayView
    {
        CheckLength(target.Length, length);
        if (length == 0)
            return;
        fixed (T* source = &data)
            HostCopy(stream, target).CopyFromHost(stream, (nint)source, target.IndexInBytes, length * sizeof(T), blocking);
    }

    public static void ToPageLocked<T, TView>(AcceleratorStream stream, TView source, PageLockedArray<T> array)
        where T : unmanaged
        where TView : IContiguousArrayView<T>
    {
        CheckLength(array.Length, source.Length);
        array.ThrowIfDisposed();
        if (source.Length > 0)
            HostCopy(stream, source).CopyToHost(stream, array.ArrayView.LoadEffectiveAddressAsPtr(), source.IndexInBytes, source.LengthInBytes, false);
    }

    public static void FromPageLocked<T, TView>(AcceleratorStream stream, TView target, PageLockedArray<T> array)
        where T : unmanaged
        where TView : IContiguousArrayView<T>
    {
        CheckLength(array.Length, target.Length);
        array.ThrowIfDisposed();
        if (target.Length > 0)
            HostCopy(stream, target).CopyFromHost(stream, array.ArrayView.LoadEffectiveAddressAsPtr(), target.IndexInBytes, target.LengthInBytes, false);
    }

    /// <exception cref="ArgumentNullException">There is no array.</exception>
    public static Span<T> SpanOf<T>(T[] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data;
    }

    private static MemoryBuffer HostCopy<TView>(AcceleratorStream stream, TView view) where TView : IContiguousArrayView
    {
        ArgumentNullException.ThrowIfNull(stream);
        var owner = view.Buffer.Owner;
        owner.ThrowIfDisposed();
        return owner;
    }

    private static void CheckLength(long available, long length)
    {
        if (length < 0 || length > available)
            throw new ArgumentOutOfRangeException(nameof(length), $"A copy of {length} elements: there are {available}.");
    }
}
