using ConvGpu.Ilgpu.Debugging;

namespace ILGPU.Runtime;

/// <summary>
/// What views can do besides indexing: on the host, copy and set memory; in kernels, change type, stride and alignment.
/// Copies to and from memory of the host are done when the call returns unless the name ends in Async.
/// </summary>
public static unsafe partial class ArrayViewExtensions
{
    /// <summary>An array of constant size that a kernel made, as a view. Kernel code only.</summary>
    public static ArrayView<T> AsContiguousArrayView<T>(this T[] array) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(array);
        return ArrayView<T>.OfHostMemory((void*)KernelItem.Current.Pin(array), array.Length);
    }

    /// <summary>An array of constant size that a kernel made, as a view. Kernel code only.</summary>
    public static ArrayView1D<T, Stride1D.Dense> AsArrayView<T>(this T[] array) where T : unmanaged => array.AsContiguousArrayView();
}
