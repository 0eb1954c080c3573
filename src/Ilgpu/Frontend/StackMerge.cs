using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>The evaluation stack at the end of <paramref name="Block"/> on its way along <paramref name="Edge"/>.</summary>
internal sealed record IncomingStack(Block Block, Edge Edge, StackValue[] Stack);

/// <summary>Joins evaluation stacks where control flow meets: what differs becomes a block parameter.</summary>
internal static class StackMerge
{
    /// <summary>The stack in <paramref name="target"/>; fills in the arguments of the edges. Open: more edges will come.</summary>
    public static StackValue[] Merge(Emitter emit, Block target, IReadOnlyList<IncomingStack> incoming, bool open)
    {
        int depth = incoming[0].Stack.Length;
        if (incoming.Any(entry => entry.Stack.Length != depth))
            throw emit.Refuse(Refusal.InvalidIl, "A stack of different depths at one place");
        var merged = new StackValue[depth];
        if (depth == 0)
            return merged;
        if (incoming.Count == 1 && !open)
            return incoming[0].Stack;
        for (int i = 0; i < depth; i++)
            merged[i] = Parameters(emit, target, [.. incoming.Select(entry => entry.Stack[i])], open);
        var current = emit.Builder.Block;
        foreach (var entry in incoming)
        {
            emit.Builder.Block = entry.Block;
            entry.Edge.Arguments = Match(emit, entry.Stack, merged);
        }
        emit.Builder.Block = current;
        return merged;
    }

    /// <summary>The arguments of an edge that carries <paramref name="stack"/> into a block whose entry stack is known.</summary>
    public static Value[] Match(Emitter emit, StackValue[] stack, StackValue[] known)
    {
        if (stack.Length != known.Length)
            throw emit.Refuse(Refusal.InvalidIl, "A stack of different depths at one place");
        var arguments = new List<Value>();
        for (int i = 0; i < stack.Length; i++)
        {
            Value[] have = Leaves(emit, stack[i]), want = Leaves(emit, known[i]);
            for (int j = 0; j < want.Length; j++)
                if (want[j] is BlockParameter parameter)
                    arguments.Add(Exactly(emit, have[j], parameter.Type));
        }
        return [.. arguments];
    }

    /// <summary>Edges are strict about address spaces, memory is not.</summary>
    private static Value Exactly(Emitter emit, Value value, IrType type)
    {
        var coerced = emit.Coerce(value, type);
        return coerced.Type == type ? coerced
            : coerced is Constant address ? emit.Function.Constant(type, address.Bits)
            : emit.Builder.Convert(Opcode.BitCast, coerced, type);
    }

    private static StackValue Parameters(Emitter emit, Block target, StackValue[] values, bool open)
    {
        var first = values.FirstOrDefault(value => value is not NullValue) ?? values[0];
        if (first is TextValue or TokenValue or NullValue or BoxedValue)
            return values.All(value => value.Equals(first)) ? first : throw emit.Refuse(Refusal.MergedPointers, "This expression");
        var leaves = values.Select(value => value is NullValue ? null : Leaves(emit, value)).ToArray();
        int count = leaves.First(list => list is not null)!.Length;
        if (leaves.Any(list => list is not null && list.Length != count))
            throw emit.Refuse(Refusal.MergedPointers, "This expression");
        var parameters = new Value[count];
        for (int j = 0; j < count; j++)
            parameters[j] = emit.Function.AddBlockParameter(target, Join(emit, [.. leaves.Select(list => list?[j])], open));
        return first switch
        {
            PointerValue pointer => new PointerValue(parameters[0], pointer.Pointee),
            ArrayValue array => new ArrayValue(array.Element, parameters[0], parameters[1]),
            StructValue structure => new StructValue(structure.Type, parameters),
            _ => new ScalarValue(parameters[0]),
        };
    }

    private static IrType Join(Emitter emit, Value?[] values, bool open)
    {
        var types = values.Where(value => value is not null).Select(value => value!.Type).Distinct().ToArray();
        if (types.Any(type => type.IsPointer))
            return types.Length == 1 && !open ? types[0] : IrType.Pointer(AddressSpace.Generic);
        if (types is [var only])
            return only == IrType.I1 && open ? IrType.I32 : only;
        if (types.All(type => type.IsFloat))
            return IrType.F64;
        if (types.Any(type => !type.IsInteger))
            throw emit.Refuse(Refusal.MergedPointers, "This expression");
        bool allBits = values.All(value => value is { Type.Kind: ScalarKind.I1 } or Constant { Bits: 0 or 1 });
        if (allBits && !open && types.Contains(IrType.I1))
            return IrType.I1;
        return types.Contains(IrType.I64) ? IrType.I64 : IrType.I32;
    }

    private static Value[] Leaves(Emitter emit, StackValue value) => value switch
    {
        ScalarValue scalar => [scalar.Value],
        PointerValue pointer => [pointer.Value],
        StructValue structure => structure.Leaves,
        ArrayValue array => [array.Pointer, array.Length],
        NullValue => [emit.Function.Constant(IrType.Pointer(AddressSpace.Generic), 0)],
        _ => [],
    };
}
