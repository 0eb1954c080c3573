using ConvGpu.Compiler.Tests.OpenCl;
using ConvGpu.FakeCuda;
using ConvGpu.Ilgpu.Debugging;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>Tests that take over the standard output run alone.</summary>
[CollectionDefinition("Standard output", DisableParallelization = true)]
public sealed class StandardOutputCollection;

/// <summary>What kernels write to the console, from every accelerator.</summary>
[Collection("Standard output")]
public abstract class InteropWriteTests(Action<Context.Builder> devices, Func<Context, Device> choose)
{
    private static void Report(Index1D i, ArrayView<float> x, uint large, long wide)
    {
        if (i % 3 == 1)
            Interop.WriteLine("item {0} of 100%: {1}, {2} {{{3}}}", i.X, x[i], large, wide - i);
        else if (i == 0)
            Interop.Write("first\n");
    }

    private static void ReportGroup(ArrayView<int> x)
    {
        var shared = SharedMemory.Allocate<int>(40);
        shared[Group.IdxX] = x[Group.IdxX];
        Group.Barrier();
        if (Group.IdxX == 0)
            Interop.WriteLine("group {0}: {1} {2}", Grid.IdxX, shared[39], -1.5);
    }

    [Fact]
    public void EveryItemWritesItsLine()
    {
        using var context = Context.Create(devices);
        using var accelerator = choose(context).CreateAccelerator(context);
        const int items = 50;
        using var x = accelerator.Allocate1D(Enumerable.Range(0, items).Select(i => i * 0.25f).ToArray());
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, uint, long>(Report);
        var lines = StandardOutput.Of(() =>
        {
            kernel(items, x.View, 4_000_000_000, -(1L << 40));
            accelerator.Synchronize();
        });
        var expected = Enumerable.Range(0, items).Where(i => i % 3 == 1)
            .Select(i => FormattableString.Invariant($"item {i} of 100%: {i * 0.25f}, 4000000000 {{{-(1L << 40) - i}}}")).Append("first");
        Assert.Equal(expected.Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void GroupsWriteOnce()
    {
        using var context = Context.Create(devices);
        using var accelerator = choose(context).CreateAccelerator(context);
        using var x = accelerator.Allocate1D(Enumerable.Range(100, 40).ToArray());
        var kernel = accelerator.LoadStreamKernel<ArrayView<int>>(ReportGroup);
        var lines = StandardOutput.Of(() =>
        {
            kernel((3, 40), x.View);
            accelerator.Synchronize();
        });
        Assert.Equal(Enumerable.Range(0, 3).Select(g => $"group {g}: 139 -1.5"), lines.Order(StringComparer.Ordinal));
    }
}

/// <summary>Compiled for the CPU.</summary>
public sealed class CpuInteropWriteTests() : InteropWriteTests(builder => builder.CPU(), context => context.GetCPUDevices()[0]);

/// <summary>The C# of the kernel.</summary>
public sealed class DebugInteropWriteTests() : InteropWriteTests(builder => builder.CPU().DebugKernels(), context => context.GetCPUDevices()[0]);

/// <summary>Compiled as OpenCL C for the first device.</summary>
public sealed class OpenClInteropWriteTests() : InteropWriteTests(Devices, context => context.GetCLDevices()[0])
{
    private static void Devices(Context.Builder builder)
    {
        OpenClMachine.Require();
        builder.OpenCL();
    }
}

/// <summary>Compiled as PTX, for the machine's GPU or the emulator.</summary>
public sealed class CudaInteropWriteTests() : InteropWriteTests(builder => builder.Add(TestCuda.Open()), context => context.Devices[0]);
