using ConvGpu.Kernels;
using ConvGpu.Kernels.Managed;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Managed;

/// <summary>Running a managed op that is bound allocates no managed memory.</summary>
public sealed unsafe class ManagedAllocationTests
{
    [Fact]
    public void ARunAllocatesNothing()
    {
        const int n = 3;
        var random = new RandomCases(1);
        var g = new Conv2DGeometry(5, 17, 19, 40, Window2D.Square(3, 2, 1));
        var pooled = new PoolGeometry(5, 17, 19, Window2D.Square(3, 2, 1));
        var forward = new ConvolutionForward(g, Activation.ReLU, n);
        var backwardData = new ConvolutionBackwardData(g, n);
        var backwardWeights = new ConvolutionBackwardWeights(g, n);
        var dense = new DenseForwardProduct(64, 32, Activation.None);
        var pool = new MaxPoolForwardJob(pooled);
        using var memory = new HostTensors(forward.Workspace);
        using var dataMemory = new HostTensors(backwardData.Workspace);
        using var weightMemory = new HostTensors(backwardWeights.Workspace);
        using var denseMemory = new HostTensors(dense.Workspace(n));
        float* x = memory.Input(random.Floats(n * g.InCount)), w = memory.Input(random.Floats(g.WeightCount));
        float* y = memory.Output(n * g.OutCount).Pointer, dx = memory.Output(n * g.InCount).Pointer, dw = memory.Output(g.WeightCount).Pointer;
        float* bias = memory.Input(random.Floats(g.OutChannels)), matrix = memory.Input(random.Floats(64 * 32));
        float* largest = memory.Output(n * pooled.OutCount).Pointer, product = memory.Output(n * 32).Pointer;
        var index = (int*)memory.Output(n * pooled.OutCount).Pointer;

        void Step()
        {
            forward.Run(n, x, w, bias, y, memory.Scratch, memory.Workers);
            backwardData.Run(n, y, w, dx, dataMemory.Scratch, dataMemory.Workers);
            backwardWeights.Run(n, x, y, dw, bias, weightMemory.Scratch, weightMemory.Workers);
            dense.Run(n, x, matrix, null, product, denseMemory.Scratch, denseMemory.Workers);
            pool.Run(n, x, largest, index);
        }

        Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 20; step++) Step();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
