using ConvGpu.Ilgpu.Backends.Lockstep;
using ConvGpu.Ilgpu.Backends.OpenCl;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>
/// A kernel of an OpenCL accelerator: its optimised scalar IR and the programs made of it. A device of CPU type needs one for each group
/// shape it is launched with, since the shape decides how items lie in vectors; it is made at the first such launch. Others need one.
/// </summary>
internal sealed class OpenClLoadedKernel : LoadedKernel
{
    private readonly CLAccelerator _accelerator;
    private readonly Function _function;
    private readonly OpenClTarget _target;
    private readonly Lock _lock = new();
    private Variant[] _variants = [];

    public OpenClLoadedKernel(CLAccelerator accelerator, Function function, OpenClTarget target)
    {
        _accelerator = accelerator;
        _function = function;
        _target = target;
        OpenClLimits.Check(function, target);
        CheckSharedMemory(function);
        if (target.Mapping == OpenClGroupMapping.WorkGroup)
            Add((0, 0, 0));
    }

    public override void Launch(AcceleratorStream stream, in LaunchDimensions dimensions, ReadOnlySpan<long> arguments)
    {
        nint queue = OpenClStream.QueueOf(stream, _accelerator);
        var variant = Find(_target.Mapping == OpenClGroupMapping.WorkItem ? (dimensions.GroupX, dimensions.GroupY, dimensions.GroupZ) : (0, 0, 0));
        if (dimensions.GroupSize > variant.Kernel.MaxGroupSize)
            throw new CLException($"Kernel {_function.Name} was launched with groups of {dimensions.GroupSize} items; "
                + $"'{_accelerator.Name}' runs it with at most {variant.Kernel.MaxGroupSize}. Use smaller groups.");
        variant.Kernel.Launch(queue, dimensions, arguments, variant.Report?.Buffer ?? 0);
        variant.Report?.Launched();
    }

    public override void Dispose()
    {
        lock (_lock)
        {
            foreach (var variant in _variants)
                OpenClKernels.Release(_accelerator, variant.Kernel, variant.Report);
            _variants = [];
        }
    }

    private Variant Find((int, int, int) group)
    {
        foreach (var variant in _variants)
            if (variant.Group == group)
                return variant;
        return Add(group);
    }

    private Variant Add((int X, int Y, int Z) group)
    {
        lock (_lock)
        {
            foreach (var known in _variants)
                if (known.Group == group)
                    return known;
            var function = _target.Mapping == OpenClGroupMapping.WorkItem ? Vectorize(group) : _function;
            CheckSharedMemory(function);
            var (kernel, report) = OpenClKernels.Build(_accelerator, function, OpenClPrinter.Print(function, _target), _target.Mapping);
            var variant = new Variant(group, kernel, report);
            _variants = [.. _variants, variant];
            return variant;
        }
    }

    private Function Vectorize((int, int, int) group)
    {
        var function = LockstepPass.Run(_function, group, _target.WarpSize);
        OpenClContext.MoveToLocal(function);
        return function;
    }

    private void CheckSharedMemory(Function function)
    {
        var arrays = function.Blocks.SelectMany(block => block.Instructions).Where(i => i.Op == Opcode.SharedAlloca).ToArray();
        long bytes = arrays.Sum(array => array.Immediate);
        if (bytes > _accelerator.MaxSharedMemoryPerGroup)
            throw new KernelCompilationException(Refusal.SharedMemorySize,
                $"Kernel {function.Name} with {bytes} bytes on '{_accelerator.Name}', which has {_accelerator.MaxSharedMemoryPerGroup},",
                arrays.MaxBy(array => array.Immediate)!.Location);
    }

    private sealed record Variant((int X, int Y, int Z) Group, OpenClKernel Kernel, OpenClAssertReport? Report);
}
