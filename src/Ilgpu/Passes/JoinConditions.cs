using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// Two branches in a row that both may skip to one place become one on both conditions, where what is between is cheap to compute
/// in vain: `if (a &amp;&amp; b)`, or a test of bounds inside another. What is left to be skipped is short enough for a predicate.
/// </summary>
internal static class JoinConditions
{
    /// <summary>About what a branch that items of a warp take differently costs.</summary>
    private const int MostInVain = 16;

    public static bool Run(Function function)
    {
        bool changed = false;
        var predecessors = Count(function);
        foreach (var block in function.Blocks)
            while (Join(function, block, predecessors))
                changed = true;
        if (changed)
            function.RemoveUnreachable();
        return changed;
    }

    private static int[] Count(Function function)
    {
        var count = new int[function.BlockCount];
        foreach (var block in function.Blocks)
            foreach (var edge in block.Terminator!.Edges)
                count[edge.Target.Id]++;
        return count;
    }

    private static bool Join(Function function, Block block, int[] predecessors)
    {
        if (block.Terminator is not Branch outer)
            return false;
        foreach (bool enters in new[] { true, false })
        {
            var (into, past) = enters ? (outer.IfTrue, outer.IfFalse) : (outer.IfFalse, outer.IfTrue);
            var inner = into.Target;
            if (inner == block || inner == past.Target || predecessors[inner.Id] != 1 || inner.Parameters.Count > 0
                || inner.Terminator is not Branch decision || !inner.Instructions.TrueForAll(IsCheap) || inner.Instructions.Count > MostInVain)
                continue;
            bool goesOn = !Same(decision.IfTrue, past);
            if (Same(goesOn ? decision.IfTrue : decision.IfFalse, past) || !Same(goesOn ? decision.IfFalse : decision.IfTrue, past))
                continue;
            block.Instructions.AddRange(inner.Instructions);
            inner.Instructions.Clear();
            var condition = Add(block, Opcode.And, Holds(block, outer.Condition, enters), Holds(block, decision.Condition, goesOn));
            // The block between is left without an entry.
            predecessors[inner.Id] = 0;
            predecessors[past.Target.Id]--;
            block.Terminator = new Branch(condition, goesOn ? decision.IfTrue : decision.IfFalse, past) { Location = decision.Location };
            inner.Terminator = new Return();
            return true;
        }
        return false;

        Instruction Add(Block home, Opcode op, params Value[] operands)
        {
            var instruction = function.Create(op, IrType.I1, operands);
            instruction.Location = outer.Location;
            home.Instructions.Add(instruction);
            return instruction;
        }

        Value Holds(Block home, Value condition, bool wanted)
        {
            if (wanted)
                return condition;
            return condition is Instruction { Info: var info } comparison && info.Has(OpTraits.Compare) && comparison.Operands.Length == 2
                ? Add(home, Comparisons.Inverse(comparison.Op, comparison.Operands[0].Type.IsFloat), comparison.Operands)
                : Add(home, Opcode.Not, condition);
        }
    }

    private static bool IsCheap(Instruction instruction) => instruction.Info.IsPure && !instruction.Type.IsVector
        && !instruction.Info.Has(OpTraits.Math) && instruction.Op is not (Opcode.DivS or Opcode.DivU or Opcode.RemS or Opcode.RemU or Opcode.FDiv or Opcode.FRem);

    private static bool Same(Edge left, Edge right) =>
        left.Target == right.Target && left.Arguments.AsSpan().SequenceEqual(right.Arguments);
}
