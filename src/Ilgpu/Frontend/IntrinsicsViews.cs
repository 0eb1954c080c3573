using System.Reflection;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>Views and the memory that kernels allocate.</summary>
internal static class IntrinsicsViews
{
    private const string View = "ILGPU.ArrayView`1", Local = "ILGPU.LocalMemory", Shared = "ILGPU.SharedMemory";

    public static void AddTo(Dictionary<(string, string), Intrinsic> rows)
    {
        rows.Add((View, "get_Item"), Item);
        rows.Add((View, "get_Length"), call => new ScalarValue(Length(call)));
        rows.Add((View, "get_IsValid"), IsValid);
        rows.Add((View, "SubView"), SubView);
        rows.Add((View, "Cast"), Cast);
        rows.Add((Local, "Allocate"), call => Allocate(call, Opcode.Alloca));
        rows.Add((Shared, "Allocate"), call => Allocate(call, Opcode.SharedAlloca));
        rows.Add((Shared, "GetDynamic"), Dynamic);
    }

    /// <summary>SubView(index) and SharedMemory.Allocate() are inlined; they call the overloads that are rows.</summary>
    public static bool Applies(string type, MethodBase method) => (type, method.Name) switch
    {
        (View, "SubView") => method.GetParameters().Length == 2 && method.GetParameters()[0].ParameterType == typeof(long),
        (Local or Shared, "Allocate") => method.GetParameters().Length == 1,
        _ => true,
    };

    private static Type Element(IntrinsicCall call) => call.Method.DeclaringType!.GetGenericArguments()[0];

    private static Value Pointer(IntrinsicCall call) => call.Arguments[0] is StructValue view
        ? view.Leaves[0] : call.Builder.Load(call.Pointer(0), IrType.Pointer(AddressSpace.Generic));

    private static Value Length(IntrinsicCall call) => call.Arguments[0] is StructValue view
        ? view.Leaves[1] : call.Builder.Load(call.Emit.Offset(call.Pointer(0), 8), IrType.I64);

    private static PointerValue Item(IntrinsicCall call)
    {
        var element = Element(call);
        var index = call.Emit.Full(call.Number(1));
        if (call.Emit.Request.Validate)
            call.Emit.CheckBounds(index, Length(call), "view");
        var layout = TypeLayout.Of(element);
        int known = layout.ElementAlignment > layout.Alignment ? layout.ElementAlignment : 0;
        return new PointerValue(call.Emit.Element(Pointer(call), index, layout.Size), element, known);
    }

    private static ScalarValue IsValid(IntrinsicCall call)
    {
        var address = call.Emit.Coerce(Pointer(call), IrType.I64);
        return new ScalarValue(call.Builder.Compare(Opcode.CmpNe, address, call.Emit.Function.Long(0)));
    }

    private static StructValue SubView(IntrinsicCall call)
    {
        var index = call.Emit.Coerce(call.Number(1), IrType.I64);
        var length = call.Emit.Coerce(call.Number(2), IrType.I64);
        if (call.Emit.Request.Validate)
        {
            // the last element and the position behind it: index in [0, length] and index + sub length in [0, length]
            var behind = call.Builder.Binary(Opcode.Add, Length(call), call.Emit.Function.Long(1));
            call.Emit.CheckBounds(index, behind, "view");
            call.Emit.CheckBounds(call.Builder.Binary(Opcode.Add, index, length), behind, "view");
        }
        var pointer = call.Emit.Element(Pointer(call), index, TypeLayout.Of(Element(call)).Size);
        return new StructValue(call.ReturnType, [pointer, length]);
    }

    private static StructValue Cast(IntrinsicCall call)
    {
        var layout = TypeLayout.Of(call.TypeArgument);
        int from = TypeLayout.Of(Element(call)).Size, to = layout.Size;
        if (call.Emit.Request.Validate && layout.ElementAlignment > TypeLayout.Of(Element(call)).ElementAlignment)
            CheckAlignment(call, layout.ElementAlignment);
        var length = Length(call);
        if (from != to)
        {
            var bytes = from == 1 ? length : call.Builder.Binary(Opcode.Mul, length, call.Emit.Function.Long(from));
            length = to == 1 ? bytes : call.Builder.Binary(Opcode.DivS, bytes, call.Emit.Function.Long(to));
        }
        return new StructValue(call.ReturnType, [Pointer(call), length]);
    }

    /// <summary>With Validate: a view starts at a multiple of its elements' alignment (docs/compiler.md).</summary>
    private static void CheckAlignment(IntrinsicCall call, int alignment)
    {
        var emit = call.Emit;
        var rest = call.Builder.Binary(Opcode.And, emit.Coerce(Pointer(call), IrType.I64), emit.Function.Long(alignment - 1));
        var assert = call.Builder.Emit(Opcode.Assert, IrType.Void, call.Builder.Compare(Opcode.CmpEq, rest, emit.Function.Long(0)));
        assert.Text = $"view cast to elements of {alignment} bytes, but not at a multiple of {alignment} bytes";
    }

    private static StructValue Allocate(IntrinsicCall call, Opcode op)
    {
        var count = call.Emit.Coerce(call.Number(0), IrType.I32);
        var memory = call.Emit.AllocateElements(op, call.TypeArgument, count);
        return new StructValue(call.ReturnType, [memory, call.Emit.Coerce(count, IrType.I64)]);
    }

    private static StructValue Dynamic(IntrinsicCall call)
    {
        var memory = call.Builder.Emit(Opcode.DynamicShared, IrType.Pointer(AddressSpace.Shared));
        var elementBytes = call.Emit.Function.Long(TypeLayout.Of(call.TypeArgument).Size);
        var length = call.Builder.Binary(Opcode.DivU, KernelParameters.DynamicSharedBytes(call.Emit.Function), elementBytes);
        return new StructValue(call.ReturnType, [memory, length]);
    }
}
