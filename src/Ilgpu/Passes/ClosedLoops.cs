using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// Loop-closed SSA: a value that a loop defines is used outside it only through parameters of the blocks the loop exits to. Needs
/// normalised loops (<see cref="LoopShape"/>).
/// </summary>
internal static class ClosedLoops
{
    public static bool Run(Function function)
    {
        bool any = false;
        // One loop after the other, inner first: closing one gives new values that the next around it has to close.
        var headers = new LoopForest(new DominatorTree(new ControlFlow(function))).All.ConvertAll(loop => loop.Header);
        for (int i = headers.Count - 1; i >= 0; i--)
            any |= Close(function, headers[i]);
        return any;
    }

    public static bool Close(Function function, Block header)
    {
        var dominators = new DominatorTree(new ControlFlow(function));
        var loops = new LoopForest(dominators);
        var loop = loops.LoopOf(header)!;
        var uses = new Uses(function);
        var outside = new List<(Value Value, List<Use> Uses)>();
        foreach (var block in loop.Blocks)
        {
            foreach (var parameter in block.Parameters)
                Consider(parameter);
            foreach (var instruction in block.Instructions)
                Consider(instruction);
        }
        if (outside.Count == 0)
            return false;
        var exits = loop.Exits.Select(place => place.Edge.Target).Distinct().ToList();
        foreach (var (value, far) in outside)
            CloseValue(function, loops, loop, uses, exits, value, far);
        return true;

        void Consider(Value value)
        {
            List<Use>? far = null;
            foreach (var use in uses.Of(value))
                if (!loops.Contains(loop, use.Block))
                    (far ??= []).Add(use);
            if (far is not null)
                outside.Add((value, far));
        }
    }

    private static void CloseValue(Function function, LoopForest loops, Loop loop, Uses uses, List<Block> exits, Value value, List<Use> far)
    {
        var home = uses.DefinedIn(value)!;
        // A variable with stores in the exits' parameters: the general construction places what joins need.
        var closed = new Dictionary<Block, Value>();
        foreach (var exit in exits)
        {
            bool available = true;
            foreach (var place in loops.Flow.Predecessors(exit))
                available &= loops.Dominators.Dominates(home, place.From);
            if (!available)
                continue;
            var parameter = function.AddBlockParameter(exit, value.Type);
            foreach (var place in loops.Flow.Predecessors(exit))
                place.Edge.Arguments = [.. place.Edge.Arguments, value];
            closed.Add(exit, parameter);
        }
        foreach (var use in far)
            Rewrite(use, Reach(use.Block));

        // The value as a block outside the loop sees it: from the nearest exit that dominates it, or joined from its predecessors.
        Value Reach(Block block)
        {
            if (closed.TryGetValue(block, out var known))
                return known;
            var predecessors = loops.Flow.Predecessors(block);
            if (predecessors.Length == 1)
                return closed[block] = Reach(predecessors[0].From);
            foreach (var exit in exits)
                if (closed.TryGetValue(exit, out var parameter) && loops.Dominators.Dominates(exit, block))
                    return closed[block] = parameter;
            // Every way here from the value's definition leaves the loop by some exit; a join below the definition merges them.
            var joined = function.AddBlockParameter(block, value.Type);
            closed[block] = joined;
            foreach (var place in predecessors)
                place.Edge.Arguments = [.. place.Edge.Arguments, Reach(place.From)];
            return joined;
        }

        void Rewrite(Use use, Value by)
        {
            if (use.User is { } user)
                user.Operands[use.Index] = by;
            else if (use.Edge < 0)
                use.Block.Terminator!.Selector = by;
            else
                use.Block.Terminator!.Edges[use.Edge].Arguments[use.Index] = by;
        }
    }
}
