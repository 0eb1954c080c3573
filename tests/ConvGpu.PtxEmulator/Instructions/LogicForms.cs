using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;
using static ConvGpu.Emulation.Instructions.InstructionTable;

namespace ConvGpu.Emulation.Instructions;

/// <summary>Logic, shifts and permutations (9.7.8, 9.7.9.7).</summary>
internal static class LogicForms
{
    private const string Bits = "T=b16|b32|b64";

    public static IEnumerable<Form> All() =>
    [
        Row($"and.{Bits}", "=T, T, T", 10, 0, typeof(And<>)),
        Row($"or.{Bits}", "=T, T, T", 10, 0, typeof(Or<>)),
        Row($"xor.{Bits}", "=T, T, T", 10, 0, typeof(ExclusiveOr<>)),
        Row($"not.{Bits}", "=T, T", 10, 0, typeof(Not<>)),
        Row($"cnot.{Bits}", "=T, T", 10, 0, typeof(LogicalNot<>)),
        Row("and.pred", "=pred, pred, pred", 10, 0, i => new PredicateOperation(Combination.And, i.Slot(0), i.Slot(1), i.Slot(2))),
        Row("or.pred", "=pred, pred, pred", 10, 0, i => new PredicateOperation(Combination.Or, i.Slot(0), i.Slot(1), i.Slot(2))),
        Row("xor.pred", "=pred, pred, pred", 10, 0, i => new PredicateOperation(Combination.Xor, i.Slot(0), i.Slot(1), i.Slot(2))),
        Row("not.pred", "=pred, pred", 10, 0,
            i => new PredicateOperation(Combination.Xor, i.Slot(0), i.Slot(1), i.Decoding.ConstantSlot(0, 1))),
        Row($"shl.{Bits}", "=T, T, u32", 10, 0, typeof(ShiftLeft<>)),
        Row("shr.T=b16|b32|b64|u16|u32|u64|s16|s32|s64", "=T, T, u32", 10, 0, typeof(ShiftRight<>)),
        Row("shf.l.M=clamp|wrap.b32", "=b32, b32, b32, u32", 31, 32,
            i => Make.Lanes(i, Make.Close(typeof(FunnelLeft<>), IntegerForms.Flag(i.Has("wrap"))))),
        Row("shf.r.M=clamp|wrap.b32", "=b32, b32, b32, u32", 31, 32,
            i => Make.Lanes(i, Make.Close(typeof(FunnelRight<>), IntegerForms.Flag(i.Has("wrap"))))),
        Row("lop3.b32", "=b32, b32, b32, b32, imm", 43, 50, LookUp),
        Row("lop3.O=or|and.b32", "=b32||pred, b32, b32, b32, imm, !pred", 82, 70, LookUpAndTest),
        Row("prmt.b32", "=b32, b32, b32, b32", 20, 20, typeof(PermuteBytes)),
        Row("prmt.b32.f4e", "=b32, b32, b32, b32", 20, 20, typeof(PermuteMode<ForwardFour>)),
        Row("prmt.b32.b4e", "=b32, b32, b32, b32", 20, 20, typeof(PermuteMode<BackwardFour>)),
        Row("prmt.b32.rc8", "=b32, b32, b32, b32", 20, 20, typeof(PermuteMode<ReplicateEight>)),
        Row("prmt.b32.ecl", "=b32, b32, b32, b32", 20, 20, typeof(PermuteMode<EdgeClampLeft>)),
        Row("prmt.b32.ecr", "=b32, b32, b32, b32", 20, 20, typeof(PermuteMode<EdgeClampRight>)),
        Row("prmt.b32.rc16", "=b32, b32, b32, b32", 20, 20, typeof(PermuteMode<ReplicateSixteen>)),
    ];

    private static int Table(DecodedInstruction i)
    {
        var table = i.Operands[4].Value;
        if (table is < 0 or > 255) throw i.Error("the look-up table is a constant from 0 to 255");
        return i.Decoding.ConstantSlot(4, (ulong)table);
    }

    private static Operation LookUp(DecodedInstruction i) =>
        Make.Lanes(typeof(LookUp3), i.Slot(0), i.Slot(1), i.Slot(2), i.Slot(3), Table(i));

    private static Operation LookUpAndTest(DecodedInstruction i)
    {
        var pair = i.Operands[0].Elements;
        var result = pair[0].Slot >= 0 ? pair[0].Slot : i.Decoding.TemporarySlot(4);
        var targets = new CompareTargets(
            pair[1].Slot, -1, i.Has("or") ? Combination.Or : Combination.And, i.Slot(5), i.Operands[5].Negated);
        return new SequenceOperation(
            Make.Lanes(typeof(LookUp3), result, i.Slot(1), i.Slot(2), i.Slot(3), Table(i)),
            new CompareOperation<NotEqual<uint>, uint>(targets, result, i.Decoding.ConstantSlot(4, 0)));
    }
}

/// <summary>Logic of predicates.</summary>
internal sealed class PredicateOperation(Combination combination, int d, int a, int b) : Operation
{
    public override void Execute(Warp warp, uint mask)
    {
        uint x = warp.Predicate(a), y = warp.Predicate(b);
        warp.SetPredicate(d, mask, combination switch
        {
            Combination.And => x & y,
            Combination.Or => x | y,
            Combination.Xor => x ^ y,
            _ => x,
        });
    }
}
