using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;
using static ConvGpu.Emulation.Instructions.InstructionTable;

namespace ConvGpu.Emulation.Instructions;

/// <summary>Operations of the lanes of a warp together (9.7.9.6, 9.7.13.2, 9.7.13.9 to 9.7.13.14).</summary>
internal static class WarpForms
{
    public static IEnumerable<Form> All() =>
    [
        Row("shfl.sync.M=up|down|bfly|idx.b32", "=b32|pred, b32, u32, u32, b32", 60, 30, i =>
        {
            var d = i.Operands[0].Kind == OperandKind.Pair ? i.Operands[0].Elements : [i.Operands[0]];
            return new ShuffleTerminator(
                Enum.Parse<ShuffleMode>(i.Capture("M")!, ignoreCase: true), d[0].Slot, d.Length > 1 ? d[1].Slot : -1, i.Slot(1), i.Slot(2), i.Slot(3), i.Slot(4));
        }),
        Row("vote.sync.M=all|any|uni.pred", "=pred, !pred, b32", 60, 30,
            i => new VoteTerminator(Enum.Parse<VoteMode>(i.Capture("M")!, ignoreCase: true), i.Slot(0), i.Slot(1), i.Operands[1].Negated, i.Slot(2))),
        Row("vote.sync.ballot.b32", "=b32, !pred, b32", 60, 30,
            i => new VoteTerminator(VoteMode.Ballot, i.Slot(0), i.Slot(1), i.Operands[1].Negated, i.Slot(2))),
        Row("match.any.sync.T=b32|b64", "=b32, T, b32", 60, 70, i => new MatchTerminator(false, i.Slot(0), -1, i.Slot(1), i.Type("T").Size(), i.Slot(2))),
        Row("match.all.sync.T=b32|b64", "=b32|pred, T, b32", 60, 70, i =>
        {
            var d = i.Operands[0].Kind == OperandKind.Pair ? i.Operands[0].Elements : [i.Operands[0]];
            return new MatchTerminator(true, d[0].Slot, d.Length > 1 ? d[1].Slot : -1, i.Slot(1), i.Type("T").Size(), i.Slot(2));
        }),
        Row("redux.sync.O=add|min|max.T=u32|s32", "=T, T, b32", 70, 80, Reduce),
        Row("redux.sync.O=and|or|xor.T=b32", "=T, T, b32", 70, 80, Reduce),
        Row("activemask.b32", "=b32", 62, 30, i => new ActiveMaskOperation(i.Slot(0))),
        Row("elect.sync", "=b32||pred, b32", 80, 90, i => new ElectTerminator(i.Operands[0].Elements[0].Slot, i.Operands[0].Elements[1].Slot, i.Slot(1))),
        Row("bar.warp.sync", "b32", 60, 30, i => new WarpBarrierTerminator(i.Slot(0))),
    ];

    private static Operation Reduce(DecodedInstruction i)
    {
        var lane = Make.Clr(i.Type("T"));
        var open = i.Capture("O") switch
        {
            "add" => typeof(Add<>),
            "min" => typeof(MinimumInteger<>),
            "max" => typeof(MaximumInteger<>),
            "and" => typeof(And<>),
            "or" => typeof(Or<>),
            _ => typeof(ExclusiveOr<>),
        };
        return (Operation)Activator.CreateInstance(
            typeof(ReduceTerminator<,>).MakeGenericType(open.MakeGenericType(lane), lane), i.Slot(0), i.Slot(1), i.Slot(2))!;
    }
}
