using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// Moves pure computations whose operands a loop does not change in front of it. Constant steps on a pointer stay: they cost nothing
/// where they are used and a register where they are not. Needs normalised loops (<see cref="LoopShape"/>).
/// </summary>
internal static class LoopInvariants
{
    public static bool Run(Function function)
    {
        var loops = new LoopForest(new DominatorTree(new ControlFlow(function)));
        if (loops.All.Count == 0)
            return false;
        var depth = new Loop?[function.ValueCount];
        foreach (var block in loops.Flow.ReversePostOrder)
        {
            var loop = loops.LoopOf(block);
            foreach (var parameter in block.Parameters)
                depth[parameter.Id] = loop;
            foreach (var instruction in block.Instructions)
                depth[instruction.Id] = loop;
        }
        bool changed = false;
        foreach (var block in loops.Flow.ReversePostOrder)
        {
            if (loops.LoopOf(block) is not { } home)
                continue;
            var instructions = block.Instructions;
            int kept = 0;
            for (int i = 0; i < instructions.Count; i++)
            {
                var instruction = instructions[i];
                var left = IsMovable(instruction) ? Outermost(instruction, home, depth) : null;
                if (left is null)
                    instructions[kept++] = instruction;
                else
                {
                    LoopShape.Preheader(left).Instructions.Add(instruction);
                    depth[instruction.Id] = left.Parent;
                    changed = true;
                }
            }
            instructions.RemoveRange(kept, instructions.Count - kept);
        }
        return changed;
    }

    private static bool IsMovable(Instruction instruction) =>
        instruction.Info.IsPure && !(instruction.Op == Opcode.PtrAdd && instruction.Operands[1] is Constant);

    /// <summary>The outermost loop around that changes none of the operands.</summary>
    private static Loop? Outermost(Instruction instruction, Loop home, Loop?[] depth)
    {
        Loop? result = null;
        for (Loop? loop = home; loop is not null; loop = loop.Parent)
        {
            foreach (var operand in instruction.Operands)
                if (loop.Encloses(depth[operand.Id]))
                    return result;
            result = loop;
        }
        return result;
    }
}
