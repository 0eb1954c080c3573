using System.Runtime.CompilerServices;
using ConvGpu.Ilgpu.Debugging;
using ILGPU.Runtime;

namespace ILGPU;

/// <summary>
/// Consecutive elements in the memory of a device. Inside a kernel, and on a host that owns the memory, elements are read and written
/// through the indexer; other host code copies.
/// </summary>
/// <remarks>
/// The compiler knows a view as a pointer and a length. It implements the two constructors, Empty, IsValid, Length,
/// SubView(long, long), Cast and the indexers by int and long itself; all other members are inlined like any C#.
/// </remarks>
public readonly unsafe struct ArrayView<T> : IArrayView<T, Index1D, LongIndex1D, Stride1D.Dense>, IContiguousArrayView<T>
    where T : unmanaged
{
    /// <summary>Bytes of an element.</summary>
    public static readonly int ElementSize = sizeof(T);

    /// <summary>A view without elements.</summary>
    public static readonly ArrayView<T> Empty;

    private readonly MemoryBuffer? _source;
    private readonly long _offset;
    private readonly long _length;

    /// <summary>Makes a view of a part of a buffer.</summary>
    /// <param name="source">The buffer.</param>
    /// <param name="index">The first element's place in the buffer, in elements of <typeparamref name="T"/>.</param>
    /// <param name="length">How many elements the view has.</param>
    /// <exception cref="ArgumentOutOfRangeException">The elements do not lie in the buffer.</exception>
    public ArrayView(MemoryBuffer source, long index, long length)
    {
        ArgumentNullException.ThrowIfNull(source);
        ViewErrors.CheckRange(source.LengthInBytes / sizeof(T), index, length);
        _source = source;
        _offset = index * sizeof(T);
        _length = length;
    }

    private ArrayView(MemoryBuffer? source, long offsetInBytes, long length, bool _)
    {
        _source = source;
        _offset = offsetInBytes;
        _length = length;
    }

    /// <summary>Whether the view has a buffer.</summary>
    public bool IsValid => _source != null;

    /// <summary>How many elements the view has.</summary>
    public long Length => _length;

    /// <summary>How many elements the view has.</summary>
    public LongIndex1D Extent => Length;

    /// <summary>How many elements the view has, in 32 bits.</summary>
    public Index1D IntExtent => (int)Length;

    /// <summary>How many elements the view has, in 32 bits.</summary>
    public int IntLength => (int)Length;

    /// <summary>Bytes of all elements.</summary>
    public long LengthInBytes => Length * sizeof(T);

    /// <summary>The stride of consecutive elements.</summary>
    public Stride1D.Dense Stride => default;

    internal MemoryBuffer? Source => _source;

    internal long OffsetInBytes => _offset;

    MemoryBuffer IArrayView.Buffer => ViewErrors.SourceOf(_source);

    int IArrayView.ElementSize => sizeof(T);

    long IContiguousArrayView.Index => _offset / sizeof(T);

    long IContiguousArrayView.IndexInBytes => _offset;

    /// <summary>An element.</summary>
    public ref T this[Index1D index] => ref this[index.X];

    /// <summary>An element.</summary>
    public ref T this[LongIndex1D index] => ref this[index.X];

    /// <summary>An element.</summary>
    public ref T this[int index] => ref this[(long)index];

    /// <summary>An element.</summary>
    /// <exception cref="IndexOutOfRangeException">The index is not in the view. Kernels in code of a device do not check.</exception>
    public ref T this[long index]
    {
        get
        {
            if ((ulong)index >= (ulong)_length)
                ViewErrors.ThrowIndex(index, _length, typeof(T));
            return ref Unsafe.AsRef<T>((byte*)ViewErrors.SourceOf(_source).HostAddress + _offset + index * sizeof(T));
        }
    }

    /// <summary>The elements from <paramref name="index"/> on.</summary>
    public ArrayView<T> SubView(long index) => SubView(index, Length - index);

    /// <summary><paramref name="subViewLength"/> elements from <paramref name="index"/> on.</summary>
    public ArrayView<T> SubView(int index, int subViewLength) => SubView((long)index, subViewLength);

    /// <summary><paramref name="subViewLength"/> elements from <paramref name="index"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The elements do not lie in the view. Kernels in code of a device do not check.</exception>
    public ArrayView<T> SubView(long index, long subViewLength)
    {
        ViewErrors.CheckRange(_length, index, subViewLength);
        return new(_source, _offset + index * sizeof(T), subViewLength, true);
    }

    /// <summary>The same memory as elements of another type; a rest that holds no whole element is cut off.</summary>
    public ArrayView<TOther> Cast<TOther>() where TOther : unmanaged =>
        new(_source, _offset, Length * sizeof(T) / sizeof(TOther), true);

    ArrayView<byte> IContiguousArrayView.AsRawArrayView() => Cast<byte>();

    /// <summary>A view of memory that the host owns outside all buffers.</summary>
    internal static ArrayView<T> OfHostMemory(void* address, long length) => new(HostMemory.Instance, (long)address, length, true);

    /// <inheritdoc/>
    public override string ToString() => $"ArrayView<{typeof(T).Name}>[{Length}]";

    /// <summary>The view with a stride.</summary>
    public static implicit operator ArrayView1D<T, Stride1D.Dense>(ArrayView<T> view) => new(view, view.Length, default);

    /// <summary>The view without its stride.</summary>
    public static implicit operator ArrayView<T>(ArrayView1D<T, Stride1D.Dense> view) => view.BaseView;
}
