using ConvGpu.Compiler.Tests.OpenCl;
using ConvGpu.FakeCuda;
using ConvGpu.Ilgpu.Compilation;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Compiler.Tests.Frontend;

/// <summary>A refusal leaves context and accelerator usable: the next kernel compiles, runs and is right.</summary>
public abstract class RefusalRecoveryTests : IDisposable
{
    private const int Count = 37;

    private readonly int _refusalsPerKernel;
    private readonly string[] _limits;
    private readonly Context _context;
    private readonly Accelerator _accelerator;

    /// <param name="devices">Adds the device.</param>
    /// <param name="choose">Takes it.</param>
    /// <param name="refusalsPerKernel">After how many refusals the next kernel is a new one, where drivers take long to compile it.</param>
    /// <param name="limits">The ids from CG0040 on that the device refuses.</param>
    private protected RefusalRecoveryTests(Action<Context.Builder> devices, Func<Context, Device> choose, int refusalsPerKernel, params string[] limits)
    {
        _refusalsPerKernel = refusalsPerKernel;
        _limits = limits;
        _context = Context.Create(devices);
        _accelerator = choose(_context).CreateAccelerator(_context);
    }

    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void AfterEveryRefusalTheNextKernelIsRight()
    {
        Assert.SkipWhen(_accelerator is CPUAccelerator { DebugKernels: true }, "The debug mode runs the C# itself and refuses nothing.");
        using var buffer = _accelerator.Allocate1D<int>(Count);
        var good = _accelerator.LoadAutoGroupedStreamKernel<Index1D, SpecializedValue<int>, ArrayView<int>>(Good);
        int step = 0, refused = 0;
        foreach (var (name, method) in RefusedKernels.All)
        {
            if (IsLimit(name) && !_limits.Contains(name[..6]))
                continue;
            var request = new KernelRequest(method, KernelIndexing.Implicit1D);
            int before = _accelerator.Kernels.Count;
            string first = Refuse(request), second = Refuse(request);
            Assert.StartsWith(name[..6] + ": ", first, StringComparison.Ordinal);
            Assert.Contains(method.Module.Assembly.IsDynamic ? "InvalidKernels." : "RefusedKernels.cs:", first, StringComparison.Ordinal);
            Assert.Equal(first, second);
            Assert.Equal(before, _accelerator.Kernels.Count);
            // another value is compiled anew
            if (refused++ % _refusalsPerKernel == 0)
                step++;
            buffer.MemSetToZero();
            good(Count, SpecializedValue.New(step), buffer.View);
            Assert.Equal(Enumerable.Range(0, Count).Select(i => i * step + 1), buffer.GetAsArray1D());
        }
        Assert.Equal(step, _accelerator.Kernels.Count);
        Assert.True(refused > 28, $"{refused} kernels were refused.");
    }

    /// <summary>The loaders that users call give the same message.</summary>
    [Fact]
    public void TheLoadersRefuse()
    {
        Assert.SkipWhen(_accelerator is CPUAccelerator { DebugKernels: true }, "The debug mode runs the C# itself and refuses nothing.");
        var error = Assert.Throws<InternalCompilerException>(
            () => _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(RefusedKernels.CG0009_Recursion));
        Assert.Equal(Refuse(new KernelRequest(RefusedKernels.All[nameof(RefusedKernels.CG0009_Recursion)], KernelIndexing.Implicit1D)), error.Message);
    }

    private static bool IsLimit(string name) => string.CompareOrdinal(name, "CG0040") >= 0;

    private string Refuse(KernelRequest request) => Assert.Throws<InternalCompilerException>(() => _accelerator.Kernels.Get(request)).Message;

    private static void Good(Index1D i, SpecializedValue<int> step, ArrayView<int> x) => x[i] = i * step + 1;
}

/// <summary>Compiled for the CPU, whose limits no kernel meets.</summary>
public sealed class CpuRefusalRecoveryTests()
    : RefusalRecoveryTests(builder => builder.CPU(), context => context.GetCPUDevices()[0], 1, "CG0045", "CG0046");

/// <summary>Compiled as OpenCL C for the first device.</summary>
public sealed class OpenClRefusalRecoveryTests()
    : RefusalRecoveryTests(Devices, context => context.GetCLDevices()[0], 10, "CG0040", "CG0044", "CG0045", "CG0046")
{
    private static void Devices(Context.Builder builder)
    {
        OpenClMachine.Require();
        builder.OpenCL();
    }
}

/// <summary>Compiled as PTX, for the machine's GPU or the emulator.</summary>
public sealed class CudaRefusalRecoveryTests()
    : RefusalRecoveryTests(builder => builder.Add(TestCuda.Open()), context => context.Devices[0], 1, "CG0044", "CG0046");
