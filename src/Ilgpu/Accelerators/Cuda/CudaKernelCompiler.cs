using ConvGpu.Ilgpu.Backends.Ptx;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Launching;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>IL to optimised IR to PTX to the driver.</summary>
internal sealed class CudaKernelCompiler(CudaAccelerator accelerator) : KernelCompiler
{
    private readonly PtxTarget _target = accelerator.Device.PtxTarget;

    public override LoadedKernel Compile(KernelRequest request)
    {
        var (ptx, function) = PtxCompilation.Compile(request, _target);
        return CudaLoadedKernel.Load(accelerator, ptx, [.. function.Parameters.Select(parameter => parameter.Type)]);
    }
}
