using ConvGpu.Ilgpu.Backends.OpenCl;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>A kernel of which a group is a work-group and an item a work-item.</summary>
internal sealed class OpenClLoadedKernel : LoadedKernel
{
    private readonly CLAccelerator _accelerator;
    private readonly string _name;
    private readonly OpenClKernel _kernel;
    private readonly OpenClAssertReport? _report;

    public OpenClLoadedKernel(CLAccelerator accelerator, Function function, OpenClSource source)
    {
        _accelerator = accelerator;
        _name = function.Name;
        (_kernel, _report) = OpenClKernels.Build(accelerator, function, source, OpenClGroupMapping.WorkGroup);
    }

    public override void Launch(AcceleratorStream stream, in LaunchDimensions dimensions, ReadOnlySpan<long> arguments)
    {
        nint queue = OpenClStream.QueueOf(stream, _accelerator);
        if (dimensions.GroupSize > _kernel.MaxGroupSize)
            throw new CLException(
                $"Kernel {_name} was launched with groups of {dimensions.GroupSize} items; '{_accelerator.Name}' runs it with at most {_kernel.MaxGroupSize}. Use smaller groups.");
        _kernel.Launch(queue, dimensions, arguments, _report?.Buffer ?? 0);
        _report?.Launched(queue);
    }

    public override void Dispose() => OpenClKernels.Release(_accelerator, _kernel, _report);
}
