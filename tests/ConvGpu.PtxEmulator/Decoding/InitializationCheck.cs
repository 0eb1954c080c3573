using ConvGpu.Emulation.Checks;
using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Decoding;

/// <summary>
/// Finds reads of registers that are not written on every path, and puts a check before each and a mark after each write of such a
/// register. Registers that are always written first cost nothing.
/// </summary>
internal static class InitializationCheck
{
    /// <summary>The operations of every block with the checks in place.</summary>
    public static Operation[][] Apply(List<Item> items, List<(int First, int Last)> ranges, int[][] successors, Frame frame)
    {
        var registers = new Dictionary<int, int>();
        foreach (var item in items)
        {
            foreach (var slot in item.Writes.Concat(item.Reads.Select(read => read.Slot))) registers.TryAdd(slot, registers.Count);
        }

        var entering = Solve(items, ranges, successors, registers);
        var doubtful = new Dictionary<int, int>();
        for (var b = 0; b < ranges.Count; b++)
        {
            if (entering[b] is not { } state) continue;
            Walk(items, ranges[b], registers, state.Clone(), (item, known) =>
            {
                foreach (var (slot, _) in item.Reads)
                {
                    if (!known.Contains(registers[slot]) && !doubtful.ContainsKey(slot)) doubtful[slot] = frame.Flag();
                }
            });
        }

        return ranges.Select((range, b) => Rewrite(items, range, b, entering, registers, doubtful)).ToArray();
    }

    private static void Walk(List<Item> items, (int First, int Last) range, Dictionary<int, int> registers, BitSet known, Action<Item, BitSet> visit)
    {
        for (var i = range.First; i <= range.Last; i++)
        {
            visit(items[i], known);
            if (items[i].Operation.Guard >= 0) continue;
            foreach (var slot in items[i].Writes) known.Add(registers[slot]);
        }
    }

    /// <summary>What is written on all paths to each block; null for blocks that nothing reaches.</summary>
    private static BitSet?[] Solve(List<Item> items, List<(int First, int Last)> ranges, int[][] successors, Dictionary<int, int> registers)
    {
        var entering = new BitSet?[ranges.Count];
        entering[0] = new BitSet(registers.Count);
        var work = new Queue<int>([0]);
        while (work.TryDequeue(out var block))
        {
            var leaving = entering[block]!.Clone();
            Walk(items, ranges[block], registers, leaving, (_, _) => { });
            foreach (var child in successors[block])
            {
                if (entering[child] is { } known)
                {
                    if (!known.IntersectWith(leaving)) continue;
                }
                else entering[child] = leaving.Clone();

                work.Enqueue(child);
            }
        }

        return entering;
    }

    private static Operation[] Rewrite(
        List<Item> items, (int First, int Last) range, int block, BitSet?[] entering, Dictionary<int, int> registers, Dictionary<int, int> doubtful)
    {
        var operations = new List<Operation>();
        void Visit(Item item, BitSet? known)
        {
            foreach (var (slot, name) in item.Reads.Distinct())
            {
                if (known is null || known.Contains(registers[slot]) || !doubtful.TryGetValue(slot, out var state)) continue;
                operations.Add(Like(item.Operation, new InitializedOperation(state, name), slot != item.Operation.Guard));
            }

            // Marks come before the write: its reads are checked already, and a terminator must stay last.
            operations.AddRange(item.Writes.Where(doubtful.ContainsKey).Select(slot => Like(item.Operation, new MarkOperation(doubtful[slot]), true)));
            operations.Add(item.Operation);
        }

        if (entering[block] is { } state) Walk(items, range, registers, state.Clone(), Visit);
        else
        {
            for (var i = range.First; i <= range.Last; i++) Visit(items[i], null);
        }

        return operations.ToArray();
    }

    private static Operation Like(Operation model, Operation operation, bool guarded)
    {
        (operation.Line, operation.Source) = (model.Line, model.Source);
        if (guarded) (operation.Guard, operation.GuardFlip) = (model.Guard, model.GuardFlip);
        return operation;
    }

    private sealed class InitializedOperation(int state, string name) : Operation
    {
        public override void Execute(Warp warp, uint mask)
        {
            if (!warp.Group.Launch.Options.UninitializedRegisters) return;
            var missing = mask & ~warp.Predicate(state);
            if (missing != 0) throw warp.Fault(this, Warp.FirstLane(missing), FaultKind.UninitializedRegister, $"{name} was never written by this thread");
        }
    }

    private sealed class MarkOperation(int state) : Operation
    {
        public override void Execute(Warp warp, uint mask) => warp.SetPredicate(state, mask, uint.MaxValue);
    }
}

/// <summary>A set of small numbers.</summary>
internal sealed class BitSet(int count)
{
    private ulong[] _words = new ulong[(count + 63) / 64];

    public bool Contains(int index) => (_words[index >> 6] >> (index & 63) & 1) != 0;

    public void Add(int index) => _words[index >> 6] |= 1UL << (index & 63);

    public BitSet Clone() => new(0) { _words = (ulong[])_words.Clone() };

    /// <summary>Keeps what is in both; whether anything went.</summary>
    public bool IntersectWith(BitSet other)
    {
        var changed = false;
        for (var i = 0; i < _words.Length; i++)
        {
            var both = _words[i] & other._words[i];
            changed |= both != _words[i];
            _words[i] = both;
        }

        return changed;
    }
}
