using System.Reflection;
using ConvGpu.Ilgpu.Backends.Cpu;
using ConvGpu.Ilgpu.Backends.Lockstep;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;
using ConvGpu.Ilgpu.Passes;
using ConvGpu.Kernels;

namespace ConvGpu.Compiler.Tests.Cpu;

/// <summary>The product's inner loop as vectors of a CPU: it stores nothing, and its sums stay where they are.</summary>
public sealed class LockstepProductTests
{
    private const int Lanes = 16;

    public static TheoryData<string, int> Tiles => new()
    {
        { nameof(CpuTallTile), 24 }, { nameof(CpuWideTile), 24 }, { nameof(CpuTile), 24 }, { nameof(CpuFlatTile), 16 }, { nameof(SmallTile), 16 },
    };

    [Theory]
    [MemberData(nameof(Tiles))]
    public void SumsStayInRegistersThroughTheLoop(string name, int sums)
    {
        var function = Vectors(name);
        var forest = new LoopForest(new DominatorTree(new ControlFlow(function)));
        var loop = forest.All.Single(candidate => candidate.Children.Count == 0 && MultiplyAdds(candidate) > 0);

        Assert.Equal(sums, MultiplyAdds(loop));
        Assert.DoesNotContain(loop.Blocks.SelectMany(block => block.Instructions), instruction => instruction.Info.Has(OpTraits.Effect));

        var flow = new LaneFlow(function);
        var colours = LocalColouring.Run(flow.Blocks, flow.Flow, new StackFolding(function));
        var passed = loop.BackEdges.Single().Edge.Arguments.Zip(loop.Header.Parameters).Where(pair => pair.First.Type.IsVector).ToList();
        Assert.Equal(sums, passed.Count);
        Assert.All(passed, pair => Assert.Equal(colours.Of(pair.Second), colours.Of(pair.First)));
        Assert.Equal(sums, passed.Select(pair => colours.Of(pair.First)).Distinct().Count());
    }

    private static int MultiplyAdds(Loop loop) => loop.Blocks.Sum(block => block.Instructions.Count(instruction => instruction.Op == Opcode.Fma));

    private static Function Vectors(string name)
    {
        var tile = (IGemmTile)Activator.CreateInstance(typeof(CpuTile).Assembly.GetType($"{typeof(CpuTile).Namespace}.{name}", throwOnError: true)!)!;
        var method = typeof(GemmKernel).GetMethod(nameof(GemmKernel.Run), BindingFlags.Public | BindingFlags.Static)!
            .MakeGenericMethod(tile.GetType(), typeof(MatrixAlongK), typeof(MatrixAlongK), typeof(StoreRows<NoEpilogue>));
        var function = KernelFrontend.Build(new KernelRequest(method, KernelIndexing.Explicit));
        Pipeline.Optimize(function, PipelineTarget.Lockstep with { Contract = true });
        return LockstepPass.Run(function, (tile.GroupX, tile.GroupY, tile.GroupZ), Lanes);
    }
}
