using ConvGpu.Compiler.Tests.OpenCl;
using ConvGpu.FakeCuda;
using ConvGpu.Fuzz.Execution;
using ConvGpu.Ilgpu.Compilation;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

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

/// <summary>Compiled as OpenCL C for the first device.</summary>
public sealed class OpenClConformanceTests() : AcceleratorConformanceTests(Devices, context => context.GetCLDevices()[0])
{
    private static void Devices(Context.Builder builder)
    {
        OpenClMachine.Require();
        builder.OpenCL();
    }
}

/// <summary>Compiled for the CPU.</summary>
public sealed class CpuConformanceTests() : AcceleratorConformanceTests(builder => builder.CPU(), context => context.GetCPUDevices()[0]);

/// <summary>Compiled as PTX, for the machine's GPU or the emulator.</summary>
public sealed class CudaConformanceTests() : AcceleratorConformanceTests(builder => builder.Add(TestCuda.Open()), context => context.Devices[0]);
