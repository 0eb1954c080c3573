using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

internal sealed partial class SimplifyCfg
{
    /// <summary>Instructions that both sides of a branch may have together to become selects.</summary>
    private const int LargestConverted = 8;

    /// <summary>
    /// The block that an edge enters decides on nothing but its parameters and constants, at most through one comparison or inversion,
    /// and no one else uses what it defines: the edge can go on by itself.
    /// </summary>
    private void ThreadJumps(Block block)
    {
        foreach (var edge in block.Terminator!.Edges)
            for (int steps = 0; steps < 4 && Decided(edge) is { } next; steps++)
                Redirect(edge, next);
    }

    private Edge? Decided(Edge edge)
    {
        var target = edge.Target;
        if (target.Terminator is not Branch branch || target.Instructions.Count > 2 || target.Parameters.Count == 0 || _isHeader[target.Id]
            || branch.IfTrue.Target == target || branch.IfFalse.Target == target)
            return null;
        foreach (var parameter in target.Parameters)
            if (_uses[parameter.Id] != UsesInside(target, branch, parameter))
                return null;
        foreach (var instruction in target.Instructions)
            if (!instruction.Info.IsPure || _uses[instruction.Id] != UsesInside(target, branch, instruction)
                || UsedByEdges(branch, instruction))
                return null;
        return Evaluate(target, edge, branch.Condition) switch
        {
            null => null,
            0 => branch.IfFalse,
            _ => branch.IfTrue,
        };
    }

    private static bool UsedByEdges(Branch branch, Value value) =>
        Array.IndexOf(branch.IfTrue.Arguments, value) >= 0 || Array.IndexOf(branch.IfFalse.Arguments, value) >= 0;

    private static int UsesInside(Block block, Branch branch, Value value)
    {
        int count = branch.Condition == value ? 1 : 0;
        foreach (var instruction in block.Instructions)
            foreach (var operand in instruction.Operands)
                count += operand == value ? 1 : 0;
        foreach (var edge in branch.Edges)
            foreach (var argument in edge.Arguments)
                count += argument == value ? 1 : 0;
        return count;
    }

    /// <summary>The value of a condition when the block is entered by this edge, if constants decide it.</summary>
    private static long? Evaluate(Block block, Edge edge, Value value)
    {
        value = Through(block, edge, value);
        if (value is Constant constant)
            return constant.Bits;
        if (value is not Instruction { Operands: { Length: 1 or 2 } operands } instruction || !block.Instructions.Contains(instruction)
            || !instruction.Info.Has(OpTraits.Elementwise) || instruction.Type.IsVector)
            return null;
        if (Evaluate(block, edge, operands[0]) is not { } a || Evaluate(block, edge, operands[^1]) is not { } b)
            return null;
        return instruction.Op != Opcode.PtrAdd
            && ScalarEvaluator.TryEvaluate(instruction.Op, instruction.Type.Kind, operands[0].Type.Kind, a, b, 0, out long result) ? result : null;
    }

    /// <summary>A branch around cheap pure instructions, to one join, becomes those instructions and selects.</summary>
    private void IfConvert(Block block)
    {
        if (block.Terminator is not Branch branch || branch.IfTrue.Target == branch.IfFalse.Target)
            return;
        var ifTrue = Side(branch.IfTrue);
        var ifFalse = Side(branch.IfFalse);
        var join = ifTrue?.Target == ifFalse?.Target && ifTrue is not null ? ifTrue.Target
            : ifTrue?.Target == branch.IfFalse.Target ? branch.IfFalse.Target
            : ifFalse?.Target == branch.IfTrue.Target ? branch.IfTrue.Target : null;
        if (join is null || join == block)
            return;
        var trueEdge = branch.IfTrue.Target == join ? branch.IfTrue : ifTrue!;
        var falseEdge = branch.IfFalse.Target == join ? branch.IfFalse : ifFalse!;
        int cost = trueEdge.Arguments.Length;
        if (trueEdge != branch.IfTrue)
            cost += branch.IfTrue.Target.Instructions.Count;
        if (falseEdge != branch.IfFalse)
            cost += branch.IfFalse.Target.Instructions.Count;
        if (cost > LargestConverted)
            return;
        if (trueEdge != branch.IfTrue)
            Absorb(block, branch.IfTrue);
        if (falseEdge != branch.IfFalse)
            Absorb(block, branch.IfFalse);
        var arguments = new Value[trueEdge.Arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
            arguments[i] = Choose(block, branch, trueEdge.Arguments[i], falseEdge.Arguments[i]);
        Replace(block, new Edge(join, arguments));
    }

    /// <summary>The jump at the end of a side that can be executed needlessly; null when it cannot.</summary>
    private Edge? Side(Edge edge)
    {
        var side = edge.Target;
        if (side.Terminator is not Jump jump || _incoming[side.Id].Count != 1 || side.Parameters.Count > 0)
            return null;
        foreach (var instruction in side.Instructions)
            if (!IsCheap(instruction))
                return null;
        return jump.Edge;
    }

    private static bool IsCheap(Instruction instruction) =>
        instruction.Info.IsPure && instruction.Info.Has(OpTraits.Elementwise) && !instruction.Info.Has(OpTraits.Math)
        && instruction.Op is not (Opcode.DivS or Opcode.DivU or Opcode.RemS or Opcode.RemU or Opcode.FDiv or Opcode.FRem or Opcode.Fma);

    private static void Absorb(Block block, Edge edge)
    {
        block.Instructions.AddRange(edge.Target.Instructions);
        edge.Target.Instructions.Clear();
    }
}
