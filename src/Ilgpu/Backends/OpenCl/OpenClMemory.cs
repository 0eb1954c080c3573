using ConvGpu.Ilgpu.IR;
using static ConvGpu.Ilgpu.Backends.OpenCl.OpenClTypes;

namespace ConvGpu.Ilgpu.Backends.OpenCl;

/// <summary>Statements for loads, stores and atomics, with and without masks.</summary>
internal sealed class OpenClMemory(OpenClHelpers helpers, OpenClText text, Func<Value, string> name)
{
    /// <summary>Writes the instruction if it is one of memory's.</summary>
    public bool TryWrite(Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Opcode.Load:
                text.Define(instruction, FromMemory(instruction.Type, Access(instruction, instruction.Type)));
                return true;
            case Opcode.Store:
                var value = instruction.Operands[1];
                text.Line($"{Access(instruction, value.Type)} = {ToMemory(value)};");
                return true;
            case Opcode.Atomic:
                text.Define(instruction, Atomic(
                    instruction, instruction.Type, (AtomicKind)instruction.Immediate, name(instruction.Operands[0]), name(instruction.Operands[1])));
                return true;
            case Opcode.AtomicCompareExchange:
                text.Define(instruction, CompareExchange(instruction, instruction.Type,
                    name(instruction.Operands[0]), name(instruction.Operands[1]), name(instruction.Operands[2])));
                return true;
            case Opcode.MaskedLoad:
                MaskedLoad(instruction);
                return true;
            case Opcode.MaskedStore:
                string store = helpers.MaskedStore(instruction.Operands[2].Type, Space(instruction));
                text.Line($"{store}({name(instruction.Operands[0])}, {name(instruction.Operands[1])}, {ToMemory(instruction.Operands[2])});");
                return true;
            case Opcode.Gather:
                Gather(instruction);
                return true;
            case Opcode.Scatter:
                Scatter(instruction);
                return true;
            case Opcode.MaskedAtomic or Opcode.MaskedAtomicCompareExchange:
                MaskedAtomic(instruction);
                return true;
            default:
                return false;
        }
    }

    private static AddressSpace Space(Instruction instruction) => instruction.Operands[0].Type.Space;

    /// <summary>The place that a load or store names, as something of a type that is accessed at an alignment.</summary>
    private string Access(Instruction instruction, IrType type)
    {
        var pointer = instruction.Operands[0];
        return $"*({OpenClTypes.Space(pointer.Type.Space)} {helpers.MemoryType(type, (int)instruction.Immediate)}*)({name(pointer)})";
    }

    private static string FromMemory(IrType type, string access)
    {
        if (type.Kind != ScalarKind.I1)
            return access;
        return type.Lanes == 1 ? $"{access} != 0" : $"convert_int{type.Lanes}({access} != (uchar{type.Lanes})(0))";
    }

    private string ToMemory(Value value)
    {
        if (value.Type.Kind != ScalarKind.I1)
            return name(value);
        return value.Type.Lanes == 1 ? $"(uchar){name(value)}" : $"convert_uchar{value.Type.Lanes}({name(value)} & 1)";
    }

    private void MaskedLoad(Instruction instruction)
    {
        var type = instruction.Type;
        string load = helpers.MaskedLoad(type, Space(instruction));
        string call = $"{load}({name(instruction.Operands[0])}, {name(instruction.Operands[1])}, {ToMemory(instruction.Operands[2])})";
        text.Define(instruction, FromMemory(type, call));
    }

    private void Gather(Instruction instruction)
    {
        var type = instruction.Type;
        string result = text.Declare(instruction);
        text.Line($"{result} = {name(instruction.Operands[3])};");
        string element = helpers.MemoryType(type.Element, type.ElementBytes);
        ForLanes(instruction, lane =>
        {
            string loaded = $"*({OpenClTypes.Space(Space(instruction))} {element}*)({Place(instruction, lane)})";
            return $"{lane(instruction)} = {(type.Kind == ScalarKind.I1 ? $"-(int)({loaded} != 0)" : loaded)};";
        });
    }

    private void Scatter(Instruction instruction)
    {
        var value = instruction.Operands[3];
        string element = helpers.MemoryType(value.Type.Element, value.Type.ElementBytes);
        ForLanes(instruction, lane =>
        {
            string stored = lane(value);
            return $"*({OpenClTypes.Space(Space(instruction))} {element}*)({Place(instruction, lane)}) = {(value.Type.Kind == ScalarKind.I1 ? $"(uchar)({stored} & 1)" : stored)};";
        });
    }

    private void MaskedAtomic(Instruction instruction)
    {
        string result = text.Declare(instruction);
        text.Line($"{result} = {OpenClTypes.Literal(text.Zero(instruction.Type))};");
        var scalar = instruction.Type.Element;
        ForLanes(instruction, lane =>
        {
            string operation = instruction.Op == Opcode.MaskedAtomic
                ? Atomic(instruction, scalar, (AtomicKind)instruction.Immediate3, Place(instruction, lane), lane(instruction.Operands[3]))
                : CompareExchange(instruction, scalar, Place(instruction, lane), lane(instruction.Operands[3]), lane(instruction.Operands[4]));
            return $"{lane(instruction)} = {operation};";
        });
    }

    /// <summary>
    /// One statement for each lane that the mask (operand 2) holds, at base (0) + index (1) * scale + offset; the statement is told how to
    /// name its lane of a value. All lanes at once are written out; some of them are a loop: a branch a lane, written out for every access,
    /// makes functions that drivers take long to compile.
    /// </summary>
    private void ForLanes(Instruction instruction, Func<Func<Value, string>, string> statement)
    {
        var mask = instruction.Operands[2];
        int lanes = mask.Type.Lanes;
        bool all = mask is Constant { Bits: not 0 }, plain = instruction.Op is Opcode.Gather or Opcode.Scatter;
        if (all || plain)
        {
            if (!all)
                text.Open($"if ({helpers.MaskTest(lanes, all: true)}({name(mask)}))");
            foreach (char lane in OpenClHelpers.Lanes(lanes))
                text.Line(statement(value => Lane(value, name(value), lane)));
            if (all)
                return;
            text.Close();
        }
        text.Open(plain ? "else" : "");
        var vectors = instruction.Operands.Where(value => value is not Constant && value.Type.Lanes == lanes).Distinct().ToList();
        if (instruction.Type != IrType.Void)
            vectors.Add(instruction);
        foreach (var vector in vectors)
            text.Line($"{(vector.Type.Kind == ScalarKind.I1 ? "int" : Name(vector.Type.Element))} {Array(vector)}[{lanes}]; "
                + $"vstore{lanes}({name(vector)}, 0, {Array(vector)});");
        text.Line(OpenClHelpers.KeepLoop);
        text.Line($"for (int lane = 0; lane < {lanes}; lane++)");
        text.Line($"    if ({InLoop(mask)}) {statement(InLoop)}");
        if (instruction.Type != IrType.Void)
            text.Line($"{name(instruction)} = vload{lanes}(0, {Array(instruction)});");
        text.Close();

        string Array(Value value) => $"{name(value)}_lanes";

        string InLoop(Value value) => value is Constant ? Lane(value, name(value), '0') : $"{Array(value)}[lane]";
    }

    private string Place(Instruction instruction, Func<Value, string> lane)
    {
        var (pointer, index) = (instruction.Operands[0], instruction.Operands[1]);
        string which = index.Type.Lanes == 1 ? name(index) : lane(index);
        string offset = OpenClElementwise.Offset(index, which, instruction.Immediate, instruction.Immediate2);
        return IsNull(pointer) ? $"({Name(pointer.Type)})(ulong)({offset})" : $"{name(pointer)} + {offset}";
    }

    /// <summary>Whole addresses stand in the index: C has no arithmetic on the null pointer.</summary>
    private static bool IsNull(Value pointer) =>
        pointer is Constant { Bits: 0 } or Instruction { Op: Opcode.IntToPtr, Operands: [Constant { Bits: 0 }] };

    private string Atomic(Instruction instruction, IrType type, AtomicKind kind, string pointer, string value)
    {
        var space = Space(instruction);
        string bits = Name(IntegerOfSize(type.ElementBytes));
        string place = $"(volatile {OpenClTypes.Space(space)} {bits}*)({pointer})";
        bool direct = type.ElementBytes == 4 && !(kind is AtomicKind.FAdd or AtomicKind.FMin or AtomicKind.FMax);
        if (!direct)
            return kind == AtomicKind.Exchange
                ? $"as_{Name(type)}(atom_xchg({place}, as_{bits}({value})))"
                : $"{helpers.AtomicLoop(type, kind, space)}({place}, {value})";
        if (kind is AtomicKind.MinS or AtomicKind.MaxS)
            return $"(uint)atomic_{(kind == AtomicKind.MinS ? "min" : "max")}((volatile {OpenClTypes.Space(space)} int*)({pointer}), (int){value})";
        string function = kind switch
        {
            AtomicKind.Add => "add",
            AtomicKind.And => "and",
            AtomicKind.Or => "or",
            AtomicKind.Xor => "xor",
            AtomicKind.MinU => "min",
            AtomicKind.MaxU => "max",
            _ => "xchg",
        };
        string result = $"atomic_{function}({place}, as_uint({value}))";
        return type.IsFloat ? $"as_float({result})" : result;
    }

    private string CompareExchange(Instruction instruction, IrType type, string pointer, string compare, string value)
    {
        string bits = Name(IntegerOfSize(type.ElementBytes));
        string function = type.ElementBytes == 8 ? "atom_cmpxchg" : "atomic_cmpxchg";
        string place = $"(volatile {OpenClTypes.Space(Space(instruction))} {bits}*)({pointer})";
        return $"as_{Name(type)}({function}({place}, as_{bits}({compare}), as_{bits}({value})))";
    }
}
