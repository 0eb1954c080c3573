using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// Bounds of counters: a header's parameter that starts from a bounded value, only grows by constants, and is compared with a bounded
/// limit before each round, so that it cannot wrap.
/// </summary>
internal static class InductionRanges
{
    public static Dictionary<Value, ValueRange> Find(ControlFlow flow)
    {
        var result = new Dictionary<Value, ValueRange>();
        foreach (var header in flow.ReversePostOrder)
        {
            if (header.Parameters.Count == 0 || header.Terminator is not Branch { Condition: Instruction condition })
                continue;
            int order = flow.OrderOf(header);
            var predecessors = flow.Predecessors(header);
            if (!Array.Exists(predecessors, place => flow.OrderOf(place.From) >= order) || !StaysOnTrue(flow, header))
                continue;
            for (int i = 0; i < header.Parameters.Count; i++)
                if (header.Parameters[i] is { Type.IsInteger: true, Type.IsVector: false } counter && condition.Operands is [var left, var limit]
                    && left == counter && condition.Op is Opcode.CmpLt or Opcode.CmpLe
                    && Range(flow, order, predecessors, i, counter, ValueRange.Of(limit, result).High - (condition.Op == Opcode.CmpLt ? 1 : 0), result) is { } range)
                    result[counter] = range;
        }
        return result;
    }

    /// <summary>Whether the only way from the header back to it begins with the edge taken when the condition holds.</summary>
    private static bool StaysOnTrue(ControlFlow flow, Block header)
    {
        var branch = (Branch)header.Terminator!;
        var seen = new HashSet<Block>();
        var work = new Stack<Block>();
        work.Push(branch.IfFalse.Target);
        while (work.TryPop(out var block))
        {
            if (block == header)
                return false;
            // A block before the header in the order is reached by going back around a loop outside; through there the counter starts anew.
            if (flow.OrderOf(block) > flow.OrderOf(header) && seen.Add(block))
                foreach (var edge in block.Terminator!.Edges)
                    work.Push(edge.Target);
        }
        return true;
    }

    private static ValueRange? Range(ControlFlow flow, int order, EdgePlace[] predecessors, int index, Value counter, long last, Dictionary<Value, ValueRange> known)
    {
        long low = long.MaxValue, high = long.MinValue, step = 0;
        foreach (var place in predecessors)
        {
            var argument = place.Edge.Arguments[index];
            if (flow.OrderOf(place.From) >= order)
            {
                if (argument is not Instruction { Op: Opcode.Add } sum || sum.Operands[0] != counter || sum.Operands[1] is not Constant { Bits: > 0 } constant)
                    return null;
                step = Math.Max(step, constant.Bits);
            }
            else
            {
                var start = ValueRange.Of(argument, known);
                (low, high) = (Math.Min(low, start.Low), Math.Max(high, start.High));
            }
        }
        long largest = counter.Type.Kind == ScalarKind.I32 ? int.MaxValue : 1L << 62;
        if (low > high || last > largest - step)
            return null;
        return new ValueRange(low, Math.Max(high, last + step));
    }
}
