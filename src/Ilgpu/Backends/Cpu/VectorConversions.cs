using System.Reflection.Emit;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>IL of comparisons and conversions of vectors, whose operands and results may take different numbers of native vectors.</summary>
internal sealed class VectorConversions(CpuWriter writer)
{
    private ILGenerator Il => writer.Il;
    private VectorApi Api => writer.Api;

    /// <summary>Conversions that go through memory.</summary>
    public static bool NeedsMemory(Instruction instruction)
    {
        ScalarKind from = instruction.Operands[0].Type.Kind, to = instruction.Type.Kind;
        return (instruction.Op is Opcode.SToF or Opcode.UToF && from == ScalarKind.I64 && to == ScalarKind.F32)
            || (instruction.Op is Opcode.FToS or Opcode.FToU && (from == ScalarKind.F64) != (to == ScalarKind.I64));
    }

    /// <summary>Pushes a mask as lanes of the width of <paramref name="kind"/>.</summary>
    public void PushMask(Value mask, ScalarKind kind, int part)
    {
        writer.Push(mask);
        if (VectorApi.Parts(kind) == 2)
            Widen(typeof(int), part);
        Reinterpret(VectorApi.Parts(kind) == 2 ? typeof(long) : typeof(int), VectorApi.Element(kind));
    }

    /// <summary>Sign-extends narrow lanes from their low bits.</summary>
    public void Normalize(IrType type)
    {
        if (type.Kind is not (ScalarKind.I8 or ScalarKind.I16))
            return;
        foreach (string name in (string[])["ShiftLeft", "ShiftRightArithmetic"])
        {
            writer.PushInt(32 - type.Bits);
            Il.Emit(OpCodes.Call, Api.Find(name, typeof(int), Api.Int, typeof(int)));
        }
    }

    public void WriteCompare(Instruction instruction)
    {
        var kind = instruction.Operands[0].Type.Kind;
        int parts = VectorApi.Parts(kind);
        for (int part = 0; part < parts; part++)
            CompareOne(instruction, kind, part);
        if (parts == 2)
            Call("Narrow", typeof(long), 2);
        if (instruction.Op is Opcode.CmpNe || IsNegated(instruction.Op, kind))
            Call("OnesComplement", typeof(int), 1);
    }

    /// <summary>Unordered comparisons of floats are the negated ordered ones of the opposite.</summary>
    private static bool IsNegated(Opcode op, ScalarKind kind) =>
        kind is ScalarKind.F32 or ScalarKind.F64 && op is Opcode.CmpLtU or Opcode.CmpLeU or Opcode.CmpGtU or Opcode.CmpGeU;

    private void CompareOne(Instruction instruction, ScalarKind kind, int part)
    {
        var element = VectorApi.Element(kind);
        bool isFloat = kind is ScalarKind.F32 or ScalarKind.F64;
        bool unsigned = !isFloat && instruction.Op is Opcode.CmpLtU or Opcode.CmpLeU or Opcode.CmpGtU or Opcode.CmpGeU;
        var compared = !unsigned || isFloat ? element : element == typeof(long) ? typeof(ulong) : typeof(uint);
        foreach (var operand in instruction.Operands)
        {
            writer.Push(operand, part);
            Reinterpret(element, compared);
        }
        string name = instruction.Op switch
        {
            Opcode.CmpEq or Opcode.CmpNe => "Equals",
            Opcode.CmpLt => "LessThan",
            Opcode.CmpLe => "LessThanOrEqual",
            Opcode.CmpGt => "GreaterThan",
            Opcode.CmpGe => "GreaterThanOrEqual",
            Opcode.CmpLtU => isFloat ? "GreaterThanOrEqual" : "LessThan",
            Opcode.CmpLeU => isFloat ? "GreaterThan" : "LessThanOrEqual",
            Opcode.CmpGtU => isFloat ? "LessThanOrEqual" : "GreaterThan",
            Opcode.CmpGeU => isFloat ? "LessThan" : "GreaterThanOrEqual",
            _ => instruction.Op.ToString(),
        };
        Call(name, compared, instruction.Operands.Length);
        Reinterpret(compared, VectorApi.Parts(kind) == 2 ? typeof(long) : typeof(int));
    }

