using System.Diagnostics;
using ConvGpu.Ilgpu.Backends.Lockstep;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;
using ConvGpu.Threading;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// A kernel of the CPU accelerator: its optimised scalar IR, and code for every group shape it was launched with. Code beyond
/// <see cref="CodeBudget"/> is made again from IR with less unrolling.
/// </summary>
internal sealed unsafe class CpuKernel : LoadedKernel
{
    private readonly CPUAccelerator _accelerator;
    private readonly Func<UnrollBudget, Function> _optimise;
    private readonly CpuScratch _scratch;
    private readonly bool _shuffle;
    private readonly Function?[] _functions = new Function?[CodeBudget.Unrolling.Length];
    private readonly List<((int X, int Y, int Z) Group, CpuLaunch Launch)> _variants = [];

    /// <param name="accelerator">Where it runs.</param>
    /// <param name="optimise">Makes the scalar IR with an unrolling budget.</param>
    /// <param name="scratch">The workers' memory.</param>
    /// <param name="shuffle">Whether vectors of a group take turns in another order.</param>
    public CpuKernel(CPUAccelerator accelerator, Func<UnrollBudget, Function> optimise, CpuScratch scratch, bool shuffle)
    {
        (_accelerator, _optimise, _scratch, _shuffle) = (accelerator, optimise, scratch, shuffle);
        _functions[0] = optimise(CodeBudget.Unrolling[0]);
    }

    private Function Source => _functions[0]!;

    public override void Launch(AcceleratorStream stream, in LaunchDimensions dimensions, ReadOnlySpan<long> arguments)
    {
        long* values = stackalloc long[Source.Parameters.Count];
        int slot = 0;
        for (int i = 0; i < Source.Parameters.Count; i++)
            values[i] = Source.Parameters[i].Type.IsPointer ? arguments[slot++] + arguments[slot++] : arguments[slot++];
        int fault;
        lock (_scratch.Gate)
        {
            var launch = Find((dimensions.GroupX, dimensions.GroupY, dimensions.GroupZ));
            fault = launch.Run(dimensions, values, _accelerator.UsesSequentialExecution ? 1 : WorkerPool.ThreadCount);
        }
        if (fault != 0)
            throw new KernelFaultException($"Kernel {Source.Name}: {KernelFaults.Describe(fault)}");
    }

    public override void Dispose()
    {
    }

    private CpuLaunch Find((int X, int Y, int Z) group)
    {
        foreach (ref readonly var variant in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_variants))
            if (variant.Group == group)
                return variant.Launch;
        var launch = new CpuLaunch(Print(group), _scratch);
        _variants.Add((group, launch));
        return launch;
    }

    /// <summary>The first code within the budget, else the smallest.</summary>
    private CpuCode Print((int X, int Y, int Z) group)
    {
        CpuCode? best = null;
        for (int i = 0; i < CodeBudget.Unrolling.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            var function = _functions[i] ??= _optimise(CodeBudget.Unrolling[i]);
            var code = CpuPrinter.Print(LockstepPass.Run(function, group, _accelerator.WarpSize, _shuffle), _accelerator.WarpSize);
            if (DebugLog.Shows(DebugLevel.Kernels))
            {
                DebugLog.Write(DebugLevel.Kernels, FormattableString.Invariant($"code of {function.Name} for groups of {group}, {_accelerator.WarpSize} lanes: ")
                    + FormattableString.Invariant($"{code.Locals} locals, {code.IlBytes} bytes of IL, {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1} ms")
                    + (CodeBudget.Holds(code) ? "" : ", more than the JIT compiles well"));
            }
            if (CodeBudget.Holds(code))
                return code;
            if (best is null || code.IlBytes < best.IlBytes)
                best = code;
        }
        return best!;
    }
}
