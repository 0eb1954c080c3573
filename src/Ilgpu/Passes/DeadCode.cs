using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// Keeps what effects and decisions need, everything else goes: instructions, block parameters (in circles too) and allocations
/// that only stores know.
/// </summary>
internal static class DeadCode
{
    public static bool Run(Function function)
    {
        bool changed = function.RemoveUnreachable();
        var needed = new bool[function.ValueCount];
        var work = new Stack<Value>();
        var incoming = new List<Edge>?[function.BlockCount];
        void Need(Value value)
        {
            if (needed[value.Id])
                return;
            needed[value.Id] = true;
            work.Push(value);
        }
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Instructions)
                if (instruction.Info.Has(OpTraits.Effect | OpTraits.Convergent) && !IsAllocation(instruction.Op))
                    Need(instruction);
            if (block.Terminator!.Selector is { } selector)
                Need(selector);
            foreach (var edge in block.Terminator.Edges)
                (incoming[edge.Target.Id] ??= []).Add(edge);
        }
        while (work.TryPop(out var value))
            if (value is Instruction instruction)
                foreach (var operand in instruction.Operands)
                    Need(operand);
            else if (value is BlockParameter parameter)
            {
                int index = parameter.Owner.Parameters.IndexOf(parameter);
                foreach (var edge in incoming[parameter.Owner.Id] ?? [])
                    Need(edge.Arguments[index]);
            }
        foreach (var block in function.Blocks)
        {
            for (int i = block.Parameters.Count - 1; i >= 0; i--)
                if (!needed[block.Parameters[i].Id])
                {
                    block.RemoveParameter(i, incoming[block.Id] ?? []);
                    changed = true;
                }
            changed |= block.Instructions.RemoveAll(instruction => !needed[instruction.Id]) > 0;
        }
        return changed;
    }

    private static bool IsAllocation(Opcode op) => op is Opcode.Alloca or Opcode.SharedAlloca;
}
