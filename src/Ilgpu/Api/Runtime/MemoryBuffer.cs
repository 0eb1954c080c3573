namespace ILGPU.Runtime;

/// <summary>Memory of a device. Freed by disposing it or its accelerator, never by the garbage collector.</summary>
public abstract class MemoryBuffer : AcceleratorObject
{
    /// <summary>Makes a buffer of an accelerator.</summary>
    /// <param name="accelerator">The accelerator.</param>
    /// <param name="length">How many elements.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    protected MemoryBuffer(Accelerator accelerator, long length, int elementSize) : base(accelerator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(elementSize);
        Length = length;
        ElementSize = elementSize;
        LengthInBytes = checked(length * elementSize);
    }

    /// <summary>The device's handle or address of the memory.</summary>
    public IntPtr NativePtr { get; protected set; }

    /// <summary>How many elements.</summary>
    public long Length { get; }

    /// <summary>Bytes of an element.</summary>
    public int ElementSize { get; }

    /// <summary>Bytes of all elements.</summary>
    public long LengthInBytes { get; }

    /// <summary>The address at which the host reads and writes the memory.</summary>
    /// <exception cref="NotSupportedException">Only the device can read the memory.</exception>
    internal virtual nint HostAddress => throw new NotSupportedException(
        $"Elements of a buffer of {Accelerator.Name} cannot be read or written by the host. Copy them with CopyToCPU or CopyFromCPU.");

    /// <summary>Whether the host reads and writes the memory at <see cref="HostAddress"/>.</summary>
    internal virtual bool IsHostMemory => false;

    /// <summary>The buffer that owns the memory: this one, or the one that a typed buffer wraps.</summary>
    internal virtual MemoryBuffer Owner => this;

    /// <summary>Sets bytes to a value.</summary>
    /// <param name="stream">The stream that does it.</param>
    /// <param name="value">The value.</param>
    /// <param name="targetOffsetInBytes">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    public void MemSet(AcceleratorStream stream, byte value, long targetOffsetInBytes, long length)
    {
        Check(stream, targetOffsetInBytes, length);
        if (length > 0)
            Owner.SetBytes(stream, value, targetOffsetInBytes, length);
    }

    /// <summary>Copies bytes from this buffer, as many as the target has.</summary>
    public void CopyTo(AcceleratorStream stream, long sourceOffsetInBytes, in ArrayView<byte> targetView)
    {
        var target = ViewErrors.SourceOf(targetView.Source);
        Check(stream, sourceOffsetInBytes, targetView.Length);
        target.ThrowIfDisposed();
        if (targetView.Length > 0)
            BufferCopies.Copy(stream, Owner, sourceOffsetInBytes, target.Owner, targetView.OffsetInBytes, targetView.Length);
    }

    /// <summary>Copies bytes into this buffer, as many as the source has.</summary>
    public void CopyFrom(AcceleratorStream stream, in ArrayView<byte> sourceView, long targetOffsetInBytes)
    {
        var source = ViewErrors.SourceOf(sourceView.Source);
        Check(stream, targetOffsetInBytes, sourceView.Length);
        source.ThrowIfDisposed();
        if (sourceView.Length > 0)
            BufferCopies.Copy(stream, source.Owner, sourceView.OffsetInBytes, Owner, targetOffsetInBytes, sourceView.Length);
    }

    /// <summary>The memory as bytes.</summary>
    public ArrayView<byte> AsRawArrayView() => AsRawArrayView(0);

    /// <summary>The memory as bytes, from an offset on.</summary>
    public ArrayView<byte> AsRawArrayView(long offsetInBytes) => AsRawArrayView(offsetInBytes, LengthInBytes - offsetInBytes);

    /// <summary>A part of the memory as bytes.</summary>
    public ArrayView<byte> AsRawArrayView(long offsetInBytes, long lengthInBytes) => new(Owner, offsetInBytes, lengthInBytes);

    /// <summary>A part of the memory as elements; offset and length count elements.</summary>
    public ArrayView<T> AsArrayView<T>(long offset, long length) where T : unmanaged => new(Owner, offset, length);

    /// <summary>Sets bytes; the range was checked.</summary>
    protected internal abstract void SetBytes(AcceleratorStream stream, byte value, long offset, long bytes);

    /// <summary>Copies from the memory of the host; the range was checked.</summary>
    /// <param name="stream">The stream that does it.</param>
    /// <param name="source">The host's address.</param>
    /// <param name="offset">The first byte of this buffer.</param>
    /// <param name="bytes">How many bytes.</param>
    /// <param name="blocking">Whether the host's memory must not be read any more after the call.</param>
    protected internal abstract void CopyFromHost(AcceleratorStream stream, nint source, long offset, long bytes, bool blocking);

    /// <summary>Copies to the memory of the host; the range was checked.</summary>
    /// <param name="stream">The stream that does it.</param>
    /// <param name="target">The host's address.</param>
    /// <param name="offset">The first byte of this buffer.</param>
    /// <param name="bytes">How many bytes.</param>
    /// <param name="blocking">Whether the bytes must have arrived after the call.</param>
    protected internal abstract void CopyToHost(AcceleratorStream stream, nint target, long offset, long bytes, bool blocking);

    /// <summary>Copies from a buffer of the same accelerator; the ranges were checked and do not overlap unless they are equal.</summary>
    protected internal abstract void CopyFromBuffer(AcceleratorStream stream, MemoryBuffer source, long sourceOffset, long offset, long bytes);

    private void Check(AcceleratorStream stream, long offset, long bytes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ThrowIfDisposed();
        Owner.ThrowIfDisposed();
        if (offset < 0 || bytes < 0 || offset > LengthInBytes - bytes)
            throw new ArgumentOutOfRangeException(nameof(bytes), $"{bytes} bytes from byte {offset} on do not lie in a buffer of {LengthInBytes} bytes.");
    }
}
