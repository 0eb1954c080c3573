using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>Removes what linearisation leaves over: parameters that always have one value, values nobody uses, blocks that only jump.</summary>
internal static class VectorCleanup
{
    public static void Run(Function function)
    {
        var flow = new ControlFlow(function);
        function.Blocks.RemoveAll(block => !flow.IsReachable(block));
        ForwardParameters(function);
        RemoveUnused(function);
        MergeBlocks(function);
    }

    private static void ForwardParameters(Function function)
    {
        var forward = new Dictionary<Value, Value>();
        Value Resolve(Value value)
        {
            while (forward.TryGetValue(value, out var next))
                value = next;
            return value;
        }
        for (bool changed = true; changed;)
        {
            changed = false;
            var incoming = EdgesByTarget(function);
            foreach (var block in function.Blocks)
                for (int i = block.Parameters.Count - 1; i >= 0; i--)
                {
                    var parameter = block.Parameters[i];
                    Value? single = null;
                    bool many = false;
                    foreach (var edge in incoming[block])
                    {
                        var argument = Resolve(edge.Arguments[i]);
                        many |= argument != parameter && single is not null && single != argument;
                        single = argument != parameter ? argument : single;
                    }
                    if (many || single is null)
                        continue;
                    forward[parameter] = single;
                    RemoveParameter(block, i, incoming[block]);
                    changed = true;
                }
        }
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Instructions)
                for (int i = 0; i < instruction.Operands.Length; i++)
                    instruction.Operands[i] = Resolve(instruction.Operands[i]);
            if (block.Terminator!.Selector is { } selector)
                block.Terminator.Selector = Resolve(selector);
            foreach (var edge in block.Terminator.Edges)
                for (int i = 0; i < edge.Arguments.Length; i++)
                    edge.Arguments[i] = Resolve(edge.Arguments[i]);
        }
    }

    public static void RemoveUnused(Function function)
    {
        var incoming = EdgesByTarget(function);
        var used = new HashSet<Value>();
        var work = new Stack<Value>();
        void Use(Value value)
        {
            if (used.Add(value))
                work.Push(value);
        }
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Instructions)
                if (instruction.Info.Has(OpTraits.Effect | OpTraits.Convergent) && instruction.Op is not (Opcode.Alloca or Opcode.SharedAlloca))
                    Use(instruction);
            if (block.Terminator!.Selector is { } selector)
                Use(selector);
        }
        while (work.TryPop(out var value))
            switch (value)
            {
                case Instruction instruction:
                    foreach (var operand in instruction.Operands)
                        Use(operand);
                    break;
                case BlockParameter parameter:
                    int index = parameter.Owner.Parameters.IndexOf(parameter);
                    foreach (var edge in incoming[parameter.Owner])
                        Use(edge.Arguments[index]);
                    break;
            }
        foreach (var block in function.Blocks)
        {
            block.Instructions.RemoveAll(instruction => !used.Contains(instruction));
            for (int i = block.Parameters.Count - 1; i >= 0; i--)
                if (!used.Contains(block.Parameters[i]))
                    RemoveParameter(block, i, incoming[block]);
        }
    }

    /// <summary>Joins a block with the one block that jumps to it.</summary>
    private static void MergeBlocks(Function function)
    {
        var incoming = EdgesByTarget(function);
        var gone = new HashSet<Block>();
        foreach (var block in function.Blocks)
            while (!gone.Contains(block) && block.Terminator is Jump { Edge: { Target: var next, Arguments.Length: 0 } }
                && next != block && next != function.Entry && incoming[next].Count == 1)
            {
                block.Instructions.AddRange(next.Instructions);
                block.Terminator = next.Terminator;
                gone.Add(next);
            }
        function.Blocks.RemoveAll(gone.Contains);
    }

    private static Dictionary<Block, List<Edge>> EdgesByTarget(Function function)
    {
        var result = function.Blocks.ToDictionary(block => block, _ => new List<Edge>());
        foreach (var block in function.Blocks)
            foreach (var edge in block.Terminator!.Edges)
                result[edge.Target].Add(edge);
        return result;
    }

    private static void RemoveParameter(Block block, int index, List<Edge> incoming)
    {
        block.Parameters.RemoveAt(index);
        foreach (var edge in incoming)
            edge.Arguments = [.. edge.Arguments[..index], .. edge.Arguments[(index + 1)..]];
    }
}
