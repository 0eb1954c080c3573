using ILGPU;

namespace ConvGpu.Ilgpu.Debugging;

/// <summary>Selects the debug mode of the CPU accelerator.</summary>
public static class DebugKernelExtensions
{
    /// <summary>
    /// Makes the CPU accelerators of the context call the C# of kernels, so that breakpoints in them are hit and views check their
    /// bounds. The environment variable CONVGPU_DEBUG_KERNELS=1 does the same for every context.
    /// </summary>
    public static Context.Builder DebugKernels(this Context.Builder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.DebugKernels = true;
        return builder;
    }
}
