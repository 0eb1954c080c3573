using System.Runtime.CompilerServices;

namespace ILGPU.Runtime;

public static unsafe partial class ArrayViewExtensions
{
    /// <summary>The first element's address as a reference. Host code only.</summary>
    public static ref byte LoadEffectiveAddress<T>(this ArrayView<T> view) where T : unmanaged =>
        ref Unsafe.AsRef<byte>((void*)view.LoadEffectiveAddressAsPtr());

    /// <summary>The first element's address. Host code only.</summary>
    public static IntPtr LoadEffectiveAddressAsPtr<T>(this ArrayView<T> view) where T : unmanaged =>
        view.Source is not { } source ? 0 : (source.IsHostMemory ? source.HostAddress : source.NativePtr) + (nint)view.OffsetInBytes;

    /// <summary>A view of one element.</summary>
    public static VariableView<T> VariableView<T>(this ArrayView<T> view, Index1D element) where T : unmanaged =>
        new(view.SubView((long)element.X, 1L));

    /// <summary>A view of one element.</summary>
    public static VariableView<T> VariableView<T>(this ArrayView<T> view, LongIndex1D element) where T : unmanaged =>
        new(view.SubView((long)element.X, 1L));

    /// <summary>The view with a stride.</summary>
    public static ArrayView1D<T, Stride1D.Dense> AsDense<T>(this ArrayView<T> view) where T : unmanaged => new(view, view.Length, default);

    /// <summary>The view with a stride whose type says nothing.</summary>
    public static ArrayView1D<T, Stride1D.General> AsGeneral<T>(this ArrayView<T> view) where T : unmanaged =>
        view.AsGeneral(new Stride1D.General(1));

    /// <summary>Every element of the view that the stride meets.</summary>
    public static ArrayView1D<T, Stride1D.General> AsGeneral<T>(this ArrayView<T> view, Stride1D.General stride) where T : unmanaged =>
        new(view, stride.XStride > 1 ? (view.Length + stride.XStride - 1) / stride.XStride : view.Length, stride);

    /// <summary>Whether the view has no elements.</summary>
    public static bool HasNoData<TView>(this TView view) where TView : IArrayView => !view.HasData();

    /// <summary>Whether the view has elements.</summary>
    public static bool HasData<TView>(this TView view) where TView : IArrayView => view.IsValid && view.Length > 0;

    /// <summary>The accelerator that owns the memory. Host code only.</summary>
    public static Accelerator GetAccelerator<TView>(this TView view) where TView : IArrayView => view.Buffer.Accelerator;

    /// <summary>The context of the accelerator that owns the memory. Host code only.</summary>
    public static Context GetContext<TView>(this TView view) where TView : IArrayView => view.GetAccelerator().Context;

    /// <summary>The options of the context. Host code only.</summary>
    public static ContextProperties GetContextProperties<TView>(this TView view) where TView : IArrayView => view.GetContext().Properties;

    /// <summary>The kind of the accelerator that owns the memory. Host code only.</summary>
    public static AcceleratorType GetAcceleratorType<TView>(this TView view) where TView : IArrayView => view.GetAccelerator().AcceleratorType;

    /// <summary>The same memory with X and Y exchanged.</summary>
    public static ArrayView2D<T, Stride2D.DenseY> AsTransposed<T>(this ArrayView2D<T, Stride2D.DenseX> view) where T : unmanaged =>
        new(view.BaseView, new(view.Extent.Y, view.Extent.X), new(view.Stride.YStride));

    /// <summary>The same memory with X and Y exchanged.</summary>
    public static ArrayView2D<T, Stride2D.DenseX> AsTransposed<T>(this ArrayView2D<T, Stride2D.DenseY> view) where T : unmanaged =>
        new(view.BaseView, new(view.Extent.Y, view.Extent.X), new(view.Stride.XStride));

    /// <summary>The same memory with X and Y exchanged.</summary>
    public static ArrayView2D<T, Stride2D.General> AsTransposed<T>(this ArrayView2D<T, Stride2D.General> view) where T : unmanaged =>
        new(view.BaseView, new(view.Extent.Y, view.Extent.X), new(new Index2D(view.Stride.YStride, view.Stride.XStride)));

