using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;
using static ConvGpu.Emulation.Instructions.InstructionTable;

namespace ConvGpu.Emulation.Instructions;

/// <summary>Integer arithmetic and extended-precision arithmetic (9.7.1, 9.7.2).</summary>
internal static class IntegerForms
{
    private const string Types = "u16|u32|u64|s16|s32|s64";
    private const string Wide = "u16|u32|s16|s32";

    public static IEnumerable<Form> All() =>
    [
        Row($"add.T={Types}", "=T, T, T", 10, 0, typeof(Add<>)),
        Row($"sub.T={Types}", "=T, T, T", 10, 0, typeof(Subtract<>)),
        Row("add.sat.T=s32", "=T, T, T", 10, 0, typeof(AddSaturating)),
        Row("sub.sat.T=s32", "=T, T, T", 10, 0, typeof(SubtractSaturating)),
        Row("add.T=u16x2|s16x2", "=T, T, T", 80, 90, i => Make.Lanes(i, Halves(i, typeof(Add<>), false))),
        Row($"mul.lo.T={Types}", "=T, T, T", 10, 0, typeof(Multiply<>)),
        Row($"mul.hi.T={Types}", "=T, T, T", 10, 0, i => Make.Lanes(i, WithWide(i, typeof(MultiplyHigh<,>)))),
        Row($"mul.wide.T={Wide}", "=wide(T), T, T", 10, 0, i => Make.Lanes(i, WithWide(i, typeof(MultiplyWide<,>)))),
        Row($"mad.lo.T={Types}", "=T, T, T, T", 10, 0, typeof(MultiplyAdd<>)),
        Row($"mad.hi.T={Types}", "=T, T, T, T", 10, 0, i => Make.Lanes(i, WithWide(i, typeof(MultiplyAddHigh<,>)))),
        Row("mad.hi.sat.T=s32", "=T, T, T, T", 10, 0, typeof(MultiplyAddHighSaturating)),
        Row($"mad.wide.T={Wide}", "=wide(T), T, T, wide(T)", 10, 0, i => Make.Lanes(i, WithWide(i, typeof(MultiplyAddWide<,>)))),
        Row("mul24.lo.T=u32|s32", "=T, T, T", 10, 0, typeof(Multiply24Low<>)),
        Row("mul24.hi.T=u32|s32", "=T, T, T", 10, 0, typeof(Multiply24High<>)),
        Row("mad24.lo.T=u32|s32", "=T, T, T, T", 10, 0, typeof(MultiplyAdd24Low<>)),
        Row("mad24.hi.T=u32|s32", "=T, T, T, T", 10, 0, typeof(MultiplyAdd24High<>)),
        Row($"sad.T={Types}", "=T, T, T, T", 10, 0, typeof(AbsoluteDifferenceAdd<>)),
        Row($"div.T={Types}", "=T, T, T", 10, 0, typeof(Divide<>)),
        Row($"rem.T={Types}", "=T, T, T", 10, 0, typeof(Remainder<>)),
        Row("abs.T=s16|s32|s64", "=T, T", 10, 0, typeof(AbsoluteInteger<>)),
        Row("neg.T=s16|s32|s64", "=T, T", 10, 0, typeof(NegateInteger<>)),
        Row($"min.T={Types}", "=T, T, T", 10, 0, typeof(MinimumInteger<>)),
        Row($"max.T={Types}", "=T, T, T", 10, 0, typeof(MaximumInteger<>)),
        Row("min.relu.T=s32", "=T, T, T", 80, 90, i => Make.Lanes(i, Relu(i, typeof(MinimumInteger<>)))),
        Row("max.relu.T=s32", "=T, T, T", 80, 90, i => Make.Lanes(i, Relu(i, typeof(MaximumInteger<>)))),
        Row("min.T=u16x2", "=T, T, T", 80, 90, i => Make.Lanes(i, Halves(i, typeof(MinimumInteger<>), false))),
        Row("max.T=u16x2", "=T, T, T", 80, 90, i => Make.Lanes(i, Halves(i, typeof(MaximumInteger<>), false))),
        Row("min{.relu}.T=s16x2", "=T, T, T", 80, 90, i => Make.Lanes(i, Halves(i, typeof(MinimumInteger<>), i.Has("relu")))),
        Row("max{.relu}.T=s16x2", "=T, T, T", 80, 90, i => Make.Lanes(i, Halves(i, typeof(MaximumInteger<>), i.Has("relu")))),
        Row("popc.T=b32|b64", "=u32, T", 20, 20, typeof(PopulationCount<>)),
        Row("clz.T=b32|b64", "=u32, T", 20, 20, typeof(LeadingZeros<>)),
        Row("brev.T=b32|b64", "=T, T", 20, 20, typeof(ReverseBits<>)),
        Row("bfind.T=u32|u64|s32|s64", "=u32, T", 20, 20, typeof(FindLeadingBit<>)),
        Row("bfind.shiftamt.T=u32|u64|s32|s64", "=u32, T", 20, 20, typeof(FindLeadingShift<>)),
        Row("fns.b32", "=b32, b32, b32, s32", 60, 30, typeof(FindNthSet)),
        Row("bfe.T=u32|u64|s32|s64", "=T, T, u32, u32", 20, 20, typeof(ExtractField<>)),
        Row("bfi.T=b32|b64", "=T, T, T, u32, u32", 20, 20, typeof(InsertField<>)),
        Row("szext.M=clamp|wrap.T=u32|s32", "=T, T, u32", 76, 70,
            i => Make.Lanes(i, Make.Close(typeof(ExtendWithin<,>), Make.Clr(i.Type("T")), Flag(i.Has("wrap"))))),
        Row("bmsk.M=clamp|wrap.b32", "=b32, u32, u32", 76, 70, i => Make.Lanes(i, Make.Close(typeof(BitMask<>), Flag(i.Has("wrap"))))),
        Row("dp4a.A=u32|s32.B=u32|s32", "=b32, A, B, b32", 50, 61,
            i => Make.Lanes(i, Make.Close(typeof(DotBytes<,>), Part(i, "A", 8), Part(i, "B", 8)))),
        Row("dp2a.M=lo|hi.A=u32|s32.B=u32|s32", "=b32, A, B, b32", 50, 61,
            i => Make.Lanes(i, Make.Close(typeof(DotHalves<,,>), Part(i, "A", 16), Part(i, "B", 8), Flag(i.Has("hi"))))),
        Row("add.cc.T=u32|s32|u64@43/20|s64@43/20", "=T, T, T", 12, 0, i => Carry(i, typeof(AddWithCarry<>), false, true)),
        Row("addc{.cc}.T=u32|s32|u64@43/20|s64@43/20", "=T, T, T", 12, 0, i => Carry(i, typeof(AddWithCarry<>), true, i.Has("cc"))),
        Row("sub.cc.T=u32|s32|u64@43/20|s64@43/20", "=T, T, T", 12, 0, i => Carry(i, typeof(SubtractWithBorrow<>), false, true)),
        Row("subc{.cc}.T=u32|s32|u64@43/20|s64@43/20", "=T, T, T", 12, 0, i => Carry(i, typeof(SubtractWithBorrow<>), true, i.Has("cc"))),
        Row("mad.M=hi|lo.cc.T=u32|s32|u64@43/20|s64@43/20", "=T, T, T, T", 30, 20, i => MultiplyCarry(i, false, true)),
        Row("madc.M=hi|lo{.cc}.T=u32|s32|u64@43/20|s64@43/20", "=T, T, T, T", 30, 20, i => MultiplyCarry(i, true, i.Has("cc"))),
    ];

