namespace ILGPU;

/// <summary>The index types a kernel can meet.</summary>
public enum IndexType
{
    /// <summary>No index.</summary>
    None = 0,
    /// <summary><see cref="ILGPU.Index1D"/>.</summary>
    Index1D = 1,
    /// <summary><see cref="ILGPU.Index2D"/>.</summary>
    Index2D = 2,
    /// <summary><see cref="ILGPU.Index3D"/>.</summary>
    Index3D = 3,
    /// <summary><see cref="ILGPU.LongIndex1D"/>.</summary>
    LongIndex1D = 4,
    /// <summary><see cref="ILGPU.LongIndex2D"/>.</summary>
    LongIndex2D = 5,
    /// <summary><see cref="ILGPU.LongIndex3D"/>.</summary>
    LongIndex3D = 6,
    /// <summary><see cref="ILGPU.KernelConfig"/>.</summary>
    KernelConfig = 7,
}

/// <summary>An index or extent.</summary>
public interface IIndex
{
    /// <summary>The product of the components.</summary>
    long Size { get; }
}

/// <summary>An index that the compiler knows.</summary>
public interface IIntrinsicIndex : IIndex
{
    /// <summary>Which index type this is.</summary>
    IndexType IndexType { get; }
}

/// <summary>An index of 32-bit components.</summary>
public interface IIntIndex : IIndex
{
}

/// <summary>The operations that all index types share.</summary>
public interface IGenericIndex<TIndex> : IIndex, IEquatable<TIndex>
    where TIndex : struct, IIndex
{
    /// <summary>Whether 0 &lt;= component &lt; <paramref name="dimension"/> for every component.</summary>
    bool InBounds(TIndex dimension);

    /// <summary>Whether 0 &lt;= component &lt;= <paramref name="dimension"/> for every component.</summary>
    bool InBoundsInclusive(TIndex dimension);

    /// <summary>The sum, component by component.</summary>
    TIndex Add(TIndex rhs);

    /// <summary>The difference, component by component.</summary>
    TIndex Subtract(TIndex rhs);
}

/// <summary>An index of 32-bit components with its 64-bit counterpart.</summary>
public interface IIntIndex<TIndex, TLongIndex> : IIntIndex, IIntrinsicIndex, IGenericIndex<TIndex>
    where TIndex : struct, IIntIndex<TIndex, TLongIndex>
    where TLongIndex : struct, ILongIndex<TLongIndex, TIndex>
{
    /// <summary>The same index in 64 bits.</summary>
    TLongIndex ToLongIndex();
}

/// <summary>An index of 64-bit components with its 32-bit counterpart.</summary>
public interface ILongIndex<TLongIndex, TIndex> : IIntrinsicIndex, IGenericIndex<TLongIndex>
    where TLongIndex : struct, ILongIndex<TLongIndex, TIndex>
    where TIndex : struct, IIntIndex<TIndex, TLongIndex>
{
    /// <summary>The same index in 32 bits; higher bits are dropped.</summary>
    TIndex ToIntIndex();
}
