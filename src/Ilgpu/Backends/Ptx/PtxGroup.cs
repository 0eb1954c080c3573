using ConvGpu.Ilgpu.IR;
using static ConvGpu.Ilgpu.Backends.Ptx.PtxTypes;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>Indices of items and groups, barriers, and exchange between the items of a group or warp.</summary>
internal sealed class PtxGroup(PtxWriter text)
{
    private const int Warp = 32;
    private const string AllLanes = "-1";

    private readonly List<string> _scratch = [];

    /// <summary>The mask of the warp's lanes that the group has items for.</summary>
    private string _lanes = AllLanes;

    /// <summary>Declarations of shared variables.</summary>
    public IReadOnlyList<string> Scratch => _scratch;

    /// <summary>Bytes of the shared variables.</summary>
    public int ScratchBytes { get; private set; }

    /// <summary>
    /// Computes, at the entry, the mask that shuffles and warp barriers name: the lanes that the group has items for. They name it
    /// wherever they stand, since all items of a warp that have not returned take part in them, and the instructions wait for exactly
    /// those lanes of the mask, even where items come at different times. Which lanes happen to be active says nothing about who is
    /// still to come.
    /// </summary>
    public void WriteLanes()
    {
        var (x, y, z) = text.Function.KnownGroupDimension;
        bool needed = text.Function.Blocks.Any(block => block.Instructions.Exists(
            instruction => instruction.Op is Opcode.WarpShuffle or Opcode.WarpBarrier));
        if (!needed || (x > 0 && y > 0 && z > 0 && x * y * z % Warp == 0))
            return;
        string Compute(string name, params ReadOnlySpan<string> operands) => text.Compute(RegisterClass.Bits32, name, operands);
        string Read(string register) => Compute("mov.u32", register);
        string items = Compute("mul.lo.s32", Compute("mul.lo.s32", Read("%ntid.x"), Read("%ntid.y")), Read("%ntid.z"));
        string remaining = Compute("sub.s32", items, Compute("and.b32", Linear(), $"{-Warp}"));
        // A shift by 32 or more gives 0, so a full warp gets all bits.
        _lanes = Compute("sub.s32", Compute("shl.b32", Read("1"), remaining), "1");
    }

    /// <param name="instruction">What is written if it belongs here.</param>
    /// <param name="together">Whether all items of a warp that are still there come here together.</param>
    public bool TryWrite(Instruction instruction, bool together)
    {
        // In flow that differs within a warp the forms are needed that do not expect its other lanes.
        string barrier = together ? "bar" : "barrier";
        switch (instruction.Op)
        {
            case Opcode.ThreadIndex: Special(instruction, "%tid"); return true;
            case Opcode.GroupIndex: Special(instruction, "%ctaid"); return true;
            case Opcode.GroupDimension: Special(instruction, "%ntid"); return true;
            case Opcode.GridDimension: Special(instruction, "%nctaid"); return true;
            case Opcode.LaneIndex:
                text.Op("mov.u32", text.Define(instruction), "%laneid");
                return true;
            case Opcode.WarpSize:
                text.Alias(instruction, $"{Warp}");
                return true;
            case Opcode.Barrier:
                text.Op($"{barrier}.sync", "0");
                return true;
            case Opcode.WarpBarrier:
                text.Op("bar.warp.sync", _lanes);
                return true;
            case Opcode.Fence:
                text.Op(instruction.Immediate switch { 0 => "membar.cta", 1 => "membar.gl", _ => "membar.sys" });
                return true;
            case Opcode.BarrierReduce:
                var (name, type) = (BarrierReduction)instruction.Immediate switch
                {
                    BarrierReduction.PopCount => ("popc", "u32"),
                    BarrierReduction.And => ("and", "pred"),
                    _ => ("or", "pred"),
                };
                text.Op($"{barrier}.red.{name}.{type}", text.Define(instruction), "0", text.Use(instruction.Operands[0]));
                return true;
            case Opcode.GroupBroadcast:
                Broadcast(instruction, barrier);
                return true;
            case Opcode.WarpShuffle:
                Shuffle(instruction);
                return true;
            default:
                return false;
        }
    }

    private void Special(Instruction instruction, string register) =>
        text.Op("mov.u32", text.Define(instruction), $"{register}.{"xyz"[(int)instruction.Immediate]}");

    private string Linear()
    {
        string Read(string register) => text.Compute(RegisterClass.Bits32, "mov.u32", register);
        string rows = text.Compute(RegisterClass.Bits32, "mad.lo.s32", Read("%tid.z"), Read("%ntid.y"), Read("%tid.y"));
        return text.Compute(RegisterClass.Bits32, "mad.lo.s32", rows, Read("%ntid.x"), Read("%tid.x"));
    }

