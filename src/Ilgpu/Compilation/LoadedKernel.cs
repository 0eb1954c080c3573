namespace ConvGpu.Ilgpu.Compilation;

/// <summary>Sizes of one launch, in items and groups, X fastest.</summary>
internal readonly record struct LaunchDimensions(
    int GridX, int GridY, int GridZ, int GroupX, int GroupY, int GroupZ, int DynamicSharedBytes)
{
    public long Groups => (long)GridX * GridY * GridZ;
    public int GroupSize => GroupX * GroupY * GroupZ;
}

/// <summary>
/// A kernel compiled for one accelerator. Arguments arrive as 8-byte slots in the order of the function's parameters
/// (<see cref="IR.Function.Parameters"/>): a scalar takes one slot (its bits in the low end); a view's pointer takes two, the native
/// handle or address of its buffer and the byte offset in it; a view's length takes one. An implicitly indexed kernel has the extents
/// X, Y, Z in front, one slot each (1 where the index has fewer dimensions). Behind the arguments stands one more slot, the bytes of
/// dynamic shared memory: the parameter of kernels that ask for its length, ignored by others.
/// </summary>
internal abstract class LoadedKernel : IDisposable
{
    /// <summary>Starts the kernel on a stream. Allocates no managed memory after the first launch with the same group size.</summary>
    public abstract void Launch(ILGPU.Runtime.AcceleratorStream stream, in LaunchDimensions dimensions, ReadOnlySpan<long> arguments);

    public abstract void Dispose();
}
