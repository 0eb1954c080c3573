using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;
using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Compiler.Tests.Passes;

/// <summary>No pass changes what a program computes, and each leaves valid IR.</summary>
public sealed class RandomIrTests
{
    private const int Items = 4, Groups = 2;

    [Fact]
    public void EveryPassKeepsTheResult()
    {
        for (int seed = 0; seed < TestSize.Count(150, 5000); seed++)
            Check(seed);
    }

    /// <summary>Neighbouring elements, so that accesses are widened.</summary>
    [Fact]
    public void WideAccessesKeepTheResult()
    {
        int widened = 0;
        for (int seed = 0; seed < TestSize.Count(150, 2000); seed++)
        {
            var function = RandomIr.Make(seed, bursts: true);
            byte[] expected = Execute(function);
            Pipeline.Optimize(function, PipelineTarget.Gpu with { Contract = false }, (pass, after) => Compare(seed, pass, after, expected));
            widened += function.Blocks.Sum(block => block.Instructions.Count(instruction => instruction is { Op: Opcode.Load, Type.IsVector: true }
                || instruction.Op == Opcode.Store && instruction.Operands[1].Type.IsVector));
        }
        Assert.True(widened > 50, $"Only {widened} accesses were widened.");
    }

    /// <summary>Passes outside of the pipeline, and unrolling with a budget so small that loops stay.</summary>
    [Fact]
    public void ClosingLoopsKeepsTheResult()
    {
        for (int seed = 0; seed < TestSize.Count(60, 2000); seed++)
        {
            var function = RandomIr.Make(seed);
            byte[] expected = Execute(function);
            Pipeline.Optimize(function, PipelineTarget.Gpu with { Contract = false, Unroll = new UnrollBudget(300, 100, 50, 0, 4) });
            LoopShape.Normalize(function);
            ClosedLoops.Run(function);
            Compare(seed, "closed-loops", function, expected);
        }
    }

    private static void Check(int seed)
    {
        var function = RandomIr.Make(seed);
        Verifier.Check(function);
        byte[] expected = Execute(function);
        Assert.Equal(expected, Execute(IrParser.Parse(IrPrinter.Print(function))));
        Pipeline.Optimize(function, PipelineTarget.Gpu with { Contract = false }, (pass, after) => Compare(seed, pass, after, expected));
    }

    private static void Compare(int seed, string pass, Function function, byte[] expected)
    {
        try
        {
            Verifier.Check(function);
            Assert.True(new LoopForest(new DominatorTree(new ControlFlow(function))).IsReducible, $"Seed {seed}: {pass} made a loop with two entries.");
            byte[] actual = Execute(function);
            if (actual.AsSpan().CommonPrefixLength(expected) is var same && same < expected.Length)
                Assert.Fail($"Seed {seed}, after {pass}: byte {same % RandomIr.BytesPerItem} of item {same / RandomIr.BytesPerItem} differs.\n{IrPrinter.Print(function)}");
        }
        catch (Exception error) when (error is VerificationException or InterpreterException)
        {
            Assert.Fail($"Seed {seed}, after {pass}: {error.Message}");
        }
    }

    private static byte[] Execute(Function function)
    {
        var memory = new InterpreterMemory();
        byte[] input = new byte[RandomIr.Words * 4], output = new byte[Items * Groups * RandomIr.BytesPerItem];
        new Random(7).NextBytes(input);
        // Small numbers among the words, so that loops and indices vary.
        for (int i = 0; i < input.Length; i += 8)
            BitConverter.TryWriteBytes(input.AsSpan(i), i / 8 - 2);
        var interpreter = new Interpreter(function, memory) { MaxSteps = 2_000_000 };
        interpreter.Run(new LaunchDimensions(Groups, 1, 1, Items, 1, 1, 0), [memory.Add(input), memory.Add(output), 5]);
        Canonicalise(output);
        return output;
    }

    /// <summary>Which NaN an operation gives is not specified.</summary>
    private static void Canonicalise(byte[] output)
    {
        for (int item = 0; item < Items * Groups; item++)
            for (int at = item * RandomIr.BytesPerItem + 20; at < item * RandomIr.BytesPerItem + 40; at += 4)
                if (float.IsNaN(BitConverter.ToSingle(output, at)))
                    BitConverter.TryWriteBytes(output.AsSpan(at), float.NaN);
    }
}
