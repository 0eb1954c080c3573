using ConvGpu.Ilgpu.Debugging;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>When the CPU accelerator calls the C# of kernels.</summary>
public class DebugSelectionTests
{
    private static int s_calls;

    private static void Count(Index1D i, ArrayView<int> x)
    {
        s_calls++;
        x[i] = i;
    }

    [Fact]
    public void TheBuilderSelectsTheDebugMode()
    {
        using var context = Context.Create(builder => builder.CPU().DebugKernels());
        var accelerator = context.CreateCPUAccelerator(0);
        using var buffer = accelerator.Allocate1D<int>(10);
        s_calls = 0;
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(Count)(10, buffer.View);
        Assert.True(accelerator.DebugKernels);
        Assert.Equal(10, s_calls);
        Assert.Equal(Enumerable.Range(0, 10), buffer.GetAsArray1D());
    }

    [Fact]
    public void DevicesThatImitateOthersAreAlwaysInTheDebugMode()
    {
        using var context = Context.Create(builder => builder.CPU(CPUDevice.Nvidia));
        Assert.True(context.CreateCPUAccelerator(0).DebugKernels);
    }
}
