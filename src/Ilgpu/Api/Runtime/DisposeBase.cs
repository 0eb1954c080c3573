namespace ILGPU.Util;

/// <summary>An object that owns something outside managed memory. It is freed by <see cref="Dispose()"/> alone, never by the garbage collector.</summary>
public abstract class DisposeBase : IDisposable
{
    private int _disposed;

    /// <summary>Whether the object was disposed.</summary>
    public bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    /// <summary>Frees what the object owns. A second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the object owns; called once.</summary>
    /// <param name="disposing">Always true: there are no finalisers.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);
}
