using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>Atomic operations on numbers. Those on Index1D and MakeAtomic are inlined and end in these.</summary>
internal static class IntrinsicsAtomics
{
    private const string Atomic = "ILGPU.Atomic";

    public static void AddTo(Dictionary<(string, string), Intrinsic> rows)
    {
        rows.Add((Atomic, "Add"), call => Emit(call, AtomicKind.Add, AtomicKind.Add, AtomicKind.FAdd));
        rows.Add((Atomic, "Min"), call => Emit(call, AtomicKind.MinS, AtomicKind.MinU, AtomicKind.FMin));
        rows.Add((Atomic, "Max"), call => Emit(call, AtomicKind.MaxS, AtomicKind.MaxU, AtomicKind.FMax));
        rows.Add((Atomic, "And"), call => Emit(call, AtomicKind.And, AtomicKind.And, AtomicKind.And));
        rows.Add((Atomic, "Or"), call => Emit(call, AtomicKind.Or, AtomicKind.Or, AtomicKind.Or));
        rows.Add((Atomic, "Xor"), call => Emit(call, AtomicKind.Xor, AtomicKind.Xor, AtomicKind.Xor));
        rows.Add((Atomic, "Exchange"), call => Emit(call, AtomicKind.Exchange, AtomicKind.Exchange, AtomicKind.Exchange));
        rows.Add((Atomic, "CompareExchange"), CompareExchange);
    }

    private static StackValue Emit(IntrinsicCall call, AtomicKind signed, AtomicKind unsigned, AtomicKind floating)
    {
        var type = call.ParameterType(1);
        var value = Leaf(call, 1);
        var kind = value.Type.IsFloat ? floating : Emitter.IsSigned(type) ? signed : unsigned;
        var result = call.Builder.Emit(Opcode.Atomic, value.Type, call.Pointer(0), value);
        result.Immediate = (long)kind;
        return call.Emit.FromLeaves(type, [result]);
    }

    private static StackValue CompareExchange(IntrinsicCall call)
    {
        Value compare = Leaf(call, 1), value = Leaf(call, 2);
        return call.Emit.FromLeaves(call.ParameterType(1),
            [call.Builder.Emit(Opcode.AtomicCompareExchange, value.Type, call.Pointer(0), compare, value)]);
    }

    private static Value Leaf(IntrinsicCall call, int index) =>
        call.Emit.ToLeaves(call.Arguments[index], ValueShape.Of(call.ParameterType(index)))[0];
}
