using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

internal sealed partial class MethodTranslator
{
    private bool StepConversion(string name)
    {
        switch (name)
        {
            case "ldc.i4" or "ldc.i4.s" or "ldc.i8" or "ldc.r4" or "ldc.r8":
                throw new InvalidOperationException("Literals are translated with their operand.");
            case "conv.i1":
                Push(Truncated(IrType.I8, signed: true));
                return true;
            case "conv.u1":
                Push(Truncated(IrType.I8, signed: false));
                return true;
            case "conv.i2":
                Push(Truncated(IrType.I16, signed: true));
                return true;
            case "conv.u2":
                Push(Truncated(IrType.I16, signed: false));
                return true;
            case "conv.i4":
                Push(ToInteger(PopNumber(), IrType.I32, signed: true));
                return true;
            case "conv.u4":
                Push(ToInteger(PopNumber(), IrType.I32, signed: false));
                return true;
            case "conv.i8":
                Push(ToInteger(PopNumber(), IrType.I64, signed: true));
                return true;
            case "conv.u8":
                Push(ToInteger(PopNumber(), IrType.I64, signed: false));
                return true;
            case "conv.i" or "conv.ovf.i":
                PushNative(signed: true);
                return true;
            case "conv.u" or "conv.ovf.i.un" or "conv.ovf.u.un":
                PushNative(signed: false);
                return true;
            case "conv.r4":
                Push(ToFloat(PopNumber(), IrType.F32, signed: true));
                return true;
            case "conv.r8":
                Push(ToFloat(PopNumber(), IrType.F64, signed: true));
                return true;
            case "conv.r.un":
                Push(ToFloat(PopNumber(), IrType.F64, signed: false));
                return true;
            case "ckfinite":
                return false;
            default:
                return name.StartsWith("ldc.i4.", StringComparison.Ordinal) && PushShortLiteral(name);
        }
    }

    private bool PushShortLiteral(string name)
    {
        Push(Int(name.EndsWith("m1", StringComparison.OrdinalIgnoreCase) ? -1 : name[^1] - '0'));
        return true;
    }

    /// <summary>Native integers are 64 bits wide; a reference stays one, so that its address space is not lost.</summary>
    private void PushNative(bool signed)
    {
        if (_stack.TryPeek(out var top) && top is PointerValue)
            return;
        Push(ToInteger(PopNumber(), IrType.I64, signed));
    }

    /// <summary>The low bits of an integer, or of the I32 that a float saturates to.</summary>
    private Value Truncated(IrType narrow, bool signed)
    {
        var value = PopScalar();
        if (value.Type == IrType.I1)
            return _emit.Full(value);
        var number = value.Type.IsFloat ? ToInteger(value, IrType.I32, signed: true) : value;
        var low = _emit.Coerce(number, narrow);
        return _emit.Widen(low, (narrow.Bits, signed) switch
        {
            (8, true) => typeof(sbyte),
            (8, false) => typeof(byte),
            (_, true) => typeof(short),
            _ => typeof(ushort),
        });
    }

    private Value ToInteger(Value value, IrType type, bool signed)
    {
        if (value.Type.IsFloat)
            return Builder.Convert(signed ? Opcode.FToS : Opcode.FToU, value, type);
        if (value.Type == IrType.I32 && type == IrType.I64 && !signed)
            return value is Constant known ? _emit.Function.Long((uint)known.Bits) : Builder.Convert(Opcode.ZExt, value, type);
        return _emit.Coerce(value, type);
    }

    private Value ToFloat(Value value, IrType type, bool signed) =>
        value.Type.IsFloat ? _emit.Coerce(value, type) : Builder.Convert(signed ? Opcode.SToF : Opcode.UToF, value, type);
}
