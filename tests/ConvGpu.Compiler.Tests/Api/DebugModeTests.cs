using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>Kernels as compiled code of the CPU accelerator.</summary>
public sealed class CompiledKernelTests() : KernelTests(() => Context.Create(builder => builder.CPU()))
{
    [Fact]
    public void TheCodeIsCompiled() => Assert.False(Accelerator.DebugKernels);
}

/// <summary>Kernels that the CPU accelerator runs as C#, in the debug mode.</summary>
public sealed class DebugModeTests() : KernelTests(() => Context.Create(builder => builder.CPU(new CPUDevice(8, 32, 1))))
{
    private static void Throws(ArrayView<int> x)
    {
        Group.Barrier();
        if (Group.IdxX == 3)
            x[100] = 1;
        Group.Barrier();
    }

    [Fact]
    public void AnExceptionOfAnItemEndsTheLaunchAndLeavesTheAcceleratorUsable()
    {
        using var buffer = Accelerator.Allocate1D<int>(8);
        var launch = Accelerator.LoadStreamKernel<ArrayView<int>>(Throws);
        var failure = Assert.Throws<IndexOutOfRangeException>(() => launch((2, 8), buffer.View));
        Assert.Contains("Element 100", failure.Message);
        Assert.Contains(nameof(Throws), failure.StackTrace);
        using var reversed = Accelerator.Allocate1D(Enumerable.Range(0, 8).ToArray());
        Accelerator.LoadStreamKernel<ArrayView<int>>(Reverse)((1, 8), reversed.View);
        Assert.Equal(Reversed(8, 1), reversed.GetAsArray1D());
    }

    private static void Diverging(ArrayView<int> x)
    {
        if (Group.IdxX == 2)
            Group.Barrier();
        else
            x[Group.IdxX] = Warp.Shuffle(Group.IdxX, 0);
    }

    private static void Disagreeing(ArrayView<int> x)
    {
        x[Group.IdxX] = Group.IdxX == 1 ? SharedMemory.Allocate<int>(8).IntLength : SharedMemory.Allocate<int>(4).IntLength;
    }

    [Fact]
    public void ABarrierThatSomeItemsOfAWarpMissIsReported()
    {
        using var buffer = Accelerator.Allocate1D<int>(8);
        var failure = Assert.Throws<InvalidOperationException>(
            () => Accelerator.LoadStreamKernel<ArrayView<int>>(Diverging)((1, 8), buffer.View));
        Assert.Contains("divergent control flow", failure.Message);
        failure = Assert.Throws<InvalidOperationException>(
            () => Accelerator.LoadStreamKernel<ArrayView<int>>(Disagreeing)((1, 8), buffer.View));
        Assert.Contains("16 and 32 bytes", failure.Message);
    }

    [Fact]
    public void MemoryOfKernelsExistsInsideKernelsOnly()
    {
        Assert.Contains("inside kernels", Assert.Throws<InvalidOperationException>(() => Group.IdxX).Message);
        Assert.Throws<InvalidOperationException>(() => LocalMemory.Allocate<int>(4));
    }
}
