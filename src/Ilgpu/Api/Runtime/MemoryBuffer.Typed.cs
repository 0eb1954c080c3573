namespace ILGPU.Runtime;

/// <summary>Memory of a device that is seen through a view of a known type.</summary>
public interface IMemoryBuffer<TView> : IContiguousArrayView
    where TView : struct, IArrayView
{
    /// <summary>Sets bytes to a value.</summary>
    void MemSet(AcceleratorStream stream, byte value, long targetOffsetInBytes, long length);

    /// <summary>Copies bytes from this buffer, as many as the target has.</summary>
    void CopyTo(AcceleratorStream stream, long sourceOffsetInBytes, in ArrayView<byte> targetView);

    /// <summary>Copies bytes into this buffer, as many as the source has.</summary>
    void CopyFrom(AcceleratorStream stream, in ArrayView<byte> sourceView, long targetOffsetInBytes);
}

/// <summary>Memory of a device that is seen through a view of a known type.</summary>
public class MemoryBuffer<TView> : MemoryBuffer, IMemoryBuffer<TView>
    where TView : struct, IArrayView
{
    internal MemoryBuffer(MemoryBuffer owner, TView view) : base(owner.Accelerator, owner.Length, owner.ElementSize)
    {
        Owner = owner;
        View = view;
        NativePtr = owner.NativePtr;
    }

    /// <summary>The view of the whole memory.</summary>
    public TView View { get; }

    /// <summary>Whether the memory was not freed.</summary>
    public bool IsValid => !IsDisposed;

    internal override MemoryBuffer Owner { get; }

    internal override nint HostAddress => Owner.HostAddress;

    internal override bool IsHostMemory => Owner.IsHostMemory;

    MemoryBuffer IArrayView.Buffer => this;

    long IContiguousArrayView.Index => 0;

    long IContiguousArrayView.IndexInBytes => 0;

    /// <summary>The view of the whole memory.</summary>
    public TView ToArrayView() => View;

    /// <summary>The view of the whole memory.</summary>
    public static implicit operator TView(MemoryBuffer<TView> buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return buffer.View;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Owner.Dispose();
        NativePtr = 0;
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected internal override void SetBytes(AcceleratorStream stream, byte value, long offset, long bytes) =>
        Owner.SetBytes(stream, value, offset, bytes);

    /// <inheritdoc/>
    protected internal override void CopyFromHost(AcceleratorStream stream, nint source, long offset, long bytes, bool blocking) =>
        Owner.CopyFromHost(stream, source, offset, bytes, blocking);

    /// <inheritdoc/>
    protected internal override void CopyToHost(AcceleratorStream stream, nint target, long offset, long bytes, bool blocking) =>
        Owner.CopyToHost(stream, target, offset, bytes, blocking);

    /// <inheritdoc/>
    protected internal override void CopyFromBuffer(AcceleratorStream stream, MemoryBuffer source, long sourceOffset, long offset, long bytes) =>
        Owner.CopyFromBuffer(stream, source, sourceOffset, offset, bytes);
}
