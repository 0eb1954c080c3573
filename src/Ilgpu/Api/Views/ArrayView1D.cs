namespace ILGPU.Runtime;

/// <summary>A view of 1 dimension whose elements lie as <typeparamref name="TStride"/> says.</summary>
public readonly unsafe struct ArrayView1D<T, TStride> : IArrayView<T, Index1D, LongIndex1D, TStride>
    where T : unmanaged
    where TStride : struct, IStride1D
{
    /// <summary>Bytes of an element.</summary>
    public static readonly int ElementSize = sizeof(T);

    /// <summary>A view without elements.</summary>
    public static readonly ArrayView1D<T, TStride> Empty;

    /// <summary>Makes a view of elements.</summary>
    public ArrayView1D(ArrayView<T> baseView, LongIndex1D extent, TStride stride)
    {
        BaseView = baseView;
        Extent = extent;
        Stride = stride;
    }

    /// <summary>The memory of the view in one dimension.</summary>
    public ArrayView<T> BaseView { get; }

    /// <summary>The extent of each dimension.</summary>
    public LongIndex1D Extent { get; }

    /// <summary>The extent of each dimension, in 32 bits.</summary>
    public Index1D IntExtent => Extent.ToIntIndex();

    /// <summary>How far apart the elements lie.</summary>
    public TStride Stride { get; }

    /// <summary>Whether the view has a buffer.</summary>
    public bool IsValid => BaseView.IsValid;

    /// <summary>How many elements the view has.</summary>
    public long Length => Extent.Size;

    /// <summary>How many elements the view has, in 32 bits.</summary>
    public int IntLength => (int)Length;

    /// <summary>Bytes of all elements, without gaps.</summary>
    public long LengthInBytes => Length * sizeof(T);

    MemoryBuffer IArrayView.Buffer => ViewErrors.SourceOf(BaseView.Source);

    int IArrayView.ElementSize => sizeof(T);

    /// <summary>An element.</summary>
    public ref T this[Index1D index] => ref BaseView[Stride.ComputeElementIndexChecked(index, IntExtent)];

    /// <summary>An element.</summary>
    public ref T this[LongIndex1D index] => ref BaseView[Stride.ComputeElementIndexChecked(index, Extent)];

    /// <summary>The elements in the order of the memory, in one dimension.</summary>
    public ArrayView1D<T, Stride1D.General> To1DView() => new(BaseView, Length, Stride.To1DStride());

    /// <summary>The memory in two dimensions.</summary>
    public ArrayView2D<T, TOtherStride> As2DView<TOtherStride>(LongIndex2D extent, TOtherStride stride)
        where TOtherStride : struct, IStride2D =>
        new(BaseView, extent, stride);

    /// <summary>The memory in two dimensions, X contiguous.</summary>
    public ArrayView2D<T, Stride2D.DenseX> As2DDenseXView(LongIndex2D extent) =>
        new(BaseView, extent, Stride2D.DenseX.FromExtent(extent));

    /// <summary>The memory in two dimensions, Y contiguous.</summary>
    public ArrayView2D<T, Stride2D.DenseY> As2DDenseYView(LongIndex2D extent) =>
        new(BaseView, extent, Stride2D.DenseY.FromExtent(extent));

    /// <summary>The memory in two dimensions, X contiguous and padded to a multiple of the alignment.</summary>
    public ArrayView2D<T, Stride2D.DenseX> As2DPitchedXView(LongIndex2D extent, int xAlignmentInBytes) =>
        new(BaseView, extent, new Stride2D.DenseX(Pitch.Of<T>(extent.X, xAlignmentInBytes)));

    /// <summary>The memory in two dimensions, Y contiguous and padded to a multiple of the alignment.</summary>
    public ArrayView2D<T, Stride2D.DenseY> As2DPitchedYView(LongIndex2D extent, int yAlignmentInBytes) =>
        new(BaseView, extent, new Stride2D.DenseY(Pitch.Of<T>(extent.Y, yAlignmentInBytes)));

    /// <summary>The memory in three dimensions.</summary>
    public ArrayView3D<T, TOtherStride> As3DView<TOtherStride>(LongIndex3D extent, TOtherStride stride)
        where TOtherStride : struct, IStride3D =>
        new(BaseView, extent, stride);

    /// <summary>The memory in three dimensions, X contiguous, then Y.</summary>
    public ArrayView3D<T, Stride3D.DenseXY> As3DDenseXYView(LongIndex3D extent) =>
        new(BaseView, extent, Stride3D.DenseXY.FromExtent(extent));

    /// <summary>The memory in three dimensions, Z contiguous, then Y.</summary>
    public ArrayView3D<T, Stride3D.DenseZY> As3DDenseZYView(LongIndex3D extent) =>
        new(BaseView, extent, Stride3D.DenseZY.FromExtent(extent));

    /// <summary>The memory in three dimensions, X contiguous and padded to a multiple of the alignment.</summary>
    public ArrayView3D<T, Stride3D.DenseXY> As3DPitchedXYView(LongIndex3D extent, int xyAlignmentInBytes) =>
        new(BaseView, extent, Pitch.StrideXY(extent, Pitch.Of<T>(extent.X, xyAlignmentInBytes)));

    /// <summary>The memory in three dimensions, Z contiguous and padded to a multiple of the alignment.</summary>
    public ArrayView3D<T, Stride3D.DenseZY> As3DPitchedZYView(LongIndex3D extent, int zyAlignmentInBytes) =>
        new(BaseView, extent, Pitch.StrideZY(extent, Pitch.Of<T>(extent.Z, zyAlignmentInBytes)));

    /// <summary>A view without elements.</summary>
    public static ArrayView1D<T, TStride> GetEmpty(TStride stride) => new(ArrayView<T>.Empty, LongIndex1D.Zero, stride);

    /// <summary>An element's place in <see cref="BaseView"/>.</summary>
    public int ComputeLinearIndex(Index1D index) => Stride.ComputeElementIndexChecked(index, IntExtent);

    /// <summary>The elements of a box from <paramref name="index"/> on.</summary>
    public ArrayView1D<T, TStride> SubView(Index1D index, Index1D extent) => SubView(index.ToLongIndex(), extent.ToLongIndex());

    /// <summary>An element's place in <see cref="BaseView"/>.</summary>
    public long ComputeLinearIndex(LongIndex1D index) => Stride.ComputeElementIndexChecked(index, Extent);

    /// <summary>The elements of a box from <paramref name="index"/> on.</summary>
    public ArrayView1D<T, TStride> SubView(LongIndex1D index, LongIndex1D extent)
    {
        long length = extent.Size == 0 ? 0 : Stride.ComputeElementIndex(extent - LongIndex1D.One) + 1;
        return new(BaseView.SubView(Stride.ComputeElementIndex(index), length), extent, Stride);
    }

    /// <summary>A view of one element.</summary>
    public VariableView<T> VariableView(Index1D index) => new(BaseView.SubView(ComputeLinearIndex(index), 1L));

    /// <summary>A view of one element.</summary>
    public VariableView<T> VariableView(LongIndex1D index) => new(BaseView.SubView(ComputeLinearIndex(index), 1L));

    /// <summary>The memory of the view in one dimension.</summary>
    public ArrayView<T> AsContiguous() => BaseView;

    /// <summary>The view with a stride of 1, which it must have.</summary>
    public ArrayView1D<T, Stride1D.Dense> AsDense() => new(BaseView, Extent, default);

    /// <summary>The same memory and extent with another stride.</summary>
    public ArrayView1D<T, Stride1D.General> AsGeneral(Stride1D.General stride) => new(BaseView, Extent, stride);

    /// <summary>The view with a stride whose type says nothing.</summary>
    public ArrayView1D<T, Stride1D.General> AsGeneral() => AsGeneral(Stride.AsGeneral());

    /// <inheritdoc/>
    public override string ToString() => $"ArrayView1D<{typeof(T).Name}>[{Extent}]";
}
