using ILGPU;

namespace ConvGpu.Ilgpu.Extensions;

/// <summary>
/// Addresses of views as operands of CudaAsm, for instructions that take them: cp.async, ldmatrix. Kernel code for NVIDIA GPUs only; such
/// kernels need a plain one beside them, since ILGPU has no such call.
/// </summary>
public static class CudaAddress
{
    /// <summary>The address of a view's first element in shared memory, as instructions with .shared take it.</summary>
    /// <param name="view">A view of SharedMemory or a part of one.</param>
    public static uint Shared<T>(ArrayView<T> view) where T : unmanaged => throw NotHere();

    /// <summary>The address of a view's first element in global memory, as instructions with .global take it.</summary>
    /// <param name="view">A view that was passed to the kernel or a part of one.</param>
    public static ulong Global<T>(ArrayView<T> view) where T : unmanaged => throw NotHere();

    private static NotSupportedException NotHere() => new("Addresses exist in PTX alone. Put the call under if (CudaAsm.IsSupported).");
}
