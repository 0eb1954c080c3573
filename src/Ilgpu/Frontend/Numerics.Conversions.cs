using System.Reflection;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

internal static partial class Numerics
{
    private static void AddConversions(Dictionary<string, Row> rows)
    {
        rows.Add("CreateTruncating", call => Create(call, saturate: false));
        rows.Add("CreateSaturating", call => Create(call, saturate: true));
        // what CreateChecked would throw on saturates
        rows.Add("CreateChecked", call => Create(call, saturate: true));
    }

    /// <summary>T.CreateX(value): a number of any primitive type as <see cref="NumericCall.Type"/>.</summary>
    private static ScalarValue Create(NumericCall call, bool saturate)
    {
        var from = ((MethodInfo)call.Method).GetGenericArguments()[0];
        var source = new NumericCall(call.Emit, call.Method, from, call.Arguments);
        return Convert(source.Operand(0), source, call, saturate);
    }

    private static ScalarValue Convert(Value value, NumericCall from, NumericCall to, bool saturate)
    {
        var builder = to.Builder;
        if (to.IsFloat)
            return to.Wrap(from.IsFloat ? value : builder.Convert(from.IsSigned ? Opcode.SToF : Opcode.UToF, value, to.Scalar));
        if (from.IsFloat)
        {
            if (to.Scalar.Bits >= 32)
                return to.Wrap(builder.Convert(to.IsSigned ? Opcode.FToS : Opcode.FToU, value, to.Scalar));
            return to.Wrap(Limit(to, builder.Convert(Opcode.FToS, value, IrType.I32)));
        }
        if (from.Wide == IrType.I32 && (to.Wide == IrType.I64 || saturate))
            value = from.IsSigned ? to.Emit.Coerce(value, IrType.I64) : builder.Convert(Opcode.ZExt, value, IrType.I64);
        if (saturate)
            value = Limit(to, value, from);
        return to.Wrap(value);
    }

    /// <summary>An I64 (I32 from floats) held within the range of the target type.</summary>
    private static Value Limit(NumericCall to, Value value, NumericCall? from = null)
    {
        var builder = to.Builder;
        var function = to.Emit.Function;
        int bits = to.Scalar.Bits;
        long maximum = bits == 64 && !to.IsSigned ? long.MaxValue : (1L << (to.IsSigned ? bits - 1 : bits)) - 1;
        long minimum = to.IsSigned ? -maximum - 1 : 0;
        if (from is { IsSigned: false, Scalar.Bits: 64 })
            return bits == 64 && !to.IsSigned ? value : builder.Binary(Opcode.MinU, value, function.Constant(value.Type, maximum));
        if (bits < 64)
            value = builder.Binary(Opcode.MinS, value, function.Constant(value.Type, maximum));
        return bits == 64 && to.IsSigned ? value : builder.Binary(Opcode.MaxS, value, function.Constant(value.Type, minimum));
    }
}