    private void Broadcast(Instruction instruction, string barrier)
    {
        var type = instruction.Type;
        string scratch = $"broadcast{_scratch.Count}";
        _scratch.Add($".shared .align 8 .b8 {scratch}[8]");
        ScratchBytes += 8;
        string value = text.Register(instruction.Operands[0]);
        if (type.Kind == ScalarKind.I1)
            value = text.Compute(RegisterClass.Bits32, "selp.b32", "1", "0", value);
        string memory = type.Kind == ScalarKind.I1 ? "b32" : PtxTypes.Move(Class(type));
        string source = text.Compute(RegisterClass.Predicate, "setp.eq.s32", Linear(), text.Use(instruction.Operands[1]));
        // The first barrier keeps this use apart from the one before in a loop.
        text.Op($"{barrier}.sync", "0");
        text.Line($"@{source} st.shared.{memory} [{scratch}], {value}");
        text.Op($"{barrier}.sync", "0");
        if (type.Kind == ScalarKind.I1)
            text.Op("setp.ne.b32", text.Define(instruction), text.Compute(RegisterClass.Bits32, "ld.shared.b32", $"[{scratch}]"), "0");
        else
            text.Op($"ld.shared.{memory}", text.Define(instruction), $"[{scratch}]");
    }

    private void Shuffle(Instruction instruction)
    {
        var type = instruction.Type;
        var (mode, other, clamp) = Route(instruction);
        string members = _lanes, value = text.Register(instruction.Operands[0]), result = text.Define(instruction);
        string Exchange(string part) => text.Compute(RegisterClass.Bits32, $"shfl.sync.{mode}.b32", part, other, clamp, members);
        switch (Class(type))
        {
            case RegisterClass.Predicate:
                string number = Exchange(text.Compute(RegisterClass.Bits32, "selp.b32", "1", "0", value));
                text.Op("setp.ne.b32", result, number, "0");
                break;
            case RegisterClass.Bits32:
                text.Op($"shfl.sync.{mode}.b32", result, value, other, clamp, members);
                break;
            case RegisterClass.Float32:
                text.Op("mov.b32", result, Exchange(text.Compute(RegisterClass.Bits32, "mov.b32", value)));
                break;
            default:
                string low = text.New(RegisterClass.Bits32), high = text.New(RegisterClass.Bits32);
                text.Op("mov.b64", $"{{{low}, {high}}}", value);
                text.Op("mov.b64", result, $"{{{Exchange(low)}, {Exchange(high)}}}");
                break;
        }
    }

    /// <summary>
    /// The mode, the lane operand and the clamp operand. Constant distances and widths use the instruction's own modes; others are
    /// computed, because the instruction takes only five bits of a distance.
    /// </summary>
    private (string Mode, string Other, string Clamp) Route(Instruction instruction)
    {
        var kind = (ShuffleKind)instruction.Immediate;
        Value by = instruction.Operands[1], width = instruction.Operands[2];
        int lanes = width switch
        {
            Constant { Bits: 1 or 2 or 4 or 8 or 16 or Warp } known => (int)known.Bits,
            Instruction { Op: Opcode.WarpSize } => Warp,
            _ => 0,
        };
        if (lanes > 0)
        {
            int segments = (Warp - lanes) << 8;
            if (kind == ShuffleKind.Index)
                return ("idx", text.Use(by), $"{segments | 31}");
            // Within the part's own width an xor never leaves it.
            if (by is Constant distance && distance.Bits >= 0 && distance.Bits < (kind == ShuffleKind.Xor ? lanes : Warp))
                return kind switch
                {
                    ShuffleKind.Up => ("up", text.Use(by), $"{segments}"),
                    ShuffleKind.Down => ("down", text.Use(by), $"{segments | 31}"),
                    _ => ("bfly", text.Use(by), $"{segments | 31}"),
                };
        }
        return ("idx", SourceLane(kind, text.Use(by), lanes > 0 ? $"{lanes}" : text.Use(width)), "31");
    }

    /// <summary>The lane that is read: the own one where the wanted one is outside the part.</summary>
    private string SourceLane(ShuffleKind kind, string by, string width)
    {
        string Compute(string name, params ReadOnlySpan<string> operands) => text.Compute(RegisterClass.Bits32, name, operands);
        string self = Compute("mov.u32", "%laneid"), least = Compute("sub.s32", width, "1");
        string first = Compute("and.b32", self, Compute("not.b32", least));
        if (kind == ShuffleKind.Index)
            return Compute("or.b32", first, Compute("and.b32", by, least));
        string wanted = Compute(kind switch { ShuffleKind.Up => "sub.s32", ShuffleKind.Down => "add.s32", _ => "xor.b32" }, self, by);
        string inside = text.Compute(RegisterClass.Predicate, "setp.lt.u32", Compute("sub.s32", wanted, first), width);
        return Compute("selp.b32", wanted, self, inside);
    }
}
