using ConvGpu.Ilgpu.IR;
using static ConvGpu.Ilgpu.Backends.Ptx.PtxTypes;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>Loads and stores: vectors as wide as the known alignment allows, elements that are not aligned in parts.</summary>
internal sealed class PtxMemory(PtxWriter text, PtxAddresses addresses)
{
    /// <summary>The widest access of one instruction.</summary>
    private const int MostBytes = 16;

    public bool TryWrite(Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Opcode.Load:
                Load(instruction);
                return true;
            case Opcode.Store:
                Store(instruction);
                return true;
            default:
                return false;
        }
    }

    private void Load(Instruction instruction)
    {
        var (pointer, type) = (instruction.Operands[0], instruction.Type.Element);
        string space = Space(pointer.Type.Space);
        foreach (var (lane, lanes) in Parts(instruction.Type, instruction.Immediate))
        {
            if (instruction.Immediate < type.ElementBytes)
            {
                FromMemory(type, text.Define(instruction, lane), Assemble(pointer, type, lane * type.ElementBytes, (int)instruction.Immediate));
                continue;
            }
            string address = addresses.Of(pointer, lane * type.ElementBytes);
            var loaded = new string[lanes];
            for (int i = 0; i < lanes; i++)
                loaded[i] = IsDirect(type) ? text.Define(instruction, lane + i) : text.New(MemoryClass(type));
            text.Op($"ld{space}{Vector(lanes)}.{Memory(type)}", Group(loaded), address);
            if (!IsDirect(type))
                for (int i = 0; i < lanes; i++)
                    FromMemory(type, text.Define(instruction, lane + i), loaded[i]);
        }
    }

    private void Store(Instruction instruction)
    {
        var (pointer, value) = (instruction.Operands[0], instruction.Operands[1]);
        var type = value.Type.Element;
        string space = Space(pointer.Type.Space);
        foreach (var (lane, lanes) in Parts(value.Type, instruction.Immediate))
        {
            var stored = new string[lanes];
            for (int i = 0; i < lanes; i++)
                stored[i] = ToMemory(type, text.Register(value, lane + i));
            if (instruction.Immediate < type.ElementBytes)
                Scatter(pointer, type, stored[0], lane * type.ElementBytes, (int)instruction.Immediate);
            else
                text.Op($"st{space}{Vector(lanes)}.{Memory(type)}", addresses.Of(pointer, lane * type.ElementBytes), Group(stored));
        }
    }

    /// <summary>Cuts the lanes of a type into accesses of 1, 2 or 4 elements.</summary>
    private static IEnumerable<(int Lane, int Lanes)> Parts(IrType type, long alignment)
    {
        int most = (int)Math.Clamp(Math.Min(alignment, MostBytes) / type.ElementBytes, 1, 4);
        for (int lane = 0; lane < type.Lanes;)
        {
            int lanes = Math.Min(most, 1 << int.Log2(type.Lanes - lane));
            yield return (lane, lanes);
            lane += lanes;
        }
    }

    private static string Vector(int lanes) => lanes == 1 ? "" : $".v{lanes}";

    private static string Group(string[] registers) => registers.Length == 1 ? registers[0] : $"{{{string.Join(", ", registers)}}}";

    /// <summary>Whether the register of a value takes the element as it lies in memory.</summary>
    private static bool IsDirect(IrType type) => type.Kind != ScalarKind.I1 && !(type.IsPointer && Width(type) == 32);

    private static RegisterClass MemoryClass(IrType type) => type.IsPointer ? RegisterClass.Bits64 : RegisterClass.Bits32;

    private void FromMemory(IrType type, string result, string loaded)
    {
        if (type.Kind == ScalarKind.I1)
            text.Op("setp.ne.b32", result, loaded, "0");
        else if (IsDirect(type))
            text.Op($"mov.{(type.IsFloat ? Bits(type) : PtxTypes.Move(Class(type)))}", result, loaded);
        else
            text.Op("cvt.u32.u64", result, loaded);
    }

    private string ToMemory(IrType type, string value) =>
        type.Kind == ScalarKind.I1 ? text.Compute(RegisterClass.Bits32, "selp.b32", "1", "0", value)
        : IsDirect(type) ? value : text.Compute(RegisterClass.Bits64, "cvt.u64.u32", value);

    /// <summary>Loads an element piece by piece, lowest first, into an integer register.</summary>
    private string Assemble(Value pointer, IrType type, long offset, int alignment)
    {
        bool wide = type.ElementBytes == 8;
        string bits = wide ? "b64" : "b32";
        var register = wide ? RegisterClass.Bits64 : RegisterClass.Bits32;
        string? result = null;
        for (int at = 0; at < type.ElementBytes; at += alignment)
        {
            string sign = at + alignment == type.ElementBytes && !wide ? "s" : "u";
            string piece = text.Compute(register, $"ld{Space(pointer.Type.Space)}.{sign}{alignment * 8}", addresses.Of(pointer, offset + at));
            if (at > 0)
                piece = text.Compute(register, $"shl.{bits}", piece, $"{at * 8}");
            result = result is null ? piece : text.Compute(register, $"or.{bits}", result, piece);
        }
        return result!;
    }

    private void Scatter(Value pointer, IrType type, string value, long offset, int alignment)
    {
        bool wide = type.ElementBytes == 8;
        var register = wide ? RegisterClass.Bits64 : RegisterClass.Bits32;
        if (type.IsFloat)
            value = text.Compute(register, $"mov.{Bits(type)}", value);
        for (int at = 0; at < type.ElementBytes; at += alignment)
        {
            string piece = at == 0 ? value : text.Compute(register, $"shr.u{Width(type)}", value, $"{at * 8}");
            text.Op($"st{Space(pointer.Type.Space)}.u{alignment * 8}", addresses.Of(pointer, offset + at), piece);
        }
    }
}
