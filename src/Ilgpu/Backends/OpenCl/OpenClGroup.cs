using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.OpenCl;

/// <summary>Indices of items and groups, barriers, and exchange between the items of a group or sub-group.</summary>
internal sealed class OpenClGroup(OpenClTarget target, OpenClText text, Func<Value, string> name)
{
    private const string Barrier = "barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);";
    private const string LinearIndex = "(uint)(get_local_id(0) + get_local_size(0) * (get_local_id(1) + get_local_size(1) * get_local_id(2)))";

    private readonly List<string> _scratch = [];

    /// <summary>Declarations of local variables that stand in front of the kernel's body.</summary>
    public IReadOnlyList<string> Scratch => _scratch;

    public bool TryWrite(Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Opcode.ThreadIndex:
                text.Define(instruction, $"(uint)get_local_id({instruction.Immediate})");
                return true;
            case Opcode.GroupIndex:
                text.Define(instruction, $"(uint)get_group_id({instruction.Immediate})");
                return true;
            case Opcode.GroupDimension:
                text.Define(instruction, $"(uint)get_local_size({instruction.Immediate})");
                return true;
            case Opcode.GridDimension:
                text.Define(instruction, $"(uint)get_num_groups({instruction.Immediate})");
                return true;
            case Opcode.LaneIndex:
                text.Define(instruction, target.HasSubGroups ? "get_sub_group_local_id()" : "0u");
                return true;
            case Opcode.WarpSize:
                text.Define(instruction, $"{target.WarpSize}u");
                return true;
            case Opcode.Barrier:
                text.Line(Barrier);
                return true;
            case Opcode.WarpBarrier:
                if (target.HasSubGroups)
                    text.Line("sub_group_barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);");
                return true;
            case Opcode.Fence:
                text.Line("mem_fence(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);");
                return true;
            case Opcode.BarrierReduce:
                Reduce(instruction);
                return true;
            case Opcode.GroupBroadcast:
                Broadcast(instruction);
                return true;
            case Opcode.WarpShuffle:
                Shuffle(instruction);
                return true;
            default:
                return false;
        }
    }

    private void Reduce(Instruction instruction)
    {
        var kind = (BarrierReduction)instruction.Immediate;
        string scratch = $"reduce{instruction.Id}";
        _scratch.Add($"__local uint {scratch};");
        // The first barrier also keeps this use apart from the one before in a loop.
        text.Line(Barrier);
        text.Line($"if ({LinearIndex} == 0) {scratch} = 0;");
        text.Line(Barrier);
        string condition = name(instruction.Operands[0]);
        text.Line($"if ({(kind == BarrierReduction.And ? "!" : "")}{condition}) atomic_inc(&{scratch});");
        text.Line(Barrier);
        string result = kind switch
        {
            BarrierReduction.PopCount => scratch,
            BarrierReduction.And => $"{scratch} == 0",
            _ => $"{scratch} != 0",
        };
        text.Define(instruction, instruction.Type.Kind == ScalarKind.I1 ? result : $"(uint)({result})");
    }

    private void Broadcast(Instruction instruction)
    {
        string scratch = $"broadcast{instruction.Id}";
        var memory = OpenClTypes.InMemory(instruction.Type);
        _scratch.Add($"__local {OpenClTypes.Name(memory)} {scratch};");
        text.Line(Barrier);
        text.Line($"if ({LinearIndex} == {name(instruction.Operands[1])}) {scratch} = {name(instruction.Operands[0])};");
        text.Line(Barrier);
        text.Define(instruction, instruction.Type.Kind == ScalarKind.I1 ? $"{scratch} != 0" : scratch);
    }

    private void Shuffle(Instruction instruction)
    {
        string value = name(instruction.Operands[0]);
        if (!target.HasSubGroups)
        {
            text.Define(instruction, value);
            return;
        }
        string self = "get_sub_group_local_id()", width = name(instruction.Operands[2]), other = name(instruction.Operands[1]);
        string first = $"({self} & ~({width} - 1u))", last = $"({self} | ({width} - 1u))";
        string source = $"lane{instruction.Id}";
        text.Line((ShuffleKind)instruction.Immediate switch
        {
            ShuffleKind.Index => $"uint {source} = {first} | ({other} & ({width} - 1u));",
            ShuffleKind.Up => $"uint {source} = {self} - {first} >= {other} ? {self} - {other} : {self};",
            ShuffleKind.Down => $"uint {source} = {last} - {self} >= {other} ? {self} + {other} : {self};",
            _ => $"uint {source} = ({self} ^ {other}) <= {last} ? {self} ^ {other} : {self};",
        });
        bool isBool = instruction.Type.Kind == ScalarKind.I1;
        string shuffled = $"intel_sub_group_shuffle({(isBool ? $"(uint){value}" : value)}, {source})";
        text.Define(instruction, isBool ? $"{shuffled} != 0" : shuffled);
    }
}
