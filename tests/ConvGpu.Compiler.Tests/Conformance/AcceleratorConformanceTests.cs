using ConvGpu.Fuzz.Execution;
using ConvGpu.Ilgpu.Compilation;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Conformance;

/// <summary>The language suite compiled for an accelerator.</summary>
public abstract class AcceleratorConformanceTests : ConformanceTests, IDisposable
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;

    private protected AcceleratorConformanceTests(Action<Context.Builder> devices, Func<Context, Device> choose)
    {
        _context = Context.Create(devices);
        _accelerator = choose(_context).CreateAccelerator(_context);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
        GC.SuppressFinalize(this);
    }

    internal override void Execute(KernelRequest request, KernelArguments arguments) => AcceleratorRun.Execute(_accelerator, request, arguments);
}

/// <summary>Compiled for the CPU.</summary>
public sealed class CpuConformanceTests() : AcceleratorConformanceTests(builder => builder.CPU(), context => context.GetCPUDevices()[0]);
