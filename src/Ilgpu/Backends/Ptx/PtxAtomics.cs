using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;
using static ConvGpu.Ilgpu.Backends.Ptx.PtxTypes;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>
/// Atomics: `red` where nobody reads the value before, else `atom`; a compare-exchange loop for minima and maxima of floats. Memory of one
/// item needs none.
/// </summary>
internal sealed class PtxAtomics(PtxWriter text, PtxAddresses addresses, PtxElementwise elementwise, Uses uses)
{
    public bool TryWrite(Instruction instruction)
    {
        if (instruction.Op is not (Opcode.Atomic or Opcode.AtomicCompareExchange))
            return false;
        var type = instruction.Type;
        if (type.ElementBytes < 4)
            throw new InvalidOperationException($"An atomic of {type} cannot be printed as PTX.");
        var space = instruction.Operands[0].Type.Space;
        if (space == AddressSpace.Local)
            Plain(instruction);
        else if (instruction.Op == Opcode.AtomicCompareExchange)
            CompareExchange(instruction, space);
        else if ((AtomicKind)instruction.Immediate is AtomicKind.FMin or AtomicKind.FMax)
            Loop(instruction, space);
        else
            Direct(instruction, space);
        return true;
    }

    /// <summary>Whether the text of an atomic has a loop, so that it cannot stand under a guard.</summary>
    public static bool IsLoop(Instruction instruction) =>
        instruction.Op == Opcode.Atomic && (AtomicKind)instruction.Immediate is AtomicKind.FMin or AtomicKind.FMax;

    private void Direct(Instruction instruction, AddressSpace space)
    {
        var type = instruction.Type;
        var (name, kind) = (AtomicKind)instruction.Immediate switch
        {
            AtomicKind.Add => ("add", Unsigned(type)),
            AtomicKind.FAdd => ("add", Float(type)),
            AtomicKind.And => ("and", Bits(type)),
            AtomicKind.Or => ("or", Bits(type)),
            AtomicKind.Xor => ("xor", Bits(type)),
            AtomicKind.MinS => ("min", Signed(type)),
            AtomicKind.MaxS => ("max", Signed(type)),
            AtomicKind.MinU => ("min", Unsigned(type)),
            AtomicKind.MaxU => ("max", Unsigned(type)),
            _ => ("exch", Bits(type)),
        };
        string value = text.Register(instruction.Operands[1]), address = addresses.Of(instruction.Operands[0]);
        if (name == "exch" && type.IsFloat)
        {
            string before = text.Compute(Integer(type), $"atom{Space(space)}.exch.{kind}", address, ToBits(type, value));
            text.Op($"mov.{Bits(type)}", text.Define(instruction), before);
        }
        else if (name != "exch" && uses.Count(instruction) == 0)
            text.Op($"red{Space(space)}.{name}.{kind}", address, value);
        else
            text.Op($"atom{Space(space)}.{name}.{kind}", text.Define(instruction), address, value);
    }

    private void CompareExchange(Instruction instruction, AddressSpace space)
    {
        var type = instruction.Type;
        string compare = ToBits(type, text.Register(instruction.Operands[1])), value = ToBits(type, text.Register(instruction.Operands[2]));
        string before = text.Compute(Integer(type), $"atom{Space(space)}.cas.{Bits(type)}", addresses.Of(instruction.Operands[0]), compare, value);
        text.Op($"mov.{Bits(type)}", text.Define(instruction), before);
    }

    private void Loop(Instruction instruction, AddressSpace space)
    {
        var type = instruction.Type;
        string bits = Bits(type), address = addresses.Of(instruction.Operands[0]), value = text.Register(instruction.Operands[1]);
        var integer = Integer(type);
        string seen = text.Compute(integer, $"ld.volatile{Space(space)}.{bits}", address), expected = text.New(integer);
        string again = text.NewLabel(), before = text.Define(instruction), combined = text.New(type);
        text.Raw($"{again}:");
        text.Op($"mov.{bits}", expected, seen);
        text.Op($"mov.{bits}", before, expected);
        elementwise.MinMax(type, (AtomicKind)instruction.Immediate == AtomicKind.FMax, combined, before, value);
        text.Op($"atom{Space(space)}.cas.{bits}", seen, address, expected, ToBits(type, combined));
        string differs = text.Compute(RegisterClass.Predicate, $"setp.ne.{bits}", seen, expected);
        text.Line($"@{differs} bra {again}");
    }

    /// <summary>Memory that no other item reaches: load, combine, store.</summary>
    private void Plain(Instruction instruction)
    {
        var type = instruction.Type;
        string memory = $"{Space(AddressSpace.Local)}.{Memory(type)}", address = addresses.Of(instruction.Operands[0]);
        string before = text.Define(instruction), value = text.Register(instruction.Operands[1]);
        text.Op($"ld{memory}", before, address);
        string after = text.New(type);
        if (instruction.Op == Opcode.AtomicCompareExchange)
        {
            string equal = text.Compute(RegisterClass.Predicate, $"setp.eq.{Bits(type)}", ToBits(type, before), ToBits(type, value));
            text.Op($"selp.{(type.IsFloat ? Float(type) : Bits(type))}", after, text.Register(instruction.Operands[2]), before, equal);
        }
        else
            Combine((AtomicKind)instruction.Immediate, type, after, before, value);
        text.Op($"st{memory}", address, after);
    }

    private void Combine(AtomicKind kind, IrType type, string result, string before, string value)
    {
        if (kind is AtomicKind.FMin or AtomicKind.FMax)
        {
            elementwise.MinMax(type, kind == AtomicKind.FMax, result, before, value);
            return;
        }
        string name = kind switch
        {
            AtomicKind.Add => $"add.{Signed(type)}",
            AtomicKind.FAdd => $"add.rn.{Float(type)}",
            AtomicKind.And => $"and.{Bits(type)}",
            AtomicKind.Or => $"or.{Bits(type)}",
            AtomicKind.Xor => $"xor.{Bits(type)}",
            AtomicKind.MinS => $"min.{Signed(type)}",
            AtomicKind.MaxS => $"max.{Signed(type)}",
            AtomicKind.MinU => $"min.{Unsigned(type)}",
            AtomicKind.MaxU => $"max.{Unsigned(type)}",
            _ => $"mov.{Bits(type)}",
        };
        if (kind == AtomicKind.Exchange)
            text.Op(name, result, value);
        else
            text.Op(name, result, before, value);
    }

    private static RegisterClass Integer(IrType type) => Width(type) == 32 ? RegisterClass.Bits32 : RegisterClass.Bits64;

    private string ToBits(IrType type, string value) => type.IsFloat ? text.Compute(Integer(type), $"mov.{Bits(type)}", value) : value;
}
