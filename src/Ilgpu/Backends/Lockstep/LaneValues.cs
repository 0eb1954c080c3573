using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>Pointers that differ between lanes: Base + Index * Scale + Offset.</summary>
internal sealed record LaneAddress(Value Base, Value Index, long Scale, long Offset);

/// <summary>
/// What stands for each scalar value in the vector function: the value of lane 0 (uniform and linear values), the vector of all lanes, or,
/// for pointers that differ irregularly, a scalar base with a vector of indices. A vector of pointers holds them as integers.
/// </summary>
internal sealed class LaneValues(IrBuilder builder, LaneGeometry geometry, Function source)
{
    private readonly Value?[] _scalars = new Value?[source.ValueCount];
    private readonly Value?[] _vectors = new Value?[source.ValueCount];
    private readonly LaneAddress?[] _addresses = new LaneAddress?[source.ValueCount];

    public int Lanes => geometry.Lanes;

    /// <summary>The type of the vector of all lanes.</summary>
    public IrType VectorType(IrType type) => (type.IsPointer ? IrType.I64 : type).WithLanes(Lanes);

    /// <summary>The one value, or lane 0's.</summary>
    public Value Scalar(Value value) => value is Constant constant ? builder.Function.Constant(constant.Type, constant.Bits)
        : _scalars[value.Id] ?? throw new InvalidOperationException($"%{value.Id} has no scalar form.");

    public void SetScalar(Value value, Value scalar) => _scalars[value.Id] = scalar;

    public void SetVector(Value value, Value vector) => _vectors[value.Id] = vector;

    public void SetAddress(Value value, LaneAddress address) => _addresses[value.Id] = address;

    public Value Vector(Value value)
    {
        if (value is Constant constant)
            return builder.Function.Constant(VectorType(constant.Type), constant.Bits);
        if (_vectors[value.Id] is { } vector)
            return vector;
        if (_addresses[value.Id] is { } address)
            return Flatten(address);
        throw new InvalidOperationException($"%{value.Id} has no vector form.");
    }

    /// <summary>A pointer that differs between lanes as base and index.</summary>
    public LaneAddress Address(Value pointer)
    {
        if (_addresses[pointer.Id] is { } address)
            return address;
        var zero = builder.Emit(Opcode.IntToPtr, pointer.Type, builder.Function.Long(0));
        return new LaneAddress(zero, Vector(pointer), 1, 0);
    }

    public Value Splat(Value scalar)
    {
        if (scalar is Constant constant)
            return builder.Function.Constant(VectorType(constant.Type), constant.Bits);
        if (scalar.Type.IsPointer)
            scalar = builder.Convert(Opcode.PtrToInt, scalar, IrType.I64);
        return builder.Emit(Opcode.Splat, scalar.Type.WithLanes(Lanes), scalar);
    }

    public Value Iota() => builder.Emit(Opcode.LaneIota, IrType.I32.WithLanes(Lanes));

    /// <summary>0, stride, 2 * stride, ... as a vector of this integer type.</summary>
    public Value Steps(IrType type, long stride)
    {
        Value steps = Iota();
        if (type.Kind is ScalarKind.I64 or ScalarKind.Pointer)
            steps = builder.Convert(Opcode.SExt, steps, IrType.I64.WithLanes(Lanes));
        return stride == 1 ? steps : builder.Binary(Opcode.Mul, steps, builder.Function.Constant(steps.Type, stride));
    }

    /// <summary>The vector of a value that is linear in the lane.</summary>
    public Value Spread(Value scalar, long stride) =>
        stride == 0 ? Splat(scalar) : builder.Binary(Opcode.Add, Splat(scalar), Steps(scalar.Type, stride));

    private Value Flatten(LaneAddress address)
    {
        var index = address.Index.Type.Kind == ScalarKind.I64
            ? address.Index
            : builder.Convert(Opcode.SExt, address.Index, IrType.I64.WithLanes(Lanes));
        var bytes = address.Scale == 1 ? index : builder.Binary(Opcode.Mul, index, builder.Function.Constant(index.Type, address.Scale));
        var start = builder.PtrAdd(address.Base, builder.Function.Int(0), 1, address.Offset);
        return builder.Binary(Opcode.Add, bytes, Splat(start));
    }
}
