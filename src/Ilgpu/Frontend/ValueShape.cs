using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>
/// The leaves of whatever a local, argument or return value can be: value types as <see cref="TypeLayout"/> has them, references as one
/// pointer, arrays as {pointer, i32 length}. Pointers in variables are generic until the passes infer their address space.
/// </summary>
internal sealed record ValueShape(Type Type, int Size, int Alignment, IReadOnlyList<LayoutLeaf> Leaves)
{
    private static readonly IrType Generic = IrType.Pointer(AddressSpace.Generic);

    public static ValueShape Of(Type type)
    {
        if (type.IsByRef || type.IsPointer)
            return new(type, 8, 8, [new LayoutLeaf(Generic, 0, 0, LeafKind.Scalar)]);
        if (type.IsSZArray)
        {
            _ = TypeLayout.Of(type.GetElementType()!);
            return new(type, 16, 8, [new LayoutLeaf(Generic, 0, 0, LeafKind.ViewPointer), new LayoutLeaf(IrType.I32, 8, 0, LeafKind.ViewLength)]);
        }
        var layout = TypeLayout.Of(type);
        if (!layout.HasView)
            return new(type, layout.Size, layout.Alignment, layout.Leaves);
        var leaves = layout.Leaves.Select(leaf => leaf.Type.IsPointer ? leaf with { Type = Generic } : leaf).ToList();
        return new(type, layout.Size, layout.Alignment, leaves);
    }

    /// <summary>What the leaves are on the stack, narrow integers not yet widened.</summary>
    public Value[] LeavesOf(StackValue value) => value switch
    {
        ScalarValue scalar => [scalar.Value],
        PointerValue pointer => [pointer.Value],
        ArrayValue array => [array.Pointer, array.Length],
        StructValue structure => structure.Leaves,
        _ => throw new KernelCompilationException(Refusal.InvalidIl, $"{value.GetType().Name} as {TypeNames.Of(Type)}"),
    };
}
