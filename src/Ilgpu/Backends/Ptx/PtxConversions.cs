using ConvGpu.Ilgpu.IR;
using static ConvGpu.Ilgpu.Backends.Ptx.PtxTypes;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>Conversions between numbers: wrapping, sign- and zero-extending, saturating from floats with NaN to 0.</summary>
internal sealed class PtxConversions(PtxWriter text)
{
    public void Write(Instruction instruction, int lane)
    {
        var from = instruction.Operands[0].Type.Element;
        var to = instruction.Type.Element;
        string a = text.Use(instruction.Operands[0], lane);
        string Result() => text.Define(instruction, lane);
        switch (instruction.Op)
        {
            case Opcode.Trunc:
                Truncate(from, to, Result(), a);
                break;
            case Opcode.SExt when from.Kind == ScalarKind.I1:
                text.Op($"selp.{Bits(to)}", Result(), "-1", "0", a);
                break;
            case Opcode.SExt when to.Kind == ScalarKind.I64:
                text.Op("cvt.s64.s32", Result(), a);
                break;
            case Opcode.SExt:
                text.Op("mov.b32", Result(), a);
                break;
            case Opcode.ZExt when from.Kind == ScalarKind.I1:
                text.Op($"selp.{Bits(to)}", Result(), "1", "0", a);
                break;
            case Opcode.ZExt when to.Kind == ScalarKind.I64:
                text.Op("cvt.u64.u32", Result(), ZeroExtended(instruction.Operands[0], lane));
                break;
            case Opcode.ZExt:
                text.Op("and.b32", Result(), a, Mask(from));
                break;
            case Opcode.FConvert:
                text.Op(to.Kind == ScalarKind.F32 ? "cvt.rn.f32.f64" : "cvt.f64.f32", Result(), a);
                break;
            case Opcode.SToF when from.Kind == ScalarKind.I1:
                text.Op($"selp.{Float(to)}", Result(), Number(to, -1), Number(to, 0), a);
                break;
            case Opcode.UToF when from.Kind == ScalarKind.I1:
                text.Op($"selp.{Float(to)}", Result(), Number(to, 1), Number(to, 0), a);
                break;
            case Opcode.SToF:
                text.Op($"cvt.rn.{Float(to)}.{Signed(from)}", Result(), text.Register(instruction.Operands[0], lane));
                break;
            case Opcode.UToF:
                text.Op($"cvt.rn.{Float(to)}.{Unsigned(from)}", Result(), ZeroExtended(instruction.Operands[0], lane));
                break;
            case Opcode.FToS or Opcode.FToU:
                ToInteger(instruction.Op == Opcode.FToS, from, to, Result(), text.Register(instruction.Operands[0], lane));
                break;
            case Opcode.BitCast or Opcode.PtrToInt or Opcode.IntToPtr:
                Reinterpret(from, to, Result(), a);
                break;
            default:
                throw new InvalidOperationException($"{instruction.Op} is no conversion.");
        }
    }

    /// <summary>An integer with zeros above its own bits, in a register or as a literal.</summary>
    public string ZeroExtended(Value value, int lane)
    {
        var type = value.Type.Element;
        if (type.Bits >= 32)
            return text.Register(value, lane);
        if (value is Constant constant)
            return text.Move(RegisterClass.Bits32, $"{ScalarEvaluator.ZeroExtend(type.Kind, constant.Bits)}");
        return type.Kind == ScalarKind.I1
            ? text.Compute(RegisterClass.Bits32, "selp.b32", "1", "0", text.Use(value, lane))
            : text.Compute(RegisterClass.Bits32, "and.b32", text.Use(value, lane), Mask(type));
    }

    private static string Mask(IrType type) => $"{(1 << type.Bits) - 1}";

    private static string Number(IrType type, int value) =>
        Literal(type, type.Kind == ScalarKind.F32 ? BitConverter.SingleToInt32Bits(value) : BitConverter.DoubleToInt64Bits(value));

    private void Truncate(IrType from, IrType to, string result, string a)
    {
        if (to.Kind == ScalarKind.I1)
        {
            string lowest = text.Compute(Class(from), $"and.{Bits(from)}", a, "1");
            text.Op($"setp.ne.{Bits(from)}", result, lowest, "0");
            return;
        }
        if (a[0] != '%')
            a = text.Move(Class(from), a);
        if (from.Bits == 64)
        {
            string low = to.Bits == 32 ? result : text.New(RegisterClass.Bits32);
            text.Op("cvt.u32.u64", low, a);
            a = low;
        }
        if (to.Bits < 32)
            text.Op($"cvt.s32.s{to.Bits}", result, a);
    }

    /// <summary>
    /// cvt clamps to the range of its type, and turns NaN to 0 except where a double or 64 bits take part. Narrow types are clamped behind it.
    /// </summary>
    private void ToInteger(bool signed, IrType from, IrType to, string result, string a)
    {
        string kind = signed ? Signed(to) : Unsigned(to), real = Float(from);
        bool keepsNaN = from.Kind == ScalarKind.F64 || to.Bits == 64, narrow = to.Bits < 32;
        if (keepsNaN)
            a = text.Compute(Class(from), $"selp.{real}", Number(from, 0), a, text.Compute(RegisterClass.Predicate, $"setp.nan.{real}", a, a));
        string wide = narrow ? text.New(RegisterClass.Bits32) : result;
        text.Op($"cvt.rzi.{kind}.{real}", wide, a);
        if (!narrow)
            return;
        int power = signed ? to.Bits - 1 : to.Bits;
        string most = text.Compute(RegisterClass.Bits32, $"min.{kind}", wide, $"{(1 << power) - 1}");
        if (signed)
            text.Op("max.s32", result, most, $"{-(1 << power)}");
        else
            text.Op($"cvt.s32.s{to.Bits}", result, most);
    }

    /// <summary>The same bits; addresses of shared memory have 32 of them in a register and 64 as a number.</summary>
    private void Reinterpret(IrType from, IrType to, string result, string a)
    {
        RegisterClass source = Class(from), target = Class(to);
        if (Width(from) == Width(to))
        {
            text.Op($"mov.{(source == target ? PtxTypes.Move(target) : Bits(to))}", result, a[0] == '%' ? a : text.Move(source, a));
            return;
        }
        text.Op(Width(to) == 32 ? "cvt.u32.u64" : "cvt.u64.u32", result, a[0] == '%' ? a : text.Move(source, a));
    }
}
