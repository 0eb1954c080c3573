namespace ILGPU.Runtime;

public static unsafe partial class ArrayViewExtensions
{
    /// <summary>The elements before the first aligned one, and the elements from it on. Host code and the debug mode only.</summary>
    public static (ArrayView<T>, ArrayView<T>) AlignTo<T>(this ArrayView<T> view, int alignmentInBytes) where T : unmanaged =>
        Split(view, alignmentInBytes);

    /// <summary>The view, which the caller knows to start at a multiple of the alignment.</summary>
    public static ArrayView<T> AsAligned<T>(this ArrayView<T> view, int alignmentInBytes) where T : unmanaged => view;

    /// <summary>The elements before the first aligned one, and the elements from it on. Host code and the debug mode only.</summary>
    public static (ArrayView<T>, ArrayView<T>) AlignTo<T>(this ArrayView1D<T, Stride1D.Dense> view, int alignmentInBytes) where T : unmanaged =>
        Split(view.BaseView, alignmentInBytes);

    /// <summary>The view, which the caller knows to start at a multiple of the alignment.</summary>
    public static ArrayView1D<T, Stride1D.Dense> AsAligned<T>(this ArrayView1D<T, Stride1D.Dense> view, int alignmentInBytes) where T : unmanaged => view;

    /// <summary>The elements before the first one at a multiple of 16 bytes, and the elements from it on. Host code and the debug mode only.</summary>
    public static (ArrayView<T>, ArrayView<T>) AlignTo16<T>(this ArrayView<T> view) where T : unmanaged => view.AlignTo(16);

    /// <summary>The view, which the caller knows to start at a multiple of 16 bytes.</summary>
    public static ArrayView<T> AsAligned16<T>(this ArrayView<T> view) where T : unmanaged => view;

    /// <summary>The elements before the first one at a multiple of 16 bytes, and the elements from it on. Host code and the debug mode only.</summary>
    public static (ArrayView<T>, ArrayView<T>) AlignTo16<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged => view.AlignTo(16);

    /// <summary>The view, which the caller knows to start at a multiple of 16 bytes.</summary>
    public static ArrayView1D<T, Stride1D.Dense> AsAligned16<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged => view;

    /// <summary>The elements before the first one at a multiple of 32 bytes, and the elements from it on. Host code and the debug mode only.</summary>
    public static (ArrayView<T>, ArrayView<T>) AlignTo32<T>(this ArrayView<T> view) where T : unmanaged => view.AlignTo(32);

    /// <summary>The view, which the caller knows to start at a multiple of 32 bytes.</summary>
    public static ArrayView<T> AsAligned32<T>(this ArrayView<T> view) where T : unmanaged => view;

    /// <summary>The elements before the first one at a multiple of 32 bytes, and the elements from it on. Host code and the debug mode only.</summary>
    public static (ArrayView<T>, ArrayView<T>) AlignTo32<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged => view.AlignTo(32);

    /// <summary>The view, which the caller knows to start at a multiple of 32 bytes.</summary>
    public static ArrayView1D<T, Stride1D.Dense> AsAligned32<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged => view;

    /// <summary>The elements before the first one at a multiple of 64 bytes, and the elements from it on. Host code and the debug mode only.</summary>
    public static (ArrayView<T>, ArrayView<T>) AlignTo64<T>(this ArrayView<T> view) where T : unmanaged => view.AlignTo(64);

    /// <summary>The view, which the caller knows to start at a multiple of 64 bytes.</summary>
    public static ArrayView<T> AsAligned64<T>(this ArrayView<T> view) where T : unmanaged => view;

    /// <summary>The elements before the first one at a multiple of 64 bytes, and the elements from it on. Host code and the debug mode only.</summary>
    public static (ArrayView<T>, ArrayView<T>) AlignTo64<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged => view.AlignTo(64);

    /// <summary>The view, which the caller knows to start at a multiple of 64 bytes.</summary>
    public static ArrayView1D<T, Stride1D.Dense> AsAligned64<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged => view;

    /// <summary>The elements before the first one at a multiple of 128 bytes, and the elements from it on. Host code and the debug mode only.</summary>
    public static (ArrayView<T>, ArrayView<T>) AlignTo128<T>(this ArrayView<T> view) where T : unmanaged => view.AlignTo(128);

    /// <summary>The view, which the caller knows to start at a multiple of 128 bytes.</summary>
    public static ArrayView<T> AsAligned128<T>(this ArrayView<T> view) where T : unmanaged => view;

    /// <summary>The elements before the first one at a multiple of 128 bytes, and the elements from it on. Host code and the debug mode only.</summary>
    public static (ArrayView<T>, ArrayView<T>) AlignTo128<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged => view.AlignTo(128);

    /// <summary>The view, which the caller knows to start at a multiple of 128 bytes.</summary>
    public static ArrayView1D<T, Stride1D.Dense> AsAligned128<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged => view;

    /// <summary>The elements before the first one at a multiple of 256 bytes, and the elements from it on. Host code and the debug mode only.</summary>
    public static (ArrayView<T>, ArrayView<T>) AlignTo256<T>(this ArrayView<T> view) where T : unmanaged => view.AlignTo(256);

    /// <summary>The view, which the caller knows to start at a multiple of 256 bytes.</summary>
    public static ArrayView<T> AsAligned256<T>(this ArrayView<T> view) where T : unmanaged => view;

    /// <summary>The elements before the first one at a multiple of 256 bytes, and the elements from it on. Host code and the debug mode only.</summary>
    public static (ArrayView<T>, ArrayView<T>) AlignTo256<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged => view.AlignTo(256);

    /// <summary>The view, which the caller knows to start at a multiple of 256 bytes.</summary>
    public static ArrayView1D<T, Stride1D.Dense> AsAligned256<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged => view;

    /// <summary>The elements before the first one at a multiple of 512 bytes, and the elements from it on. Host code and the debug mode only.</summary>
    public static (ArrayView<T>, ArrayView<T>) AlignTo512<T>(this ArrayView<T> view) where T : unmanaged => view.AlignTo(512);

    /// <summary>The view, which the caller knows to start at a multiple of 512 bytes.</summary>
    public static ArrayView<T> AsAligned512<T>(this ArrayView<T> view) where T : unmanaged => view;

    /// <summary>The elements before the first one at a multiple of 512 bytes, and the elements from it on. Host code and the debug mode only.</summary>
    public static (ArrayView<T>, ArrayView<T>) AlignTo512<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged => view.AlignTo(512);

    /// <summary>The view, which the caller knows to start at a multiple of 512 bytes.</summary>
    public static ArrayView1D<T, Stride1D.Dense> AsAligned512<T>(this ArrayView1D<T, Stride1D.Dense> view) where T : unmanaged => view;

    private static (ArrayView<T>, ArrayView<T>) Split<T>(ArrayView<T> view, int alignment) where T : unmanaged
    {
        // A device starts its buffers at larger multiples than any alignment here, so the offset says it all.
        long place = view.Source is { IsHostMemory: true } source ? source.HostAddress + view.OffsetInBytes : view.OffsetInBytes;
        long before = Math.Min(Interop.ComputeAlignmentOffset(place, alignment) / sizeof(T), view.Length);
        return (view.SubView(0L, before), view.SubView(before));
    }
}
