using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Decoding;

/// <summary>Instructions to blocks.</summary>
internal static class ProgramLayout
{
    public static Block[] Build(List<Item> items, List<int> labels, Frame frame)
    {
        var starts = Starts(items, labels);
        var blockOfInstruction = new int[items.Count + 1];
        for (int i = 0, block = -1; i < items.Count; i++)
        {
            if (starts[i]) block++;
            blockOfInstruction[i] = block;
        }

        var ranges = new List<(int First, int Last)>();
        for (var i = 0; i < items.Count; i++)
        {
            if (starts[i]) ranges.Add((i, i));
            else ranges[^1] = (ranges[^1].First, i);
        }

        var successors = ranges.Select((range, b) => Successors(items, labels, blockOfInstruction, range, b, ranges.Count)).ToArray();
        var rewritten = InitializationCheck.Apply(items, ranges, successors, frame);
        var order = BlockOrder.Of(successors);
        var position = new int[ranges.Count];
        for (var i = 0; i < order.Length; i++) position[order[i]] = i;
        var blocks = new Block[order.Length];
        for (var b = 0; b < ranges.Count; b++)
        {
            if (position[b] < 0 || order[position[b]] != b) continue;
            var operations = rewritten[b];
            var end = operations[^1] as Terminator;
            var next = b + 1 < ranges.Count ? position[b + 1] : -1;
            if (end is not null)
            {
                end.Next = next;
                end.Resolve(label => position[blockOfInstruction[labels[label]]]);
            }

            blocks[position[b]] = new Block(end is null ? operations : operations[..^1], end, next);
        }

        return blocks;
    }

    private static bool[] Starts(List<Item> items, List<int> labels)
    {
        var starts = new bool[items.Count + 1];
        starts[0] = true;
        foreach (var label in labels) starts[label] = true;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Operation is not Terminator terminator) continue;
            starts[i + 1] = true;
            if (terminator is WarpTerminator or Instructions.BarrierTerminator) starts[i] = true;
        }

        return starts;
    }

    private static int[] Successors(List<Item> items, List<int> labels, int[] blockOf, (int First, int Last) range, int block, int count)
    {
        var successors = new List<int>();
        if (items[range.Last].Operation is Terminator terminator)
        {
            if (terminator.FallsThrough && block + 1 < count) successors.Add(block + 1);
            successors.AddRange(terminator.TargetInstructions.Select(label => blockOf[labels[label]]));
        }
        else if (block + 1 < count) successors.Add(block + 1);

        return successors.Distinct().ToArray();
    }
}
