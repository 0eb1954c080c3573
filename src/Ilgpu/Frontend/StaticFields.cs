using System.Reflection;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>Static readonly fields, read when the kernel is compiled. Arrays become memory that is filled where the kernel starts.</summary>
internal sealed class StaticFields(Emitter emit)
{
    private readonly Dictionary<FieldInfo, ArrayValue> _arrays = [];

    public StackValue Load(FieldInfo field)
    {
        string name = TypeNames.Of(field.DeclaringType!) + "." + field.Name;
        if (typeof(Delegate).IsAssignableFrom(field.FieldType) || field.DeclaringType!.Name == "<>c")
            throw emit.Refuse(Refusal.Delegate, "A lambda or method group");
        if (!field.IsInitOnly && !field.IsLiteral)
            throw emit.Refuse(Refusal.StaticField, name);
        var type = field.FieldType;
        if (type == typeof(string))
            return new TextValue((string?)field.GetValue(null) ?? "");
        if (type.IsSZArray && type.GetElementType()!.IsValueType)
            return Array(field, name);
        if (!type.IsValueType)
            throw emit.Refuse(Refusal.ReferenceType, $"{name}, a {TypeNames.Of(type)},");
        return TypeLayout.IsView(type) || TypeLayout.Of(type).Leaves.Count == 0
            ? emit.Default(type) : emit.Constant(field.GetValue(null)!, type);
    }

    private ArrayValue Array(FieldInfo field, string name)
    {
        if (_arrays.TryGetValue(field, out var known))
            return known;
        if (field.GetValue(null) is not Array values)
            throw emit.Refuse(Refusal.StaticField, name);
        var element = field.FieldType.GetElementType()!;
        var length = emit.Function.Int(values.Length);
        var memory = emit.AllocateElements(Opcode.Alloca, element, length);
        var current = emit.Builder.Block;
        emit.Builder.Block = emit.Prologue;
        Fill(memory, element, values);
        emit.Builder.Block = current;
        var result = new ArrayValue(element, memory, length);
        _arrays.Add(field, result);
        return result;
    }

    /// <summary>Stores the elements of an array that is known at compile time.</summary>
    public void Fill(Value pointer, Type element, Array values)
    {
        int size = TypeLayout.Of(element).Size;
        for (int i = 0; i < values.Length; i++)
            emit.Store(emit.Offset(pointer, (long)i * size), element, emit.Constant(values.GetValue(i)!, element));
    }
}