    public void Write(Instruction instruction, int part)
    {
        var value = instruction.Operands[0];
        ScalarKind from = value.Type.Kind, to = instruction.Type.Kind;
        bool wideFrom = VectorApi.Parts(from) == 2, wideTo = VectorApi.Parts(to) == 2;
        switch (instruction.Op)
        {
            case Opcode.Trunc:
                if (wideFrom)
                {
                    writer.Push(value, 0);
                    writer.Push(value, 1);
                    Call("Narrow", typeof(long), 2);
                }
                else
                    writer.Push(value);
                if (to == ScalarKind.I1)
                    TestLowBit();
                Normalize(instruction.Type);
                break;
            case Opcode.SExt:
                writer.Push(value);
                if (wideTo)
                    Widen(typeof(int), part);
                break;
            case Opcode.ZExt:
                PushUnsigned(value);
                if (wideTo)
                    WidenUnsigned(part);
                break;
            case Opcode.FConvert when wideTo:
                writer.Push(value);
                Widen(typeof(float), part);
                break;
            case Opcode.FConvert:
                writer.Push(value, 0);
                writer.Push(value, 1);
                Call("Narrow", typeof(double), 2);
                break;
            case Opcode.SToF or Opcode.UToF:
                WriteToFloat(instruction, part);
                break;
            case Opcode.FToS or Opcode.FToU:
                bool signed = instruction.Op == Opcode.FToS;
                writer.Push(value, part);
                if (wideTo)
                    Call(signed ? "ConvertToInt64" : "ConvertToUInt64", typeof(double), 1);
                else
                    Call(signed ? "ConvertToInt32" : "ConvertToUInt32", typeof(float), 1);
                if (!signed)
                    Reinterpret(wideTo ? typeof(ulong) : typeof(uint), wideTo ? typeof(long) : typeof(int));
                Normalize(instruction.Type);
                break;
            case Opcode.BitCast or Opcode.PtrToInt or Opcode.IntToPtr:
                writer.Push(value, part);
                Reinterpret(VectorApi.Element(from), VectorApi.Element(to));
                break;
            default:
                throw new InvalidOperationException($"The CPU backend has no vector form of {instruction.Op}.");
        }
    }

    private void WriteToFloat(Instruction instruction, int part)
    {
        var value = instruction.Operands[0];
        bool signed = instruction.Op == Opcode.SToF, wideFrom = VectorApi.Parts(value.Type.Kind) == 2;
        if (wideFrom)
            writer.Push(value, part);
        else if (signed)
            writer.Push(value);
        else
            PushUnsigned(value);
        if (instruction.Type.Kind == ScalarKind.F32)
        {
            if (!signed)
                Reinterpret(typeof(int), typeof(uint));
            Call("ConvertToSingle", signed ? typeof(int) : typeof(uint), 1);
            return;
        }
        if (!wideFrom && signed)
            Widen(typeof(int), part);
        else if (!wideFrom)
            WidenUnsigned(part);
        else if (!signed)
            Reinterpret(typeof(long), typeof(ulong));
        Call("ConvertToDouble", wideFrom && !signed ? typeof(ulong) : typeof(long), 1);
    }

    /// <summary>Pushes an integer of at most 32 bits, zero-extended to 32.</summary>
    private void PushUnsigned(Value value)
    {
        writer.Push(value);
        int mask = value.Type.Kind switch { ScalarKind.I1 => 1, ScalarKind.I8 => 0xff, ScalarKind.I16 => 0xffff, _ => 0 };
        if (mask == 0)
            return;
        writer.PushInt(mask);
        Il.Emit(OpCodes.Call, Api.Find("Create", typeof(int), typeof(int)));
        Call("BitwiseAnd", typeof(int), 2);
    }

    private void TestLowBit()
    {
        writer.PushInt(31);
        Il.Emit(OpCodes.Call, Api.Find("ShiftLeft", typeof(int), Api.Int, typeof(int)));
        writer.PushInt(31);
        Il.Emit(OpCodes.Call, Api.Find("ShiftRightArithmetic", typeof(int), Api.Int, typeof(int)));
    }

    private void Widen(Type element, int part) => Call(part == 0 ? "WidenLower" : "WidenUpper", element, 1);

    private void WidenUnsigned(int part)
    {
        Reinterpret(typeof(int), typeof(uint));
        Widen(typeof(uint), part);
        Reinterpret(typeof(ulong), typeof(long));
    }

    private void Reinterpret(Type from, Type to)
    {
        if (from != to)
            Il.Emit(OpCodes.Call, Api.Find($"As{to.Name}", from, Api.Vector(from)));
    }

    private void Call(string name, Type element, int arity) => Il.Emit(OpCodes.Call, Api.Operation(name, element, arity));
}
