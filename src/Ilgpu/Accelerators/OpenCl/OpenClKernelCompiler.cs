using ConvGpu.Ilgpu.Backends.OpenCl;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.Launching;
using ConvGpu.Ilgpu.Passes;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>IL to optimised IR to OpenCL C to the driver.</summary>
internal sealed class OpenClKernelCompiler(CLAccelerator accelerator) : KernelCompiler
{
    private readonly OpenClTarget _target = OpenClTargets.Of(accelerator.Device.Info);

    public override LoadedKernel Compile(KernelRequest request)
    {
        bool fuses = (accelerator.Device.Info.SingleFloat & OpenClConstants.FloatFma) != 0;
        var function = KernelFrontend.Build(request);
        var pipeline = _target.Mapping == OpenClGroupMapping.WorkItem ? PipelineTarget.Lockstep : PipelineTarget.Gpu;
        Pipeline.Optimize(function, pipeline with { Name = "opencl", Contract = request.Contract && fuses });
        return new OpenClLoadedKernel(accelerator, function, _target);
    }
}