    /// <summary>The same memory with X and Z exchanged.</summary>
    public static ArrayView3D<T, Stride3D.DenseZY> AsTransposed<T>(this ArrayView3D<T, Stride3D.DenseXY> view) where T : unmanaged =>
        new(view.BaseView, new(view.Extent.Z, view.Extent.Y, view.Extent.X), new(view.Stride.ZStride, view.Stride.YStride));

    /// <summary>The same memory with X and Z exchanged.</summary>
    public static ArrayView3D<T, Stride3D.DenseXY> AsTransposed<T>(this ArrayView3D<T, Stride3D.DenseZY> view) where T : unmanaged =>
        new(view.BaseView, new(view.Extent.Z, view.Extent.Y, view.Extent.X), new(view.Stride.YStride, view.Stride.XStride));

    /// <summary>The same memory with X and Z exchanged.</summary>
    public static ArrayView3D<T, Stride3D.General> AsTransposed<T>(this ArrayView3D<T, Stride3D.General> view) where T : unmanaged =>
        new(view.BaseView, new(view.Extent.Z, view.Extent.Y, view.Extent.X), new(new Index3D(view.Stride.ZStride, view.Stride.YStride, view.Stride.XStride)));

    /// <summary>The same memory as elements of another type, in the contiguous dimension.</summary>
    public static ArrayView1D<TOther, Stride1D.Dense> Cast<T, TOther>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged
        where TOther : unmanaged
    {
        var (extent, stride) = view.Stride.Cast(new ElementSizes(sizeof(T), sizeof(TOther)), view.Extent);
        return new(view.BaseView.Cast<TOther>(), extent, stride);
    }

    /// <summary>The same memory as elements of another type, in the contiguous dimension.</summary>
    public static ArrayView2D<TOther, Stride2D.DenseX> Cast<T, TOther>(this ArrayView2D<T, Stride2D.DenseX> view)
        where T : unmanaged
        where TOther : unmanaged
    {
        var (extent, stride) = view.Stride.Cast(new ElementSizes(sizeof(T), sizeof(TOther)), view.Extent);
        return new(view.BaseView.Cast<TOther>(), extent, stride);
    }

    /// <summary>The same memory as elements of another type, in the contiguous dimension.</summary>
    public static ArrayView2D<TOther, Stride2D.DenseY> Cast<T, TOther>(this ArrayView2D<T, Stride2D.DenseY> view)
        where T : unmanaged
        where TOther : unmanaged
    {
        var (extent, stride) = view.Stride.Cast(new ElementSizes(sizeof(T), sizeof(TOther)), view.Extent);
        return new(view.BaseView.Cast<TOther>(), extent, stride);
    }

    /// <summary>The same memory as elements of another type, in the contiguous dimension.</summary>
    public static ArrayView3D<TOther, Stride3D.DenseXY> Cast<T, TOther>(this ArrayView3D<T, Stride3D.DenseXY> view)
        where T : unmanaged
        where TOther : unmanaged
    {
        var (extent, stride) = view.Stride.Cast(new ElementSizes(sizeof(T), sizeof(TOther)), view.Extent);
        return new(view.BaseView.Cast<TOther>(), extent, stride);
    }

    /// <summary>The same memory as elements of another type, in the contiguous dimension.</summary>
    public static ArrayView3D<TOther, Stride3D.DenseZY> Cast<T, TOther>(this ArrayView3D<T, Stride3D.DenseZY> view)
        where T : unmanaged
        where TOther : unmanaged
    {
        var (extent, stride) = view.Stride.Cast(new ElementSizes(sizeof(T), sizeof(TOther)), view.Extent);
        return new(view.BaseView.Cast<TOther>(), extent, stride);
    }

    private readonly struct ElementSizes(int from, int to) : IStrideCastContext
    {
        public int ComputeNewExtent(int sourceExtent) => sourceExtent * from / to;

        public long ComputeNewExtent(long sourceExtent) => sourceExtent * from / to;
    }
}
