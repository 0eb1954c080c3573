using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>A value on the evaluation stack of IL, or held by a variable that needs no memory.</summary>
internal abstract record StackValue;

/// <summary>A number: I32, I64, F32, F64, or I1 for the result of a comparison until an integer is needed.</summary>
internal sealed record ScalarValue(Value Value) : StackValue;

/// <summary>A struct or view as its leaves, in the types that memory holds.</summary>
internal sealed record StructValue(Type Type, Value[] Leaves) : StackValue;

/// <summary>
/// A ref, in, out or unmanaged pointer; <paramref name="Pointee"/> is null for void*. The address is a multiple of
/// <paramref name="Alignment"/>, or of the pointee's own alignment where that is 0.
/// </summary>
internal sealed record PointerValue(Value Value, Type? Pointee, int Alignment = 0) : StackValue;

/// <summary>An array of constant size: the address of element 0 and the length (I32).</summary>
internal sealed record ArrayValue(Type Element, Value Pointer, Value Length) : StackValue;

/// <summary>A string literal.</summary>
internal sealed record TextValue(string Text) : StackValue;

/// <summary>The result of ldtoken: a type or a field.</summary>
internal sealed record TokenValue(object Member) : StackValue;

/// <summary>A struct that C# boxed for a comparison with typeof or a cast between generic and primitive types.</summary>
internal sealed record BoxedValue(Type Type, StackValue Value) : StackValue;

internal sealed record NullValue : StackValue;
