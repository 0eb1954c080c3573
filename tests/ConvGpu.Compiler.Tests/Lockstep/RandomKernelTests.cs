using ConvGpu.Compiler.Tests.Cpu;
using ConvGpu.Compiler.Tests.Passes;
using ConvGpu.Ilgpu.Backends.Lockstep;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Compiler.Tests.Lockstep;

/// <summary>Random kernels: the vector function, interpreted and as CPU code, computes what the scalar function computes item by item.</summary>
public sealed class RandomKernelTests
{
    private const int Groups = 2;
    private static readonly (int X, int Y, int Z)[] Shapes = [(16, 1, 1), (64, 1, 1), (5, 1, 1), (37, 1, 1), (1, 1, 1), (24, 1, 1)];

    [Fact]
    public void VectorsComputeWhatItemsCompute()
    {
        for (int seed = 0; seed < TestSize.Count(60, 2000); seed++)
            Check(seed);
    }

    private static void Check(int seed)
    {
        var group = Shapes[seed % Shapes.Length];
        int[] widths = [.. TextKernel.Widths];
        int lanes = widths[seed / Shapes.Length % widths.Length];
        byte[] expected = Interpret(RandomIr.Make(seed), group.X, group.X);
        var function = RandomIr.Make(seed);
        // Every third stays as the frontend gave it, so that variables in memory are seen too.
        if (seed % 3 != 0)
            Pipeline.Optimize(function, PipelineTarget.Lockstep with { Contract = false });
        else
            LowerSwitch.Run(function);
        string text = IrPrinter.Print(function);
        try
        {
            var vector = LockstepPass.Run(function, group, lanes, shuffle: seed % 2 == 1);
            Verifier.Check(vector);
            Compare(expected, Interpret(vector, group.X, 1), "interpreted");
            byte[] output = new byte[expected.Length];
            TextKernel.Run(vector, lanes, Groups, Input(), output, 5);
            Canonicalise(output);
            Compare(expected, output, "as CPU code");
        }
        catch (Exception error)
        {
            Assert.Fail($"Seed {seed}, {lanes} lanes, group {group}: {error.Message}\n{text}");
        }
    }

    private static void Compare(byte[] expected, byte[] actual, string how)
    {
        int at = expected.AsSpan().CommonPrefixLength(actual);
        if (at < expected.Length)
            throw new InvalidOperationException($"{how}: item {at / RandomIr.BytesPerItem} differs at byte {at % RandomIr.BytesPerItem}");
    }

    private static byte[] Input()
    {
        byte[] input = new byte[RandomIr.Words * 4];
        new Random(7).NextBytes(input);
        // Small numbers among the words, so that loops and indices vary.
        for (int i = 0; i < input.Length; i += 8)
            BitConverter.TryWriteBytes(input.AsSpan(i), i / 8 - 2);
        return input;
    }

    private static byte[] Interpret(Function function, int items, int itemsOfCall)
    {
        var memory = new InterpreterMemory();
        byte[] output = new byte[items * Groups * RandomIr.BytesPerItem];
        var interpreter = new Interpreter(function, memory) { MaxSteps = 20_000_000 };
        interpreter.Run(new LaunchDimensions(Groups, 1, 1, itemsOfCall, 1, 1, 0), [memory.Add(Input()), memory.Add(output), 5]);
        Canonicalise(output);
        return output;
    }

    /// <summary>Which NaN an operation gives is not specified.</summary>
    private static void Canonicalise(byte[] output)
    {
        for (int at = 0; at < output.Length; at += 4)
            if (at % RandomIr.BytesPerItem is >= 20 and < 40 && float.IsNaN(BitConverter.ToSingle(output, at)))
                BitConverter.TryWriteBytes(output.AsSpan(at), float.NaN);
    }
}
