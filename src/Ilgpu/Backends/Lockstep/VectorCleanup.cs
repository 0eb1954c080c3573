using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>Removes what linearisation leaves over: parameters that always have one value, values nobody uses, blocks that only jump.</summary>
internal static class VectorCleanup
{
    public static void Run(Function function)
    {
        function.RemoveUnreachable();
        ForwardParameters(function);
        RemoveUnused(function);
        MergeBlocks(function);
    }

    /// <summary>
    /// Replaces parameters that have one value on every way. Optimistic: a parameter has no value until an edge brings one, so that
    /// parameters which only pass a value around between them are found too.
    /// </summary>
    private static void ForwardParameters(Function function)
    {
        var incoming = EdgesByTarget(function);
        var known = new Dictionary<Value, Value>();
        Value? Resolve(Value value) => value is BlockParameter ? known.GetValueOrDefault(value) : value;
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (var block in function.Blocks)
                for (int i = 0; i < block.Parameters.Count; i++)
                {
                    var parameter = block.Parameters[i];
                    var before = known.GetValueOrDefault(parameter);
                    if (before == parameter)
                        continue;
                    var met = before;
                    foreach (var edge in incoming[block])
                        if (Resolve(edge.Arguments[i]) is { } value)
                            met = met is null || met == value ? value : parameter;
                    if (met == before)
                        continue;
                    known[parameter] = met!;
                    changed = true;
                }
        }
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Instructions)
                Substitute(instruction.Operands);
            if (block.Terminator!.Selector is { } selector)
                block.Terminator.Selector = Resolve(selector) ?? selector;
            foreach (var edge in block.Terminator.Edges)
                Substitute(edge.Arguments);
        }
        foreach (var block in function.Blocks)
            for (int i = block.Parameters.Count - 1; i >= 0; i--)
                if (known.GetValueOrDefault(block.Parameters[i]) != block.Parameters[i])
                    block.RemoveParameter(i, incoming[block]);

        void Substitute(Value[] values)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = Resolve(values[i]) ?? values[i];
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
                    block.RemoveParameter(i, incoming[block]);
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
}
