namespace ConvGpu.Ilgpu.Frontend;

/// <summary>Finds the arguments and locals that need no memory of their own.</summary>
internal static class VariableUses
{
    private enum Access : byte { None, Load, Store, Address }

    public static (bool[] Arguments, bool[] Locals) Find(MethodIl method)
    {
        var arguments = new bool[method.Arguments.Count];
        Array.Fill(arguments, true);
        var stores = new (int Count, IlBlock? Block, int Index)[method.Locals.Count];
        var locals = new bool[method.Locals.Count];
        Array.Fill(locals, true);
        Visit(method, (block, index, access, isArgument, variable) =>
        {
            if (isArgument)
                arguments[variable] &= access == Access.Load;
            else if (access == Access.Address)
                locals[variable] = false;
            else if (access == Access.Store)
                stores[variable] = (stores[variable].Count + 1, block, index);
        });
        Visit(method, (block, index, access, isArgument, variable) =>
        {
            if (isArgument || access != Access.Load)
                return;
            var store = stores[variable];
            bool after = store.Count == 1 && (store.Block == block ? store.Index < index : block.DominatedBy(store.Block!));
            locals[variable] &= after;
        });
        for (int i = 0; i < locals.Length; i++)
            locals[i] &= stores[i].Count == 1;
        return (arguments, locals);
    }

    private static void Visit(MethodIl method, Action<IlBlock, int, Access, bool, int> visit)
    {
        foreach (var block in method.Order)
            for (int i = block.First; i < block.End; i++)
                if (Classify(method.Instructions[i]) is { Access: not Access.None } use)
                    visit(block, i, use.Access, use.IsArgument, use.Variable);
    }

    private static (Access Access, bool IsArgument, int Variable) Classify(IlInstruction instruction)
    {
        string name = instruction.Code.Name!;
        bool isArgument = name.Contains("arg", StringComparison.Ordinal);
        if (!isArgument && !name.Contains("loc", StringComparison.Ordinal) || name is "arglist" or "localloc")
            return default;
        var access = name.StartsWith("st", StringComparison.Ordinal) ? Access.Store
            : name.StartsWith("ldarga", StringComparison.Ordinal) || name.StartsWith("ldloca", StringComparison.Ordinal) ? Access.Address : Access.Load;
        return (access, isArgument, Variable(instruction));
    }

    /// <summary>The variable of ldarg, ldarg.3, ldarg.s and their like.</summary>
    public static int Variable(IlInstruction instruction) =>
        instruction.Operand is int number ? number : instruction.Code.Name![^1] - '0';
}
