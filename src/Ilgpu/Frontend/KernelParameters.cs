using System.Reflection;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>
/// Makes the function's parameters: extents of an implicit index in front, then the leaves of each argument. Arguments with a value
/// fixed at compile time have none. A kernel that asks for the length of its dynamic shared memory gets it as the last parameter.
/// </summary>
internal sealed class KernelParameters(Emitter emit)
{
    private readonly KernelRequest _request = emit.Request;

    private const string DynamicSharedName = "dynamic.shared.bytes";

    /// <summary>The parameter with the bytes of dynamic shared memory, added at the first request.</summary>
    public static Parameter DynamicSharedBytes(Function function) =>
        function.Parameters is [.., { Name: DynamicSharedName } last] ? last : function.AddParameter(IrType.I64, DynamicSharedName);

    /// <summary>The kernel's arguments as stack values. <paramref name="exit"/> is where items outside of the extent go.</summary>
    public StackValue[] Bind(out Block? exit)
    {
        exit = null;
        var parameters = _request.Method.GetParameters();
        var values = new StackValue[parameters.Length];
        int first = 0;
        if (_request.Indexing != KernelIndexing.Explicit)
        {
            if (parameters.Length == 0)
                throw emit.Refuse(Refusal.KernelSignature, TypeNames.Signature(_request.Method));
            values[0] = Index(parameters[0].ParameterType, out exit);
            first = 1;
        }
        for (int i = first; i < parameters.Length; i++)
            values[i] = Argument(parameters[i], i < _request.Specialized.Length ? _request.Specialized[i] : null);
        return values;
    }

    private StackValue Argument(ParameterInfo parameter, object? specialized)
    {
        var type = parameter.ParameterType;
        if (type.IsByRef || type.IsArray || type.IsPointer)
            throw emit.Refuse(Refusal.KernelSignature, $"A kernel with the parameter {TypeNames.Of(type)} {parameter.Name}");
        var layout = TypeLayout.Of(type);
        string name = parameter.Name ?? $"p{parameter.Position}";
        if (specialized is not null)
        {
            var inner = TypeLayout.ScalarOf(type) is null && specialized.GetType() != type ? type.GetGenericArguments()[0] : type;
            var leaves = ValueShape.Of(inner).LeavesOf(emit.Constant(specialized, inner));
            return inner == type ? emit.FromLeaves(type, leaves)
                : new StructValue(type, [.. leaves.Select((leaf, i) => emit.Coerce(leaf, layout.Leaves[i].Type))]);
        }
        var values = new Value[layout.Leaves.Count];
        for (int i = 0; i < values.Length; i++)
        {
            var leaf = layout.Leaves[i];
            string suffix = leaf.Kind == LeafKind.ViewLength ? ".length" : values.Length > 1 && !TypeLayout.IsView(type) ? $".{i}" : "";
            values[i] = emit.Function.AddParameter(leaf.Type, name + suffix);
        }
        return emit.FromLeaves(type, values);
    }

    /// <summary>The index of an item: X over all groups and checked against the extent, Y and Z the group's.</summary>
    private StackValue Index(Type type, out Block exit)
    {
        var function = emit.Function;
        var builder = emit.Builder;
        var extentX = function.AddParameter(IrType.I32, "extent.x");
        function.AddParameter(IrType.I32, "extent.y");
        function.AddParameter(IrType.I32, "extent.z");
        var x = builder.Binary(Opcode.Add,
            builder.Binary(Opcode.Mul, Query(Opcode.GroupIndex, 0), GroupSize()), Query(Opcode.ThreadIndex, 0));
        var body = function.AddBlock();
        exit = function.AddBlock();
        builder.Branch(builder.Compare(Opcode.CmpLt, x, extentX), new Edge(body), new Edge(exit));
        builder.Block = body;
        Value[] index = _request.Indexing switch
        {
            KernelIndexing.Implicit1D => [x],
            KernelIndexing.Implicit2D => [x, Query(Opcode.GroupIndex, 1)],
            _ => [x, Query(Opcode.GroupIndex, 1), Query(Opcode.GroupIndex, 2)],
        };
        var leaves = TypeLayout.Of(type).Leaves;
        if (leaves.Count != index.Length || leaves.Any(leaf => !leaf.Type.IsInteger))
            throw emit.Refuse(Refusal.KernelSignature, $"A kernel of {index.Length} dimensions with the index {TypeNames.Of(type)}");
        return emit.FromLeaves(type, [.. index.Select((value, i) => emit.Coerce(value, leaves[i].Type))]);
    }

    private Value GroupSize() =>
        _request.GroupDimension.X > 0 ? emit.Function.Int(_request.GroupDimension.X) : Query(Opcode.GroupDimension, 0);

    private Instruction Query(Opcode op, int dimension)
    {
        var result = emit.Builder.Emit(op, IrType.I32);
        result.Immediate = dimension;
        return result;
    }
}
