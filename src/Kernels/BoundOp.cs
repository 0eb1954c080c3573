namespace ConvGpu.Kernels;

/// <summary>An op bound to a device and to the memory of its operands.</summary>
public abstract class BoundOp : IDisposable
{
    /// <summary>Enqueues the computation for the first <paramref name="n"/> batch items on the device's stream. Allocates nothing.</summary>
    /// <param name="n">Batch items, from 1 to the largest batch the op was bound for.</param>
    public abstract void Run(int n);

    /// <summary>Releases what binding took; operands are not the op's to release.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
