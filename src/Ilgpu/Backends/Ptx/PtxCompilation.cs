using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>IL to optimised IR to PTX.</summary>
internal static class PtxCompilation
{
    /// <summary>The passes' target, for those who compile step by step.</summary>
    public static PipelineTarget Pipeline(bool contract) => PipelineTarget.Gpu with { Name = "ptx", Contract = contract, InlinePtx = true };

    /// <summary>The kernel's text, and the optimised function whose parameters a launch packs its arguments for.</summary>
    /// <exception cref="KernelCompilationException">The kernel does what a device cannot.</exception>
    public static (PtxKernel Kernel, Function Function) Compile(KernelRequest request, PtxTarget target, bool sourceLines = true)
    {
        var function = KernelFrontend.Build(request with { ExpandMath = true, InlinePtx = true });
        Passes.Pipeline.Optimize(function, Pipeline(request.Contract));
        return (PtxPrinter.Print(function, target, PtxOptions.For(request) with { SourceLines = sourceLines }), function);
    }
}
