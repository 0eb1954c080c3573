using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>Groups, grids, warps and fences.</summary>
internal static class IntrinsicsGroups
{
    private const string Group = "ILGPU.Group", Grid = "ILGPU.Grid", Warp = "ILGPU.Warp", Fence = "ILGPU.MemoryFence";

    public static void AddTo(Dictionary<(string, string), Intrinsic> rows)
    {
        for (int dimension = 0; dimension < 3; dimension++)
        {
            int d = dimension;
            string name = "XYZ"[d].ToString();
            rows.Add((Group, "get_Idx" + name), call => call.Query(Opcode.ThreadIndex, d));
            rows.Add((Group, "get_Dim" + name), call => GroupDimension(call, d));
            rows.Add((Grid, "get_Idx" + name), call => call.Query(Opcode.GroupIndex, d));
            rows.Add((Grid, "get_Dim" + name), call => call.Query(Opcode.GridDimension, d));
        }
        rows.Add((Group, "Barrier"), call => Effect(call, Opcode.Barrier, 0));
        rows.Add((Group, "BarrierPopCount"), call => Reduce(call, BarrierReduction.PopCount));
        rows.Add((Group, "BarrierAnd"), call => Reduce(call, BarrierReduction.And));
        rows.Add((Group, "BarrierOr"), call => Reduce(call, BarrierReduction.Or));
        rows.Add((Group, "Broadcast"), call => EachLeaf(call, value => call.Builder.Emit(Opcode.GroupBroadcast, value.Type, value, call.Number(1))));
        rows.Add((Warp, "get_WarpSize"), call => call.Query(Opcode.WarpSize));
        rows.Add((Warp, "get_LaneIdx"), call => call.Query(Opcode.LaneIndex));
        rows.Add((Warp, "Barrier"), call => Effect(call, Opcode.WarpBarrier, 0));
        rows.Add((Warp, "Shuffle"), call => Shuffle(call, ShuffleKind.Index));
        rows.Add((Warp, "ShuffleUp"), call => Shuffle(call, ShuffleKind.Up));
        rows.Add((Warp, "ShuffleDown"), call => Shuffle(call, ShuffleKind.Down));
        rows.Add((Warp, "ShuffleXor"), call => Shuffle(call, ShuffleKind.Xor));
        rows.Add((Fence, "GroupLevel"), call => Effect(call, Opcode.Fence, 0));
        rows.Add((Fence, "DeviceLevel"), call => Effect(call, Opcode.Fence, 1));
        rows.Add((Fence, "SystemLevel"), call => Effect(call, Opcode.Fence, 2));
    }

    private static ScalarValue GroupDimension(IntrinsicCall call, int dimension)
    {
        var (x, y, z) = call.Emit.Request.GroupDimension;
        int known = dimension switch { 0 => x, 1 => y, _ => z };
        return known > 0 ? new ScalarValue(call.Emit.Function.Int(known)) : call.Query(Opcode.GroupDimension, dimension);
    }

    private static StackValue? Effect(IntrinsicCall call, Opcode op, long immediate)
    {
        call.Builder.Emit(op, IrType.Void).Immediate = immediate;
        return null;
    }

    private static ScalarValue Reduce(IntrinsicCall call, BarrierReduction kind)
    {
        var predicate = call.Emit.Coerce(call.Number(0), IrType.I1);
        var result = call.Builder.Emit(Opcode.BarrierReduce, kind == BarrierReduction.PopCount ? IrType.I32 : IrType.I1, predicate);
        result.Immediate = (long)kind;
        return new ScalarValue(result);
    }

    private static StackValue Shuffle(IntrinsicCall call, ShuffleKind kind)
    {
        var lane = call.Emit.Full(call.Number(1));
        var width = call.Arguments.Length > 2 ? call.Emit.Full(call.Number(2)) : call.Query(Opcode.WarpSize).Value;
        return EachLeaf(call, value =>
        {
            var result = call.Builder.Emit(Opcode.WarpShuffle, value.Type, value, lane, width);
            result.Immediate = (long)kind;
            return result;
        });
    }

    /// <summary>Exchanges a value of any type leaf by leaf; narrow integers and bools travel as I32.</summary>
    private static StackValue EachLeaf(IntrinsicCall call, Func<Value, Value> exchange)
    {
        var type = call.TypeArgument;
        var leaves = call.Emit.ToLeaves(call.Arguments[0], ValueShape.Of(type));
        return call.Emit.FromLeaves(type, [.. leaves.Select(leaf =>
            leaf.Type.IsInteger && leaf.Type.Bits < 32 ? call.Emit.Coerce(exchange(call.Emit.Coerce(leaf, IrType.I32)), leaf.Type) : exchange(leaf))]);
    }
}
