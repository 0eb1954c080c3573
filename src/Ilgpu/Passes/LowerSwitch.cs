using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>A switch becomes a search tree of branches; neighbours that go one way share a leaf.</summary>
internal static class LowerSwitch
{
    /// <summary>Values low..high (as unsigned i32) that take one edge.</summary>
    private readonly record struct Range(uint Low, Edge Edge);

    public static bool Run(Function function)
    {
        bool changed = false;
        for (int i = 0; i < function.Blocks.Count; i++)
            if (function.Blocks[i].Terminator is Switch select)
            {
                Lower(function, function.Blocks[i], select);
                changed = true;
            }
        return changed;
    }

    private static void Lower(Function function, Block block, Switch select)
    {
        // Everything from the last value on, negative values included, takes the last edge.
        var ranges = new List<Range>();
        for (int i = 0; i < select.Edges.Count; i++)
            if (ranges.Count == 0 || !Same(ranges[^1].Edge, select.Edges[i]))
                ranges.Add(new Range((uint)i, select.Edges[i]));
        Emit(function, block, select, ranges, 0, ranges.Count);
    }

    private static bool Same(Edge a, Edge b) => a.Target == b.Target && a.Arguments.AsSpan().SequenceEqual(b.Arguments);

    private static void Emit(Function function, Block block, Switch select, List<Range> ranges, int first, int end)
    {
        var builder = new IrBuilder(function) { Block = block, Location = select.Location };
        if (end - first == 1)
        {
            builder.Jump(ranges[first].Edge.Target, ranges[first].Edge.Arguments);
            return;
        }
        int middle = (first + end) / 2;
        var isLow = builder.Compare(Opcode.CmpLtU, select.Value, function.Int((int)ranges[middle].Low));
        builder.Branch(isLow, Half(first, middle), Half(middle, end));

        Edge Half(int from, int to)
        {
            if (to - from == 1)
                return new Edge(ranges[from].Edge.Target, [.. ranges[from].Edge.Arguments]);
            var half = function.InsertBlockAfter(block);
            Emit(function, half, select, ranges, from, to);
            return new Edge(half);
        }
    }
}
