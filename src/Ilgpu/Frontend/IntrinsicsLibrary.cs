using System.Reflection;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>Methods of Interop and of the .NET libraries that are not mathematics.</summary>
internal static class IntrinsicsLibrary
{
    private const string Interop = "ILGPU.Interop", Unsafe = "System.Runtime.CompilerServices.Unsafe", Bits = "System.BitConverter";
    private const string Helpers = "System.Runtime.CompilerServices.RuntimeHelpers", Type = "System.Type";

    public static void AddTo(Dictionary<(string, string), Intrinsic> rows)
    {
        AddText(rows);
        AddUnsafe(rows);
        AddTypes(rows);
        foreach (string name in (string[])["SingleToInt32Bits", "SingleToUInt32Bits", "Int32BitsToSingle", "UInt32BitsToSingle",
            "DoubleToInt64Bits", "DoubleToUInt64Bits", "Int64BitsToDouble", "UInt64BitsToDouble"])
            rows.Add((Bits, name), call => BitCast(call, call.ReturnType));
        rows.Add((Interop, "SizeOf"), SizeOf);
        rows.Add(("System.Object", ".ctor"), _ => null);
    }

    private static void AddText(Dictionary<(string, string), Intrinsic> rows)
    {
        rows.Add((Interop, "Write"), call => Print(call, ""));
        rows.Add((Interop, "WriteLine"), call => Print(call, "\n"));
        foreach (string type in (string[])["System.Diagnostics.Debug", "System.Diagnostics.Trace"])
        {
            rows.Add((type, "Assert"), Assert);
            rows.Add((type, "Fail"), Fail);
        }
    }

    private static void AddUnsafe(Dictionary<(string, string), Intrinsic> rows)
    {
        rows.Add((Unsafe, "As"), call => call.Method.GetGenericArguments() is [_, var to]
            ? new PointerValue(call.Pointer(0), to) : throw call.Emit.Refuse(Refusal.ReferenceType, TypeNames.Of(call.Method)));
        rows.Add((Unsafe, "AsRef"), call => new PointerValue(call.Pointer(0), call.TypeArgument));
        rows.Add((Unsafe, "AsPointer"), call => new PointerValue(call.Pointer(0), null));
        rows.Add((Unsafe, "Add"), call => Step(call, 1));
        rows.Add((Unsafe, "Subtract"), call => Step(call, -1));
        rows.Add((Unsafe, "AddByteOffset"), call => new PointerValue(call.Emit.Element(call.Pointer(0), call.Emit.Full(call.Number(1)), 1), call.TypeArgument));
        rows.Add((Unsafe, "SizeOf"), call => new ScalarValue(call.Emit.Function.Int(TypeLayout.Of(call.TypeArgument).Size)));
        rows.Add((Unsafe, "SkipInit"), _ => null);
        rows.Add((Unsafe, "BitCast"), call => BitCast(call, call.Method.GetGenericArguments()[1]));
    }

    private static void AddTypes(Dictionary<(string, string), Intrinsic> rows)
    {
        rows.Add((Type, "GetTypeFromHandle"), call => call.Arguments[0]);
        rows.Add((Type, "op_Equality"), call => Same(call, true));
        rows.Add((Type, "op_Inequality"), call => Same(call, false));
        rows.Add((Type, "get_IsValueType"), call => new ScalarValue(call.Emit.Function.Bool(Token<System.Type>(call, 0).IsValueType)));
        rows.Add((Helpers, "InitializeArray"), InitializeArray);
        rows.Add((Helpers, "IsReferenceOrContainsReferences"), call => new ScalarValue(call.Emit.Function.Bool(false)));
    }

    private static TMember Token<TMember>(IntrinsicCall call, int index) where TMember : class =>
        call.Arguments[index] is TokenValue { Member: TMember member }
            ? member : throw call.Emit.Refuse(Refusal.ReferenceType, TypeNames.Of(call.Method));

    private static ScalarValue Same(IntrinsicCall call, bool equal) =>
        new(call.Emit.Function.Bool(Token<System.Type>(call, 0) == Token<System.Type>(call, 1) == equal));

    private static StackValue? InitializeArray(IntrinsicCall call)
    {
        if (call.Arguments[0] is not ArrayValue array || ConstantEvaluator.Literal(array.Length) is not { } length)
            throw call.Emit.Refuse(Refusal.DynamicArray, "This array initialiser");
        var values = Array.CreateInstance(array.Element, length);
        System.Runtime.CompilerServices.RuntimeHelpers.InitializeArray(values, Token<FieldInfo>(call, 1).FieldHandle);
        call.Frontend.Statics.Fill(array.Pointer, array.Element, values);
        return null;
    }

    private static ScalarValue SizeOf(IntrinsicCall call) => call.Method.IsGenericMethod
        ? new ScalarValue(call.Emit.Function.Int(TypeLayout.Of(call.TypeArgument).Size))
        : throw call.Emit.Refuse(Refusal.ReferenceType, TypeNames.Signature(call.Method));

    private static PointerValue Step(IntrinsicCall call, int direction)
    {
        var index = call.Emit.Full(call.Number(1));
        if (direction < 0)
            index = call.Builder.Unary(Opcode.Neg, index);
        return new PointerValue(call.Emit.Element(call.Pointer(0), index, TypeLayout.Of(call.TypeArgument).Size), call.TypeArgument);
    }

    private static StackValue BitCast(IntrinsicCall call, Type to)
    {
        var from = call.ParameterType(0);
        if (TypeLayout.ScalarOf(from) is { } source && TypeLayout.ScalarOf(to) is { } target && source.Bits == target.Bits)
        {
            var value = call.Number(0);
            return call.Emit.FromLeaves(to, [source == target ? call.Emit.Coerce(value, target)
                : call.Builder.Convert(Opcode.BitCast, call.Emit.Coerce(value, source), target)]);
        }
        return call.Emit.Load(call.Emit.Spill(from, call.Arguments[0]).Value, to);
    }

    private static StackValue? Print(IntrinsicCall call, string end)
    {
        var operands = new Value[call.Arguments.Length - 1];
        for (int i = 0; i < operands.Length; i++)
        {
            var value = call.Emit.Full(call.Number(i + 1));
            // unsigned 32-bit numbers print as what they are
            operands[i] = value.Type == IrType.I32 && call.ParameterType(i + 1) == typeof(uint)
                ? call.Builder.Convert(Opcode.ZExt, value, IrType.I64) : value;
        }
        var print = call.Builder.Emit(Opcode.Print, IrType.Void, operands);
        print.Text = call.Text(0) + end;
        return null;
    }

    private static StackValue? Assert(IntrinsicCall call)
    {
        var assert = call.Builder.Emit(Opcode.Assert, IrType.Void, call.Emit.Coerce(call.Number(0), IrType.I1));
        string message = call.Arguments.Length > 1 ? call.Text(1) : "";
        assert.Text = message.Length > 0 ? message : "assertion failed";
        return null;
    }

    private static StackValue? Fail(IntrinsicCall call)
    {
        call.Builder.Emit(Opcode.Assert, IrType.Void, call.Emit.Function.Bool(false)).Text = call.Text(0);
        return null;
    }
}
