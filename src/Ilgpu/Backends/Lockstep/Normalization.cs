using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;
using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>
/// Brings a function into the shape that linearisation assumes: no unreachable blocks, one return, every loop entered by a jump from one
/// block and repeated by a jump from one latch, loop-closed SSA, and the two edges of a branch leading to different blocks.
/// </summary>
internal static class Normalization
{
    public static void Run(Function function)
    {
        function.RemoveUnreachable();
        MergeReturns(function);
        foreach (var block in function.Blocks.ToArray())
            if (block.Terminator is Branch branch && branch.IfTrue.Target == branch.IfFalse.Target)
                Funnel(function, [new EdgePlace(block, 0)]);
        var loops = new LoopForest(new DominatorTree(new ControlFlow(function)));
        if (!loops.IsReducible)
            throw new InvalidOperationException($"Kernel {function.Name} jumps into the middle of a loop.");
        LoopShape.Normalize(function);
        foreach (var loop in new LoopForest(new DominatorTree(new ControlFlow(function))).All)
            if (loop.BackEdges[0].From.Terminator is not Jump)
                Funnel(function, loop.BackEdges);
        ClosedLoops.Run(function);
    }

    private static void MergeReturns(Function function)
    {
        var returns = function.Blocks.Where(block => block.Terminator is Return).ToList();
        if (returns is [{ Instructions.Count: 0 }])
            return;
        var end = function.AddBlock();
        end.Terminator = new Return();
        foreach (var block in returns)
            block.Terminator = new Jump(new Edge(end)) { Location = block.Terminator!.Location };
    }

    /// <summary>Leads edges with one target through a new block that jumps there.</summary>
    private static void Funnel(Function function, List<EdgePlace> edges)
    {
        var target = edges[0].Edge.Target;
        var block = function.AddBlock();
        var arguments = target.Parameters.Select(parameter => (Value)function.AddBlockParameter(block, parameter.Type)).ToArray();
        block.Terminator = new Jump(new Edge(target, arguments)) { Location = edges[0].From.Terminator!.Location };
        foreach (var place in edges)
            place.Edge.Target = block;
    }
}