    public static Type Flag(bool value) => value ? typeof(Yes) : typeof(No);

    private static Type WithWide(DecodedInstruction i, Type open) => Make.Close(open, Make.Wide(i.Type("T")), Make.Clr(i.Type("T")));

    private static Type Relu(DecodedInstruction i, Type open)
    {
        var type = Make.Clr(i.Type("T"));
        return Make.Close(typeof(Relu<,>), Make.Close(open, type), type);
    }

    private static Type Halves(DecodedInstruction i, Type open, bool relu)
    {
        var half = i.Type("T") == ScalarType.U16x2 ? typeof(ushort) : typeof(short);
        var inner = Make.Close(open, half);
        if (relu) inner = Make.Close(typeof(Relu<,>), inner, half);
        return Make.Close(typeof(Halves<,>), inner, half);
    }

    private static Type Part(DecodedInstruction i, string capture, int bits) => (i.Type(capture) == ScalarType.S32, bits) switch
    {
        (true, 8) => typeof(sbyte),
        (false, 8) => typeof(byte),
        (true, _) => typeof(short),
        _ => typeof(ushort),
    };

    private static Operation Carry(DecodedInstruction i, Type open, bool reads, bool writes) =>
        (Operation)Activator.CreateInstance(
            Make.Close(open, i.Type("T").Size() == 8 ? typeof(ulong) : typeof(uint)),
            i.Slot(0), i.Slot(1), i.Slot(2), i.Decoding.CarrySlot, reads, writes)!;

    private static Operation MultiplyCarry(DecodedInstruction i, bool reads, bool writes)
    {
        var type = i.Type("T");
        var product = i.Decoding.TemporarySlot(type.Size());
        var multiply = Make.Lanes(
            i.Has("hi") ? Make.Close(typeof(MultiplyHigh<,>), Make.Wide(type), Make.Clr(type)) : Make.Close(typeof(Multiply<>), Make.Clr(type)),
            product, i.Slot(1), i.Slot(2));
        var add = (Operation)Activator.CreateInstance(
            Make.Close(typeof(AddWithCarry<>), type.Size() == 8 ? typeof(ulong) : typeof(uint)),
            i.Slot(0), product, i.Slot(3), i.Decoding.CarrySlot, reads, writes)!;
        return new SequenceOperation(multiply, add);
    }
}
