using ILGPU.Runtime;

namespace ILGPU;

/// <summary>A view of elements in the memory of a device.</summary>
public interface IArrayView
{
    /// <summary>The buffer that holds the elements. Host code only.</summary>
    MemoryBuffer Buffer { get; }

    /// <summary>Whether the view has a buffer.</summary>
    bool IsValid { get; }

    /// <summary>How many elements the view has.</summary>
    long Length { get; }

    /// <summary>Bytes of an element.</summary>
    int ElementSize { get; }

    /// <summary>Bytes of all elements.</summary>
    long LengthInBytes { get; }
}

/// <summary>A view of elements of a known type.</summary>
public interface IArrayView<T> : IArrayView
    where T : unmanaged
{
}

/// <summary>A view that is indexed by <typeparamref name="TIndex"/>.</summary>
public interface IArrayView<T, TIndex> : IArrayView
    where T : unmanaged
    where TIndex : struct, IGenericIndex<TIndex>
{
    /// <summary>The extent of each dimension.</summary>
    TIndex Extent { get; }

    /// <summary>An element.</summary>
    ref T this[TIndex index] { get; }
}

/// <summary>A view with a stride.</summary>
public interface IStridedArrayView<T, TStrideIndex, TStride> : IArrayView<T>
    where T : unmanaged
    where TStrideIndex : struct, IGenericIndex<TStrideIndex>
    where TStride : struct, IStride<TStrideIndex>
{
    /// <summary>How far apart the elements lie.</summary>
    TStride Stride { get; }
}

/// <summary>A view with a stride that is indexed in 32 or 64 bits.</summary>
public interface IArrayView<T, TIndex, TLongIndex, TStride> : IArrayView<T, TLongIndex>, IStridedArrayView<T, TIndex, TStride>
    where T : unmanaged
    where TIndex : struct, IIntIndex<TIndex, TLongIndex>
    where TLongIndex : struct, ILongIndex<TLongIndex, TIndex>
    where TStride : struct, IStride<TIndex>
{
    /// <summary>How many elements the view has, in 32 bits.</summary>
    int IntLength { get; }

    /// <summary>The extent of each dimension, in 32 bits.</summary>
    TIndex IntExtent { get; }

    /// <summary>An element.</summary>
    ref T this[TIndex index] { get; }
}

/// <summary>A view whose elements follow each other.</summary>
public interface IContiguousArrayView : IArrayView
{
    /// <summary>The first element's place in the buffer, in elements. Host code only.</summary>
    long Index { get; }

    /// <summary>The first element's place in the buffer, in bytes. Host code only.</summary>
    long IndexInBytes { get; }

    /// <summary>The same memory as bytes. Host code only.</summary>
    ArrayView<byte> AsRawArrayView();
}

/// <summary>A view of a known type whose elements follow each other.</summary>
public interface IContiguousArrayView<T> : IArrayView<T>, IContiguousArrayView
    where T : unmanaged
{
}
