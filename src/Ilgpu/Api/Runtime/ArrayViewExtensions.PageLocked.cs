namespace ILGPU.Runtime;

public static unsafe partial class ArrayViewExtensions
{
    /// <summary>Copies all elements to a page-locked array, which must not change until the stream has done it. Uses the default stream.</summary>
    public static void CopyToPageLockedAsync<T, TView>(this TView source, PageLockedArray<T> pageLockedArray)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        source.CopyToPageLockedAsync(Streams.Default(source), pageLockedArray);

    /// <summary>Copies all elements to a page-locked array, which must not change until the stream has done it.</summary>
    public static void CopyToPageLockedAsync<T, TView>(this TView source, AcceleratorStream stream, PageLockedArray<T> pageLockedArray)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        Streams.ToPageLocked(stream, source, pageLockedArray);

    /// <summary>Copies all elements to a page-locked array, which must not change until the stream has done it. Uses the default stream.</summary>
    public static void CopyToPageLockedAsync<T>(this ArrayView1D<T, Stride1D.Dense> source, PageLockedArray1D<T> pageLockedArray) where T : unmanaged =>
        source.CopyToPageLockedAsync(Streams.Default(source), pageLockedArray);

    /// <summary>Copies all elements to a page-locked array, which must not change until the stream has done it.</summary>
    public static void CopyToPageLockedAsync<T>(this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, PageLockedArray1D<T> pageLockedArray) where T : unmanaged =>
        Streams.ToPageLocked(stream, source.BaseView, pageLockedArray);

    /// <summary>Copies all elements from a page-locked array, which must not change until the stream has done it. Uses the default stream.</summary>
    public static void CopyFromPageLockedAsync<T, TView>(this TView target, PageLockedArray<T> pageLockedArray)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        target.CopyFromPageLockedAsync(Streams.Default(target), pageLockedArray);

    /// <summary>Copies all elements from a page-locked array, which must not change until the stream has done it.</summary>
    public static void CopyFromPageLockedAsync<T, TView>(this TView target, AcceleratorStream stream, PageLockedArray<T> pageLockedArray)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        Streams.FromPageLocked(stream, target, pageLockedArray);

    /// <summary>Copies all elements from a page-locked array, which must not change until the stream has done it. Uses the default stream.</summary>
    public static void CopyFromPageLockedAsync<T>(this ArrayView1D<T, Stride1D.Dense> target, PageLockedArray1D<T> pageLockedArray) where T : unmanaged =>
        target.CopyFromPageLockedAsync(Streams.Default(target), pageLockedArray);

    /// <summary>Copies all elements from a page-locked array, which must not change until the stream has done it.</summary>
    public static void CopyFromPageLockedAsync<T>(this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, PageLockedArray1D<T> pageLockedArray) where T : unmanaged =>
        Streams.FromPageLocked(stream, target.BaseView, pageLockedArray);

    /// <summary>Copies all elements to a new page-locked array. Uses the default stream.</summary>
    public static PageLockedArray1D<T> GetAsPageLocked<T>(this ArrayView<T> view) where T : unmanaged =>
        view.GetAsPageLocked(Streams.Default(view));

    /// <summary>Copies all elements to a new page-locked array.</summary>
    public static PageLockedArray1D<T> GetAsPageLocked<T>(this ArrayView<T> view, AcceleratorStream stream) where T : unmanaged
    {
        var array = new PageLockedArray1D<T>(view.Length, stream.Accelerator);
        Streams.ToPageLocked(stream, view, array);
        stream.Synchronize();
        return array;
    }

    /// <summary>Copies all elements to a new page-locked array. Uses the default stream.</summary>
    public static PageLockedArray1D<T> GetAsPageLocked1D<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged =>
        view.GetAsPageLocked1D(Streams.Default(view));

    /// <summary>Copies all elements to a new page-locked array.</summary>
    public static PageLockedArray1D<T> GetAsPageLocked1D<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream) where T : unmanaged
    {
        var array = new PageLockedArray1D<T>(view.Length, stream.Accelerator);
        Streams.ToPageLocked(stream, view.BaseView, array);
        stream.Synchronize();
        return array;
    }
}
