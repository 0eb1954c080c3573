using System.Reflection;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR.Analyses;
using ConvGpu.Ilgpu.Passes;
using ILGPU;

namespace ConvGpu.Compiler.Tests.Passes;

public sealed class UnrollAttributeTests
{
    private static void Short(Index1D index, ArrayView<float> data)
    {
        for (int i = 0; i < 4; i++)
            data[index + i * 7] += data[i];
    }

    private static void Long(Index1D index, ArrayView<float> data)
    {
        for (int i = 0; i < 100; i++)
            data[index + i * 7] += data[i];
    }

    [Unroll(3)]
    private static void KeptShort(Index1D index, ArrayView<float> data)
    {
        for (int i = 0; i < 4; i++)
            data[index + i * 7] += data[i];
    }

    [Unroll(100)]
    private static void WrittenOutLong(Index1D index, ArrayView<float> data)
    {
        for (int i = 0; i < 100; i++)
            data[index + i * 7] += data[i];
    }

    private static void CallsWrittenOutLong(Index1D index, ArrayView<float> data) => WrittenOutLong(index, data);

    /// <summary>The limit is that of the method the loop stands in, not of those it is inlined into.</summary>
    [Unroll(1)]
    private static void KeptAround(Index1D index, ArrayView<float> data)
    {
        for (int i = 0; i < 3; i++)
            WrittenOutLong(index + i, data);
    }

    [Theory]
    [InlineData(nameof(Short), 0)]
    [InlineData(nameof(Long), 1)]
    [InlineData(nameof(KeptShort), 1)]
    [InlineData(nameof(WrittenOutLong), 0)]
    [InlineData(nameof(CallsWrittenOutLong), 0)]
    [InlineData(nameof(KeptAround), 1)]
    public void TheAttributeDecides(string kernel, int loops)
    {
        var method = GetType().GetMethod(kernel, BindingFlags.NonPublic | BindingFlags.Static)!;
        var function = KernelFrontend.Build(new KernelRequest(method, KernelIndexing.Implicit1D));
        Pipeline.Optimize(function, PipelineTarget.Gpu);
        Assert.Equal(loops, new LoopForest(new DominatorTree(new ControlFlow(function))).All.Count);
    }
}
