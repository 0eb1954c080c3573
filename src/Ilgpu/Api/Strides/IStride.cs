namespace ILGPU;

/// <summary>How far apart the elements of a view lie.</summary>
public interface IStride<TIndex>
    where TIndex : struct, IGenericIndex<TIndex>
{
    /// <summary>The step of each component, in elements.</summary>
    TIndex StrideExtent { get; }
}

/// <summary>Maps indices to elements.</summary>
public interface IStride<TIndex, TLongIndex> : IStride<TIndex>
    where TIndex : struct, IIntIndex<TIndex, TLongIndex>
    where TLongIndex : struct, ILongIndex<TLongIndex, TIndex>
{
    /// <summary>The element at an index.</summary>
    int ComputeElementIndex(TIndex index);

    /// <summary>The element at an index.</summary>
    long ComputeElementIndex(TLongIndex index);

    /// <summary>The element at an index that must lie in <paramref name="extent"/>.</summary>
    int ComputeElementIndexChecked(TIndex index, TIndex extent);

    /// <summary>The element at an index that must lie in <paramref name="extent"/>.</summary>
    long ComputeElementIndexChecked(TLongIndex index, TLongIndex extent);

    /// <summary>The index of an element.</summary>
    TIndex ReconstructFromElementIndex(int elementIndex);

    /// <summary>The index of an element.</summary>
    TLongIndex ReconstructFromElementIndex(long elementIndex);

    /// <summary>Elements of a buffer that holds <paramref name="extent"/>.</summary>
    int ComputeBufferLength(TIndex extent);

    /// <summary>Elements of a buffer that holds <paramref name="extent"/>.</summary>
    long ComputeBufferLength(TLongIndex extent);

    /// <summary>The step between the elements when they are walked in one dimension.</summary>
    Stride1D.General To1DStride();
}

/// <summary>A stride of one dimension.</summary>
public interface IStride1D : IStride<Index1D, LongIndex1D>
{
    /// <summary>Elements from one X to the next.</summary>
    int XStride { get; }

    /// <summary>The same stride as <see cref="Stride1D.General"/>.</summary>
    Stride1D.General AsGeneral();
}

/// <summary>A stride of two dimensions.</summary>
public interface IStride2D : IStride<Index2D, LongIndex2D>
{
    /// <summary>Elements from one X to the next.</summary>
    int XStride { get; }

    /// <summary>Elements from one Y to the next.</summary>
    int YStride { get; }

    /// <summary>The same stride as <see cref="Stride2D.General"/>.</summary>
    Stride2D.General AsGeneral();
}

/// <summary>A stride of three dimensions.</summary>
public interface IStride3D : IStride<Index3D, LongIndex3D>
{
    /// <summary>Elements from one X to the next.</summary>
    int XStride { get; }

    /// <summary>Elements from one Y to the next.</summary>
    int YStride { get; }

    /// <summary>Elements from one Z to the next.</summary>
    int ZStride { get; }

    /// <summary>The same stride as <see cref="Stride3D.General"/>.</summary>
    Stride3D.General AsGeneral();
}

/// <summary>The change of an extent when elements are seen as another type.</summary>
public interface IStrideCastContext
{
    /// <summary>The extent in elements of the other type.</summary>
    int ComputeNewExtent(int sourceExtent);

    /// <summary>The extent in elements of the other type.</summary>
    long ComputeNewExtent(long sourceExtent);
}

/// <summary>A stride that has a counterpart for elements of another type.</summary>
public interface ICastableStride<TIndex, TLongIndex, TStride> : IStride<TIndex, TLongIndex>
    where TIndex : struct, IIntIndex<TIndex, TLongIndex>
    where TLongIndex : struct, ILongIndex<TLongIndex, TIndex>
    where TStride : struct, ICastableStride<TIndex, TLongIndex, TStride>
{
    /// <summary>The extent and stride in elements of the other type.</summary>
    (TLongIndex, TStride) Cast<TContext>(in TContext context, in TLongIndex extent)
        where TContext : struct, IStrideCastContext;
}
