using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// Gives every loop one way in (a block that only jumps to the header), one way back (one latch), and exits of its own (a block that a
/// loop leaves to is entered from that loop alone).
/// </summary>
internal static class LoopShape
{
    public static bool Normalize(Function function)
    {
        bool any = false;
        function.RemoveUnreachable();
        for (bool changed = true; changed;)
        {
            changed = false;
            var loops = new LoopForest(new DominatorTree(new ControlFlow(function)));
            foreach (var loop in loops.All)
            {
                // Each change leaves what the other loops ask about valid: new blocks only stand on edges.
                if (loop.EntryEdges.Count != 1 || loop.EntryEdges[0].From.Terminator is not Jump)
                    changed |= Join(function, loop.Header, loop.EntryEdges);
                if (loop.BackEdges.Count != 1)
                    changed |= Join(function, loop.Header, loop.BackEdges);
                changed |= OwnExits(function, loops, loop);
                if (changed)
                    break;
            }
            any |= changed;
        }
        return any;
    }

    /// <summary>The block before a normalised loop.</summary>
    public static Block Preheader(Loop loop) => loop.EntryEdges[0].From;

    /// <summary>The block that goes back in a normalised loop.</summary>
    public static Block Latch(Loop loop) => loop.BackEdges[0].From;

    /// <summary>Sends edges to one target through a new block, with the target's parameters where there are several edges.</summary>
    private static bool Join(Function function, Block target, List<EdgePlace> edges)
    {
        if (edges.Count == 1)
        {
            function.SplitEdge(edges[0].From, edges[0].Index);
            return true;
        }
        var middle = function.InsertBlockAfter(edges[^1].From);
        var first = edges[0].Edge.Arguments;
        // what all edges bring alike stays what it is: a parameter would hide that it is constant, or the same for all items
        var differs = Enumerable.Range(0, first.Length).Select(i => edges.Exists(place => place.Edge.Arguments[i] != first[i])).ToArray();
        var arguments = new Value[first.Length];
        for (int i = 0; i < arguments.Length; i++)
            arguments[i] = differs[i] ? function.AddBlockParameter(middle, target.Parameters[i].Type) : first[i];
        middle.Terminator = new Jump(new Edge(target, arguments)) { Location = edges[^1].From.Terminator!.Location };
        foreach (var place in edges)
        {
            place.Edge.Target = middle;
            place.Edge.Arguments = [.. place.Edge.Arguments.Where((_, i) => differs[i])];
        }
        return true;
    }

    private static bool OwnExits(Function function, LoopForest loops, Loop loop)
    {
        foreach (var place in loop.Exits)
        {
            var target = place.Edge.Target;
            bool shared = false;
            foreach (var other in loops.Flow.Predecessors(target))
                shared |= !loops.Contains(loop, other.From);
            if (shared)
                return Join(function, target, loop.Exits.FindAll(exit => exit.Edge.Target == target));
        }
        return false;
    }
}
