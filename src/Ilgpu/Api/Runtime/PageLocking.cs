using ConvGpu.Threading;
using ILGPU.Util;

namespace ILGPU.Runtime;

/// <summary>Memory of the host that does not move, from which devices copy without a detour.</summary>
public abstract class PageLockedArray<T> : DisposeBase
    where T : unmanaged
{
    /// <summary>The elements.</summary>
    public abstract Span<T> Span { get; }

    /// <summary>A view of the elements for copies.</summary>
    public ArrayView<T> ArrayView { get; private protected init; }

    /// <summary>How many elements.</summary>
    public long Length => ArrayView.Length;

    /// <summary>Walks the elements.</summary>
    public Span<T>.Enumerator GetEnumerator() => Span.GetEnumerator();
}

/// <summary>Memory of the host that does not move, for consecutive elements.</summary>
public sealed unsafe class PageLockedArray1D<T> : PageLockedArray<T>
    where T : unmanaged
{
    /// <summary>No elements.</summary>
    public static readonly PageLockedArray1D<T> Empty = new(0);

    private readonly AlignedMemory _memory;
    private readonly IDisposable? _pin;
    private readonly nint _address;

    internal PageLockedArray1D(long length, Accelerator? accelerator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Extent = length;
        long bytes = checked(length * sizeof(T));
        if (accelerator is { PinsHostMemory: true } && bytes > 0)
        {
            // Whole pages of its own: a page can be pinned once.
            long page = Environment.SystemPageSize;
            long pages = (bytes + page - 1) / page * page;
            _memory = new AlignedMemory(pages + page);
            _address = (nint)((_memory.Address + page - 1) / page * page);
            try
            {
                _pin = accelerator.PinHostMemory(_address, pages);
            }
            catch
            {
                _memory.Dispose();
                throw;
            }
        }
        else
        {
            _memory = new AlignedMemory(bytes);
            _address = _memory.Address;
        }
        ArrayView = ArrayView<T>.OfHostMemory((void*)_address, length);
    }

    /// <summary>How many elements.</summary>
    public LongIndex1D Extent { get; }

    /// <summary>The elements.</summary>
    /// <exception cref="OverflowException">There are more than a span can hold.</exception>
    public override Span<T> Span => _memory.Address == 0 ? default : new((void*)_address, checked((int)Extent.X));

    /// <summary>An element.</summary>
    public ref T this[int index] => ref this[(long)index];

    /// <summary>An element.</summary>
    public ref T this[long index]
    {
        get
        {
            ThrowIfDisposed();
            return ref ArrayView[index];
        }
    }

    /// <summary>A copy of the elements.</summary>
    public T[] GetArray() => Span.ToArray();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _pin?.Dispose();
        _memory.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Allocates page-locked arrays.</summary>
public static class PageLockedArrayExtensions
{
    /// <summary>Allocates an array of the host for copies to and from the accelerator, zeroed.</summary>
    public static PageLockedArray1D<T> AllocatePageLocked1D<T>(this Accelerator accelerator, LongIndex1D extent) where T : unmanaged =>
        accelerator.AllocatePageLocked1D<T>(extent, false);

    /// <summary>Allocates an array of the host for copies to and from the accelerator.</summary>
    /// <param name="accelerator">The accelerator.</param>
    /// <param name="extent">How many elements.</param>
    /// <param name="uninitialized">Whether the contents may be anything.</param>
    public static PageLockedArray1D<T> AllocatePageLocked1D<T>(this Accelerator accelerator, LongIndex1D extent, bool uninitialized)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new(extent, accelerator);
    }
}
