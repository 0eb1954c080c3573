using System.Reflection;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>Inline PTX: all arguments are values, none goes through memory.</summary>
internal static class IntrinsicsCuda
{
    private const string Asm = "ILGPU.Runtime.Cuda.CudaAsm", Address = "ConvGpu.Ilgpu.Extensions.CudaAddress";

    public static void AddTo(Dictionary<(string, string), Intrinsic> rows)
    {
        rows.Add((Asm, "get_IsSupported"), call => new ScalarValue(call.Emit.Function.Bool(call.Emit.Request.InlinePtx)));
        rows.Add((Asm, "Emit"), call => Emit(call, [.. call.Method.GetParameters().Skip(1).Select((parameter, i) => Direct(call, parameter, i + 1))]));
        rows.Add((Asm, "EmitRef"), call => Emit(call, [.. call.Method.GetParameters().Skip(1).Select((_, i) => Reference(call, i + 1))]));
        rows.Add((Address, "Shared"), call => new ScalarValue(call.Builder.Convert(Opcode.Trunc, AddressOf(call), IrType.I32)));
        rows.Add((Address, "Global"), call => new ScalarValue(AddressOf(call)));
    }

    /// <param name="Type">The argument's type.</param>
    /// <param name="Target">Where it is written to, or null.</param>
    /// <param name="Value">The value that is read, or null.</param>
    private readonly record struct Argument(Type Type, Value? Target, Value? Value);

    private static Argument Direct(IntrinsicCall call, ParameterInfo parameter, int index)
    {
        var type = call.ParameterType(index);
        if (parameter.ParameterType.IsByRef)
            return new Argument(Checked(call, type), call.Pointer(index), null);
        return new Argument(Checked(call, type), null, call.Emit.ToLeaves(call.Arguments[index], ValueShape.Of(type))[0]);
    }

    private static Argument Reference(IntrinsicCall call, int index)
    {
        var wrapper = call.ParameterType(index);
        var type = Checked(call, wrapper.IsGenericType ? wrapper.GetGenericArguments()[0] : wrapper);
        string kind = wrapper.Name;
        var pointer = call.Pointer(index);
        var value = kind == "Output`1" ? null : call.Emit.ToLeaves(call.Emit.Load(pointer, type), ValueShape.Of(type))[0];
        return new Argument(type, kind == "Input`1" ? null : pointer, value);
    }

    private static Type Checked(IntrinsicCall call, Type type) =>
        TypeLayout.ScalarOf(type) is { IsPointer: false } ? type : throw call.Emit.Refuse(Refusal.AsmOperand, TypeNames.Of(type));

    private static StackValue? Emit(IntrinsicCall call, Argument[] arguments)
    {
        var asm = call.Builder.Emit(Opcode.InlineAsm, IrType.I32, [.. arguments.Select(argument => argument.Value).OfType<Value>()]);
        asm.Text = string.Join(' ', arguments.Select(argument => TypeLayout.ScalarOf(argument.Type)!.Value.ToString())) + "\n" + call.Text(0);
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Target is not null)
                asm.Immediate |= 1L << i;
            if (arguments[i].Value is not null)
                asm.Immediate2 |= 1L << i;
        }
        for (int i = 0; i < arguments.Length; i++)
            if (arguments[i] is { Target: { } target, Type: var type })
            {
                var result = call.Builder.Emit(Opcode.AsmResult, TypeLayout.ScalarOf(type)!.Value, asm);
                result.Immediate = i;
                call.Emit.StoreLeaves(target, ValueShape.Of(type), [result]);
            }
        return null;
    }

    /// <summary>The pointer is the first leaf of a view.</summary>
    private static Value AddressOf(IntrinsicCall call) =>
        call.Builder.Convert(Opcode.PtrToInt, call.Emit.ToLeaves(call.Arguments[0], ValueShape.Of(call.ParameterType(0)))[0], IrType.I64);
}
