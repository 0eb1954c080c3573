namespace ConvGpu.Emulation.Decoding;

/// <summary>
/// The order in which diverged lanes are run: reverse postorder in which a loop's exits come after all of its blocks, so that lanes that
/// leave early wait for the others.
/// </summary>
internal static class BlockOrder
{
    /// <summary>Reachable blocks in order.</summary>
    public static int[] Of(int[][] successors)
    {
        var loops = Loops(successors);
        var state = new byte[successors.Length];
        var postorder = new List<int>();
        var stack = new Stack<(int Block, int[] Next, int At)>();
        state[0] = 1;
        stack.Push((0, Sorted(0), 0));
        while (stack.Count > 0)
        {
            var (block, next, at) = stack.Pop();
            if (at == next.Length)
            {
                postorder.Add(block);
                continue;
            }

            stack.Push((block, next, at + 1));
            var child = next[at];
            if (state[child] != 0) continue;
            state[child] = 1;
            stack.Push((child, Sorted(child), 0));
        }

        postorder.Reverse();
        return postorder.ToArray();

        // Successors that leave more loops are visited first and so come later in the order; among equals, text order is kept.
        int[] Sorted(int block) => successors[block]
            .OrderBy(child => loops[block].Count(header => loops[child].Contains(header)))
            .ThenByDescending(child => child)
            .ToArray();
    }

    /// <summary>For every block the headers of the loops it is in. A back edge goes to a block that is still open in a depth-first walk.</summary>
    private static HashSet<int>[] Loops(int[][] successors)
    {
        var loops = successors.Select(_ => new HashSet<int>()).ToArray();
        var predecessors = successors.Select(_ => new List<int>()).ToArray();
        for (var b = 0; b < successors.Length; b++)
        {
            foreach (var child in successors[b]) predecessors[child].Add(b);
        }

        foreach (var (latch, header) in BackEdges(successors))
        {
            var work = new Stack<int>();
            loops[header].Add(header);
            work.Push(latch);
            while (work.TryPop(out var block))
            {
                if (block == header || !loops[block].Add(header)) continue;
                foreach (var predecessor in predecessors[block]) work.Push(predecessor);
            }
        }

        return loops;
    }

    private static List<(int Latch, int Header)> BackEdges(int[][] successors)
    {
        var edges = new List<(int, int)>();
        var state = new byte[successors.Length];
        var stack = new Stack<(int Block, int At)>();
        state[0] = 1;
        stack.Push((0, 0));
        while (stack.Count > 0)
        {
            var (block, at) = stack.Pop();
            if (at == successors[block].Length)
            {
                state[block] = 2;
                continue;
            }

            stack.Push((block, at + 1));
            var child = successors[block][at];
            if (state[child] == 1) edges.Add((block, child));
            if (state[child] != 0) continue;
            state[child] = 1;
            stack.Push((child, 0));
        }

        return edges;
    }
}
