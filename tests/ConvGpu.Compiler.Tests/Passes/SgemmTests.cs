using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using ConvGpu.Bench;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Compiler.Tests.Passes;

/// <summary>The case the passes exist for: accumulators in a local array, indexed by loops, end in values.</summary>
public sealed class SgemmTests
{
    [Theory]
    [InlineData(typeof(InterleavedColumns), 16 * 16)]
    [InlineData(typeof(AdjacentColumns), 16 * 16)]
    [InlineData(typeof(WideAdjacentColumns), 64 * 8)]
    public void AccumulatorsAreValues(Type layout, int multiplyAdds)
    {
        var function = Build(layout);
        Pipeline.Optimize(function, PipelineTarget.Gpu, (pass, f) => Verified(pass, f));
        Verifier.Check(function, allowGeneric: false);
        var all = function.Blocks.SelectMany(block => block.Instructions).ToList();
        Assert.False(all.Exists(instruction => instruction.Op == Opcode.Alloca), IrPrinter.Print(function));
        Assert.Equal(multiplyAdds, all.Count(instruction => instruction.Op == Opcode.Fma));
        Assert.Equal(2, all.Count(instruction => instruction.Op == Opcode.Barrier));
    }

    [Theory]
    [InlineData(typeof(InterleavedColumns), 64)]
    [InlineData(typeof(AdjacentColumns), 64)]
    [InlineData(typeof(WideAdjacentColumns), 128)]
    public void OptimisedCodeComputesTheSame(Type layout, int tile)
    {
        int m = tile, n = tile, k = 16;
        var random = new Random(1);
        float[] a = [.. Enumerable.Range(0, m * k).Select(_ => (float)random.Next(-8, 8))], b = [.. Enumerable.Range(0, k * n).Select(_ => (float)random.Next(-8, 8))];
        var function = Build(layout);
        Pipeline.Optimize(function, PipelineTarget.Gpu);
        var memory = new InterpreterMemory();
        byte[] result = new byte[m * n * 4];
        long pa = memory.Add(MemoryMarshal.AsBytes<float>(a).ToArray()), pb = memory.Add(MemoryMarshal.AsBytes<float>(b).ToArray()), pc = memory.Add(result);
        new Interpreter(function, memory) { CheckSharedReads = true }.Run(new LaunchDimensions(n / tile, m / tile, 1, 16, 16, 1, 0), [pa, a.Length, pb, b.Length, pc, m * n, n, k]);
        var c = MemoryMarshal.Cast<byte, float>(result);
        // Small integers: every sum is exact.
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
            {
                float sum = 0;
                for (int l = 0; l < k; l++)
                    sum += a[i * k + l] * b[l * n + j];
                Assert.Equal(sum, c[i * n + j]);
            }
    }

    [Theory]
    [InlineData(typeof(InterleavedColumns))]
    [InlineData(typeof(AdjacentColumns))]
    [InlineData(typeof(WideAdjacentColumns))]
    public void DebugAndReleaseIlEndInTheSameInstructions(Type layout)
    {
        // The same source, compiled without optimisation.
        var unoptimised = Assembly.Load("ConvGpu.Conformance.Unoptimized");
        Assert.True(unoptimised.GetCustomAttribute<DebuggableAttribute>()!.IsJITOptimizerDisabled);
        var (expected, actual) = (Build(layout), Build(unoptimised.GetType(layout.FullName!, throwOnError: true)!));
        Pipeline.Optimize(expected, PipelineTarget.Gpu);
        Pipeline.Optimize(actual, PipelineTarget.Gpu);
        Assert.Equal(IrPrinter.Print(expected), IrPrinter.Print(actual));
    }

    private static Function Build(Type layout)
    {
        var kernels = layout.Assembly.GetType(typeof(SgemmKernels).FullName!, throwOnError: true)!;
        var kernel = kernels.GetMethod(nameof(SgemmKernels.Multiply), BindingFlags.Public | BindingFlags.Static)!.MakeGenericMethod(layout);
        return KernelFrontend.Build(new KernelRequest(kernel, KernelIndexing.Explicit));
    }

    private static void Verified(string pass, Function function)
    {
        try
        {
            Verifier.Check(function);
        }
        catch (VerificationException error)
        {
            throw new VerificationException($"after {pass}: {error.Message}");
        }
    }
}
