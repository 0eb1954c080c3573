namespace ILGPU.Runtime;

/// <summary>A view of 2 dimensions whose elements lie as <typeparamref name="TStride"/> says.</summary>
public readonly unsafe struct ArrayView2D<T, TStride> : IArrayView<T, Index2D, LongIndex2D, TStride>
    where T : unmanaged
    where TStride : struct, IStride2D
{
    /// <summary>Bytes of an element.</summary>
    public static readonly int ElementSize = sizeof(T);

    /// <summary>A view without elements.</summary>
    public static readonly ArrayView2D<T, TStride> Empty;

    /// <summary>Makes a view of elements.</summary>
    public ArrayView2D(ArrayView<T> baseView, LongIndex2D extent, TStride stride)
    {
        BaseView = baseView;
        Extent = extent;
        Stride = stride;
    }

    /// <summary>The memory of the view in one dimension.</summary>
    public ArrayView<T> BaseView { get; }

    /// <summary>The extent of each dimension.</summary>
    public LongIndex2D Extent { get; }

    /// <summary>The extent of each dimension, in 32 bits.</summary>
    public Index2D IntExtent => Extent.ToIntIndex();

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
    public ref T this[Index2D index] => ref BaseView[Stride.ComputeElementIndexChecked(index, IntExtent)];

    /// <summary>An element.</summary>
    public ref T this[int x, int y] => ref this[new Index2D(x, y)];

    /// <summary>An element.</summary>
    public ref T this[LongIndex2D index] => ref BaseView[Stride.ComputeElementIndexChecked(index, Extent)];

    /// <summary>An element.</summary>
    public ref T this[long x, long y] => ref this[new LongIndex2D(x, y)];

    /// <summary>The elements in the order of the memory, in one dimension.</summary>
    public ArrayView1D<T, Stride1D.General> To1DView() => new(BaseView, Length, Stride.To1DStride());

    /// <summary>The memory in one dimension.</summary>
    public ArrayView1D<T, TOtherStride> As1DView<TOtherStride>(TOtherStride stride)
        where TOtherStride : struct, IStride1D =>
        new(BaseView, Length, stride);

    /// <summary>The memory in three dimensions.</summary>
    public ArrayView3D<T, TOtherStride> As3DView<TOtherStride>(LongIndex3D extent, TOtherStride stride)
        where TOtherStride : struct, IStride3D =>
        new(BaseView, extent, stride);

    /// <summary>The view with a stride whose X contiguous is part of its type; it must lie so.</summary>
    public ArrayView2D<T, Stride2D.DenseX> AsDenseX() => new(BaseView, Extent, new Stride2D.DenseX(Stride.YStride));

    /// <summary>The view with a stride whose Y contiguous is part of its type; it must lie so.</summary>
    public ArrayView2D<T, Stride2D.DenseY> AsDenseY() => new(BaseView, Extent, new Stride2D.DenseY(Stride.XStride));

    /// <summary>A view without elements.</summary>
    public static ArrayView2D<T, TStride> GetEmpty(TStride stride) => new(ArrayView<T>.Empty, LongIndex2D.Zero, stride);

    /// <summary>An element's place in <see cref="BaseView"/>.</summary>
    public int ComputeLinearIndex(Index2D index) => Stride.ComputeElementIndexChecked(index, IntExtent);

    /// <summary>The elements of a box from <paramref name="index"/> on.</summary>
    public ArrayView2D<T, TStride> SubView(Index2D index, Index2D extent) => SubView(index.ToLongIndex(), extent.ToLongIndex());

    /// <summary>An element's place in <see cref="BaseView"/>.</summary>
    public long ComputeLinearIndex(LongIndex2D index) => Stride.ComputeElementIndexChecked(index, Extent);

    /// <summary>The elements of a box from <paramref name="index"/> on.</summary>
    public ArrayView2D<T, TStride> SubView(LongIndex2D index, LongIndex2D extent)
    {
        long length = extent.Size == 0 ? 0 : Stride.ComputeElementIndex(extent - LongIndex2D.One) + 1;
        return new(BaseView.SubView(Stride.ComputeElementIndex(index), length), extent, Stride);
    }

    /// <summary>A view of one element.</summary>
    public VariableView<T> VariableView(Index2D index) => new(BaseView.SubView(ComputeLinearIndex(index), 1L));

    /// <summary>A view of one element.</summary>
    public VariableView<T> VariableView(LongIndex2D index) => new(BaseView.SubView(ComputeLinearIndex(index), 1L));

    /// <summary>The memory of the view in one dimension.</summary>
    public ArrayView<T> AsContiguous() => BaseView;

    /// <summary>The same memory and extent with another stride.</summary>
    public ArrayView2D<T, Stride2D.General> AsGeneral(Stride2D.General stride) => new(BaseView, Extent, stride);

    /// <summary>The view with a stride whose type says nothing.</summary>
    public ArrayView2D<T, Stride2D.General> AsGeneral() => AsGeneral(Stride.AsGeneral());

    /// <inheritdoc/>
    public override string ToString() => $"ArrayView2D<{typeof(T).Name}>[{Extent}]";
}
