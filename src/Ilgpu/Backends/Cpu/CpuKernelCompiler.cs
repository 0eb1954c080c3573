using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
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
        return new CpuKernel(accelerator, budget => Optimise(request, budget), _scratch, request.Validate);
    }

    /// <summary>Where one rounding takes software, a*b+c keeps its two.</summary>
    private static Function Optimise(KernelRequest request, UnrollBudget budget)
    {
        var function = KernelFrontend.Build(request);
        Pipeline.Optimize(function, PipelineTarget.Lockstep with { Contract = request.Contract && VectorWidth.HasFma, Unroll = budget });
        return function;
    }

    public void Dispose() => _scratch.Dispose();
}
