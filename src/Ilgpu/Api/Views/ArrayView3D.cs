namespace ILGPU.Runtime;

/// <summary>A view of 3 dimensions whose elements lie as <typeparamref name="TStride"/> says.</summary>
public readonly unsafe struct ArrayView3D<T, TStride> : IArrayView<T, Index3D, LongIndex3D, TStride>
    where T : unmanaged
    where TStride : struct, IStride3D
{
    /// <summary>Bytes of an element.</summary>
    public static readonly int ElementSize = sizeof(T);

    /// <summary>A view without elements.</summary>
    public static readonly ArrayView3D<T, TStride> Empty;

    /// <summary>Makes a view of elements.</summary>
    public ArrayView3D(ArrayView<T> baseView, LongIndex3D extent, TStride stride)
    {
        BaseView = baseView;
        Extent = extent;
        Stride = stride;
    }

    /// <summary>The memory of the view in one dimension.</summary>
    public ArrayView<T> BaseView { get; }

    /// <summary>The extent of each dimension.</summary>
    public LongIndex3D Extent { get; }

    /// <summary>The extent of each dimension, in 32 bits.</summary>
    public Index3D IntExtent => Extent.ToIntIndex();

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
    public ref T this[Index3D index] => ref BaseView[Stride.ComputeElementIndexChecked(index, IntExtent)];

    /// <summary>An element.</summary>
    public ref T this[int x, int y, int z] => ref this[new Index3D(x, y, z)];

    /// <summary>An element.</summary>
    public ref T this[LongIndex3D index] => ref BaseView[Stride.ComputeElementIndexChecked(index, Extent)];

    /// <summary>An element.</summary>
    public ref T this[long x, long y, long z] => ref this[new LongIndex3D(x, y, z)];

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

    /// <summary>The view with a stride whose X contiguous, then Y is part of its type; it must lie so.</summary>
    public ArrayView3D<T, Stride3D.DenseXY> AsDenseXY() => new(BaseView, Extent, new Stride3D.DenseXY(Stride.YStride, Stride.ZStride));

    /// <summary>The view with a stride whose Z contiguous, then Y is part of its type; it must lie so.</summary>
    public ArrayView3D<T, Stride3D.DenseZY> AsDenseZY() => new(BaseView, Extent, new Stride3D.DenseZY(Stride.XStride, Stride.YStride));

    /// <summary>A view without elements.</summary>
    public static ArrayView3D<T, TStride> GetEmpty(TStride stride) => new(ArrayView<T>.Empty, LongIndex3D.Zero, stride);

    /// <summary>An element's place in <see cref="BaseView"/>.</summary>
    public int ComputeLinearIndex(Index3D index) => Stride.ComputeElementIndexChecked(index, IntExtent);

    /// <summary>The elements of a box from <paramref name="index"/> on.</summary>
    public ArrayView3D<T, TStride> SubView(Index3D index, Index3D extent) => SubView(index.ToLongIndex(), extent.ToLongIndex());

    /// <summary>An element's place in <see cref="BaseView"/>.</summary>
    public long ComputeLinearIndex(LongIndex3D index) => Stride.ComputeElementIndexChecked(index, Extent);

    /// <summary>The elements of a box from <paramref name="index"/> on.</summary>
    public ArrayView3D<T, TStride> SubView(LongIndex3D index, LongIndex3D extent)
    {
        long length = extent.Size == 0 ? 0 : Stride.ComputeElementIndex(extent - LongIndex3D.One) + 1;
        return new(BaseView.SubView(Stride.ComputeElementIndex(index), length), extent, Stride);
    }

    /// <summary>A view of one element.</summary>
    public VariableView<T> VariableView(Index3D index) => new(BaseView.SubView(ComputeLinearIndex(index), 1L));

    /// <summary>A view of one element.</summary>
    public VariableView<T> VariableView(LongIndex3D index) => new(BaseView.SubView(ComputeLinearIndex(index), 1L));

    /// <summary>The memory of the view in one dimension.</summary>
    public ArrayView<T> AsContiguous() => BaseView;

    /// <summary>The same memory and extent with another stride.</summary>
    public ArrayView3D<T, Stride3D.General> AsGeneral(Stride3D.General stride) => new(BaseView, Extent, stride);

    /// <summary>The view with a stride whose type says nothing.</summary>
    public ArrayView3D<T, Stride3D.General> AsGeneral() => AsGeneral(Stride.AsGeneral());

    /// <inheritdoc/>
    public override string ToString() => $"ArrayView3D<{typeof(T).Name}>[{Extent}]";
}
