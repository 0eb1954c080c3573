using ConvGpu.Ilgpu.Compilation;

namespace ConvGpu.Ilgpu.Launching;

/// <summary>Turns kernels into code of one accelerator. Called by one thread at a time.</summary>
internal abstract class KernelCompiler
{
    /// <exception cref="Exception">The kernel cannot be compiled; the accelerator stays usable.</exception>
    public abstract LoadedKernel Compile(KernelRequest request);
}
