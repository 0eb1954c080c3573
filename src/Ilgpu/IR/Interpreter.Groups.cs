namespace ConvGpu.Ilgpu.IR;

internal sealed partial class Interpreter
{
    /// <summary>Lets items go on that wait together. False when none can.</summary>
    private bool Release(Item[] items)
    {
        bool any = false;
        for (int first = 0; first < items.Length; first += WarpSize)
        {
            var warp = items[first..Math.Min(items.Length, first + WarpSize)];
            var waiting = Array.FindAll(warp, item => !item.Returned);
            foreach (var instruction in waiting.Select(item => item.Waiting!).Distinct().ToArray())
                if (instruction.Op is Opcode.WarpShuffle or Opcode.WarpBarrier)
                {
                    // All live items of the warp stand somewhere; those at one shuffle exchange among themselves.
                    Shuffle(warp, instruction);
                    any = true;
                }
        }
        if (any)
            return true;
        var live = Array.FindAll(items, item => !item.Returned);
        var barrier = live[0].Waiting!;
        if (Array.TrueForAll(live, item => item.Waiting == barrier))
        {
            GroupOperation(live, barrier);
            return true;
        }
        if (CheckBarriers)
            return false;
        foreach (var group in live.GroupBy(item => item.Waiting!).ToArray())
            GroupOperation([.. group], group.Key);
        return true;
    }

    private void Shuffle(Item[] warp, Instruction instruction)
    {
        var together = Array.FindAll(warp, item => item.Waiting == instruction);
        if (instruction.Op == Opcode.WarpShuffle)
        {
            var results = Array.ConvertAll(together, item => Source(warp, item, instruction));
            for (int i = 0; i < together.Length; i++)
                Set(together[i], instruction, results[i]);
        }
        Advance(together);
    }

    /// <summary>The value an item receives; its own where the source is outside its segment or not there.</summary>
    private long Source(Item[] warp, Item item, Instruction instruction)
    {
        int lane = item.Linear % WarpSize;
        int by = (int)Get(item, instruction.Operands[1]), width = (int)Get(item, instruction.Operands[2]);
        width = width is <= 0 || width > WarpSize ? WarpSize : width;
        int start = lane / width * width;
        int source = (ShuffleKind)instruction.Immediate switch
        {
            ShuffleKind.Index => start + (by & (width - 1)),
            ShuffleKind.Up => lane - by,
            ShuffleKind.Down => lane + by,
            _ => lane ^ by,
        };
        bool there = source >= start && source < start + width && source < warp.Length && warp[source].Waiting == instruction;
        return Get(there ? warp[source] : item, instruction.Operands[0]);
    }

    private void GroupOperation(Item[] together, Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Opcode.BarrierReduce:
                int count = together.Count(item => Get(item, instruction.Operands[0]) != 0);
                long result = (BarrierReduction)instruction.Immediate switch
                {
                    BarrierReduction.PopCount => count,
                    BarrierReduction.And => count == together.Length ? 1 : 0,
                    _ => count > 0 ? 1 : 0,
                };
                foreach (var item in together)
                    Set(item, instruction, result);
                break;
            case Opcode.GroupBroadcast:
                long from = Get(together[0], instruction.Operands[1]);
                var source = Array.Find(together, item => item.Linear == from)
                    ?? throw new InterpreterException($"A broadcast reads item {from}, which is not there ({instruction.Location}).");
                long value = Get(source, instruction.Operands[0]);
                foreach (var item in together)
                    Set(item, instruction, value);
                break;
        }
        Advance(together);
    }

    private static void Advance(Item[] items)
    {
        foreach (var item in items)
        {
            item.Waiting = null;
            item.Position++;
        }
    }
}
