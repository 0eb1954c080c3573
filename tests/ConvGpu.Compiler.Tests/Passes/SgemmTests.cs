using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Compiler.Tests.Passes;

/// <summary>The case the passes exist for: accumulators in a local array, indexed by loops, end in values.</summary>
public sealed class SgemmTests
{
    [Theory]
    [InlineData(nameof(SgemmKernels.Tile4), 16 * 16)]
    [InlineData(nameof(SgemmKernels.Tile8), 64 * 8)]
    public void AccumulatorsAreValues(string kernel, int multiplyAdds)
    {
        var function = Build(kernel);
        Pipeline.Optimize(function, PipelineTarget.Gpu, (pass, f) => Verified(pass, f));
        Verifier.Check(function, allowGeneric: false);
        var all = function.Blocks.SelectMany(block => block.Instructions).ToList();
        Assert.False(all.Exists(instruction => instruction.Op == Opcode.Alloca), IrPrinter.Print(function));
        Assert.Equal(multiplyAdds, all.Count(instruction => instruction.Op == Opcode.Fma));
        Assert.Equal(2, all.Count(instruction => instruction.Op == Opcode.Barrier));
    }

    [Theory]
    [InlineData(nameof(SgemmKernels.Tile4), 64)]
    [InlineData(nameof(SgemmKernels.Tile8), 128)]
    public void OptimisedCodeComputesTheSame(string kernel, int tile)
    {
        int m = tile, n = tile, k = 16;
        var random = new Random(1);
        float[] a = [.. Enumerable.Range(0, m * k).Select(_ => (float)random.Next(-8, 8))], b = [.. Enumerable.Range(0, k * n).Select(_ => (float)random.Next(-8, 8))];
        var function = Build(kernel);
        Pipeline.Optimize(function, PipelineTarget.Gpu);
        var memory = new InterpreterMemory();
        byte[] result = new byte[m * n * 4];
        long pa = memory.Add(MemoryMarshal.AsBytes<float>(a).ToArray()), pb = memory.Add(MemoryMarshal.AsBytes<float>(b).ToArray()), pc = memory.Add(result);
        new Interpreter(function, memory) { CheckSharedReads = true }.Run(new LaunchDimensions(n / tile, m / tile, 1, 16, 16, 1, 0), [pa, a.Length, pb, b.Length, pc, m * n, m, n, k]);
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
    [InlineData(nameof(SgemmKernels.Tile4))]
    [InlineData(nameof(SgemmKernels.Tile8))]
    public void DebugAndReleaseIlEndInTheSameInstructions(string kernel)
    {
        // The same source, compiled without optimisation.
        var unoptimised = Assembly.Load("ConvGpu.Conformance.Unoptimized").GetType(typeof(SgemmKernels).FullName!, throwOnError: true)!;
        Assert.True(unoptimised.Assembly.GetCustomAttribute<DebuggableAttribute>()!.IsJITOptimizerDisabled);
        var (expected, actual) = (Build(kernel), Build(kernel, unoptimised));
        Pipeline.Optimize(expected, PipelineTarget.Gpu);
        Pipeline.Optimize(actual, PipelineTarget.Gpu);
        Assert.Equal(IrPrinter.Print(expected), IrPrinter.Print(actual));
    }

    private static Function Build(string kernel, Type? from = null) =>
        KernelFrontend.Build(new KernelRequest((from ?? typeof(SgemmKernels)).GetMethod(kernel, BindingFlags.Public | BindingFlags.Static)!, KernelIndexing.Explicit));

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
