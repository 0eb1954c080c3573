using System.Diagnostics;
using ConvGpu.Ilgpu.Backends.Lockstep;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Threading;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>A kernel of the CPU accelerator: its optimised scalar IR, and code for every group shape it was launched with.</summary>
internal sealed unsafe class CpuKernel(CPUAccelerator accelerator, Function function, CpuScratch scratch, int lanes, bool shuffle) : LoadedKernel
{
    private readonly List<((int X, int Y, int Z) Group, CpuLaunch Launch)> _variants = [];

    public override void Launch(AcceleratorStream stream, in LaunchDimensions dimensions, ReadOnlySpan<long> arguments)
    {
        long* values = stackalloc long[function.Parameters.Count];
        int slot = 0;
        for (int i = 0; i < function.Parameters.Count; i++)
            values[i] = function.Parameters[i].Type.IsPointer ? arguments[slot++] + arguments[slot++] : arguments[slot++];
        int fault;
        lock (scratch.Gate)
        {
            var launch = Find((dimensions.GroupX, dimensions.GroupY, dimensions.GroupZ));
            fault = launch.Run(dimensions, values, accelerator.UsesSequentialExecution ? 1 : WorkerPool.ThreadCount);
        }
        if (fault != 0)
            throw new KernelFaultException($"Kernel {function.Name}: {KernelFaults.Describe(fault)}");
    }

    public override void Dispose()
    {
    }

    private CpuLaunch Find((int X, int Y, int Z) group)
    {
        foreach (ref readonly var variant in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_variants))
            if (variant.Group == group)
                return variant.Launch;
        long start = Stopwatch.GetTimestamp();
        var code = CpuPrinter.Print(LockstepPass.Run(function, group, lanes, shuffle), lanes);
        if (DebugLog.Shows(DebugLevel.Kernels))
        {
            DebugLog.Write(DebugLevel.Kernels, FormattableString.Invariant($"code of {function.Name} for groups of {group}, {lanes} lanes: ")
                + FormattableString.Invariant($"{code.Locals} locals, {code.IlBytes} bytes of IL, {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1} ms"));
        }
        var launch = new CpuLaunch(code, scratch);
        _variants.Add((group, launch));
        return launch;
    }
}
