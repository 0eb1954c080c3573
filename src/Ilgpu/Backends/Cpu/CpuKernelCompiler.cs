using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.Launching;
using ConvGpu.Ilgpu.Passes;
using ConvGpu.Threading;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// Compiles kernels for the processor. What loading a kernel does is to check and optimise it; code is made at the first launch with each
/// group shape, since the shape decides how items lie in vectors.
/// </summary>
internal sealed class CpuKernelCompiler(CPUAccelerator accelerator) : KernelCompiler, IDisposable
{
    private readonly CpuScratch _scratch = new();

    public override LoadedKernel Compile(KernelRequest request)
    {
        var function = KernelFrontend.Build(request);
        // Where one rounding takes software, a*b+c keeps its two.
        Pipeline.Optimize(function, PipelineTarget.Lockstep with { Contract = request.Contract && VectorWidth.HasFma });
        return new CpuKernel(accelerator, function, _scratch, accelerator.WarpSize, request.Validate);
    }

    public void Dispose() => _scratch.Dispose();
}
