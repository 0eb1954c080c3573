using System.Reflection;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>Emits what a call computes; null for methods that return nothing.</summary>
internal delegate StackValue? Intrinsic(IntrinsicCall call);

/// <summary>A call that the frontend translates itself: the method with closed types and its arguments, `this` in front.</summary>
internal sealed record IntrinsicCall(KernelFrontend Frontend, MethodBase Method, StackValue[] Arguments)
{
    public Emitter Emit => Frontend.Emit;
    public IrBuilder Builder => Frontend.Emit.Builder;

    /// <summary>The type argument of the method.</summary>
    public Type TypeArgument => Method.GetGenericArguments()[0];

    /// <summary>The type of a parameter, references taken off.</summary>
    public Type ParameterType(int index) =>
        Method.GetParameters()[index].ParameterType is { IsByRef: true } reference ? reference.GetElementType()! : Method.GetParameters()[index].ParameterType;

    public Type ReturnType => ((MethodInfo)Method).ReturnType;

    /// <summary>An argument that is a number, or a struct around one number such as Index1D.</summary>
    public Value Number(int index) => Arguments[index] switch
    {
        ScalarValue scalar => scalar.Value,
        StructValue { Leaves: [var only] } => only,
        _ => throw Emit.Refuse(Refusal.InvalidIl, $"Argument {index} of {TypeNames.Of(Method)}"),
    };

    public Value Pointer(int index) => Arguments[index] switch
    {
        PointerValue pointer => pointer.Value,
        _ => throw Emit.Refuse(Refusal.InvalidIl, $"Argument {index} of {TypeNames.Of(Method)}"),
    };

    public string Text(int index) => Arguments[index] switch
    {
        TextValue text => text.Text,
        NullValue => "",
        _ => throw Emit.Refuse(Refusal.Text, TypeNames.Of(Method)),
    };

    public ScalarValue Query(Opcode op, long immediate = 0)
    {
        var result = Builder.Emit(op, IrType.I32);
        result.Immediate = immediate;
        return new ScalarValue(result);
    }
}

/// <summary>All rows, found by declaring type and method name.</summary>
internal static class Intrinsics
{
    private static readonly Dictionary<(string Type, string Method), Intrinsic> Rows = Build();

    public static Intrinsic? Find(MethodBase method)
    {
        var type = method.DeclaringType;
        if (type?.FullName is null)
            return null;
        string name = type.IsGenericType ? type.GetGenericTypeDefinition().FullName! : type.FullName;
        return Rows.TryGetValue((name, method.Name), out var row) && IntrinsicsViews.Applies(name, method) ? row : null;
    }

    private static Dictionary<(string, string), Intrinsic> Build()
    {
        var rows = new Dictionary<(string, string), Intrinsic>();
        IntrinsicsViews.AddTo(rows);
        IntrinsicsGroups.AddTo(rows);
        IntrinsicsAtomics.AddTo(rows);
        IntrinsicsLibrary.AddTo(rows);
        IntrinsicsCuda.AddTo(rows);
        return rows;
    }
}
