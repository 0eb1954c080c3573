using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>Writes the vector form of instructions other than memory accesses, which <see cref="LaneMemory"/> does.</summary>
internal sealed class LaneEmitter
{
    private readonly IrBuilder _builder;
    private readonly LaneValues _values;
    private readonly LaneGeometry _geometry;
    private readonly Divergence _shapes;
    private readonly Value _vectorIndex;
    private readonly LaneMemory _memory;
    private Value? _firstItem;

    public LaneEmitter(IrBuilder builder, LaneValues values, LaneGeometry geometry, Divergence shapes, LocalLayout locals, Value vectorIndex)
    {
        _builder = builder;
        _values = values;
        _geometry = geometry;
        _shapes = shapes;
        _vectorIndex = vectorIndex;
        _memory = new LaneMemory(this, builder, values, geometry, shapes, locals, vectorIndex);
    }

    /// <summary>Values written so far that are the same for every vector of the group.</summary>
    public HashSet<Value> GroupUniform { get; } = [];

    /// <summary>The lanes that run the current block; null when all do.</summary>
    public Value? Mask { get; set; }

    /// <summary>The current block may run without any lane.</summary>
    public bool MayBeEmpty { get; set; }

    public Value MaskOrAll => Mask ?? _builder.Function.Constant(IrType.I1.WithLanes(_geometry.Lanes), 1);

    public Value And(Value? mask, Value condition) => mask is null or Constant { Bits: 1 } ? condition : _builder.Binary(Opcode.And, mask, condition);

    /// <summary>Emits what the whole kernel uses, in the entry block, and returns its mask: the lanes that have an item, null when all do.</summary>
    public Value? EntryMask()
    {
        _firstItem = _builder.Binary(Opcode.Mul, _vectorIndex, _builder.Function.Int(_geometry.Lanes));
        if (!_geometry.HasPartialVector)
            return null;
        var item = _values.Spread(_firstItem, 1);
        return _builder.Compare(Opcode.CmpLt, item, _builder.Function.Constant(item.Type, _geometry.Items));
    }

    public void Emit(Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Opcode.ThreadIndex:
                EmitThreadIndex(instruction);
                break;
            case Opcode.LaneIndex:
                SetScalar(instruction, _builder.Function.Int(0));
                break;
            case Opcode.WarpSize:
                SetScalar(instruction, _builder.Function.Int(_geometry.Lanes));
                break;
            case Opcode.GroupDimension:
                SetScalar(instruction, _builder.Function.Int(_geometry.Extent((int)instruction.Immediate)));
                break;
            case Opcode.Barrier:
                if (_geometry.Vectors > 1)
                    Copy(instruction, instruction.Type);
                break;
            case Opcode.BarrierReduce:
                EmitReduce(instruction);
                break;
            case Opcode.GroupBroadcast:
                EmitBroadcast(instruction);
                break;
            case Opcode.WarpShuffle:
                EmitShuffle(instruction);
                break;
            case Opcode.WarpBarrier:
                break;
            case Opcode.Fence:
                Copy(instruction, instruction.Type);
                break;
            case Opcode.Print:
                EmitPrint(instruction);
                break;
            case Opcode.Assert:
                EmitAssert(instruction);
                break;
            default:
                if (!_memory.Emit(instruction))
                    EmitElementwise(instruction);
                break;
        }
    }

    /// <summary>Sets the scalar of a uniform or linear value, and its vector beside it; what is not used is removed in the end.</summary>
    public void SetScalar(Instruction instruction, Value scalar)
    {
        var shape = _shapes.Of(instruction);
        _values.SetScalar(instruction, scalar);
        if (shape.IsExact || scalar.Type.IsPointer)
            _values.SetVector(instruction, _values.Spread(scalar, shape.Stride!.Value));
        else
            _values.SetVector(instruction, Create(instruction, _values.VectorType(instruction.Type), [.. instruction.Operands.Select(_values.Vector)]));
    }

    /// <summary>A copy of the instruction with this type and these operands.</summary>
    public Instruction Create(Instruction instruction, IrType type, params Value[] operands)
    {
        var result = _builder.Emit(instruction.Op, type, operands);
        result.Immediate = instruction.Immediate;
        result.Immediate2 = instruction.Immediate2;
        result.Immediate3 = instruction.Immediate3;
        result.Text = instruction.Text;
        return result;
    }

    public Instruction Copy(Instruction instruction, IrType type, params Value[] operands)
    {
        var result = Create(instruction, type, operands);
        bool shared = instruction.Info.IsPure || instruction.Op == Opcode.SharedAlloca;
        if (shared && !type.IsVector && operands.All(IsGroupUniform))
            GroupUniform.Add(result);
        return result;
    }

    private bool IsGroupUniform(Value value) => value is Constant || GroupUniform.Contains(value);

    private void EmitElementwise(Instruction instruction)
    {
        if (!_shapes.Of(instruction).IsVarying)
        {
            SetScalar(instruction, Copy(instruction, instruction.Type, [.. instruction.Operands.Select(_values.Scalar)]));
            return;
        }
        var operands = instruction.Operands.Select(_values.Vector).ToArray();
        if (instruction.Op == Opcode.Select && operands[1] == operands[2])
            _values.SetVector(instruction, operands[1]);
        // Vectors of pointers are vectors of integers.
        else if (instruction.Op is Opcode.PtrToInt or Opcode.IntToPtr)
            _values.SetVector(instruction, operands[0]);
        else
            _values.SetVector(instruction, Create(instruction, _values.VectorType(instruction.Type), operands));
    }

    private void EmitThreadIndex(Instruction instruction)
    {
        int dimension = (int)instruction.Immediate, extent = _geometry.Extent(dimension), pitch = _geometry.Pitch(dimension);
        var function = _builder.Function;
        Value Index(Value item)
        {
            var at = pitch == 1 ? item : _builder.Binary(Opcode.DivU, item, function.Constant(item.Type, pitch));
            return extent * pitch == _geometry.Items ? at : _builder.Binary(Opcode.RemU, at, function.Constant(item.Type, extent));
        }
        if (extent == 1)
            SetScalar(instruction, function.Int(0));
        else if (_shapes.Of(instruction).IsVarying)
            _values.SetVector(instruction, Index(_values.Spread(_firstItem!, 1)));
        else
            SetScalar(instruction, Index(_firstItem!));
    }

    private void EmitReduce(Instruction instruction)
    {
        var predicate = And(Mask, _values.Vector(instruction.Operands[0]));
        Value own = (BarrierReduction)instruction.Immediate switch
        {
            BarrierReduction.PopCount => _builder.Emit(Opcode.MaskCount, IrType.I32, predicate),
            BarrierReduction.Or => _builder.Emit(Opcode.MaskAny, IrType.I1, predicate),
            _ => _builder.Emit(Opcode.MaskAll, IrType.I1, Mask is null ? predicate
                : _builder.Binary(Opcode.Or, predicate, _builder.Unary(Opcode.Not, Mask))),
        };
        if (_geometry.Vectors > 1)
        {
            own = Create(instruction, own.Type, own);
            GroupUniform.Add(own);
        }
        // The predicate's type decides nothing else: And and Or may be asked for as a number.
        if (own.Type != instruction.Type)
            own = _builder.Convert(Opcode.ZExt, own, instruction.Type);
        SetScalar(instruction, own);
    }

    private void EmitBroadcast(Instruction instruction)
    {
        var value = _values.Vector(instruction.Operands[0]);
        var item = _values.Scalar(instruction.Operands[1]);
        if (_geometry.Vectors == 1)
            SetScalar(instruction, _builder.Emit(Opcode.ExtractLaneDynamic, value.Type.Element, value, item));
        else
        {
            var result = Create(instruction, instruction.Type, value, item);
            GroupUniform.Add(result);
            SetScalar(instruction, result);
        }
    }

    private void EmitShuffle(Instruction instruction)
    {
        var value = _values.Vector(instruction.Operands[0]);
        var lane = _values.Iota();
        Value Number(int number) => _builder.Function.Constant(lane.Type, number);
        var amount = _values.Vector(instruction.Operands[1]);
        var last = _builder.Binary(Opcode.Sub, _values.Vector(instruction.Operands[2]), Number(1));
        var first = _builder.Binary(Opcode.And, lane, _builder.Unary(Opcode.Not, last));
        Value source;
        switch ((ShuffleKind)instruction.Immediate)
        {
            case ShuffleKind.Index:
                source = _builder.Binary(Opcode.Or, first, _builder.Binary(Opcode.And, amount, last));
                break;
            case ShuffleKind.Up:
                var down = _builder.Binary(Opcode.Sub, lane, amount);
                source = _builder.Select(_builder.Compare(Opcode.CmpGe, down, first), down, lane);
                break;
            case ShuffleKind.Down:
                var up = _builder.Binary(Opcode.Add, lane, amount);
                source = _builder.Select(_builder.Compare(Opcode.CmpLe, up, _builder.Binary(Opcode.Or, first, last)), up, lane);
                break;
            default:
                var other = _builder.Binary(Opcode.Xor, lane, amount);
                source = _builder.Select(_builder.Compare(Opcode.CmpLe, other, _builder.Binary(Opcode.Or, first, last)), other, lane);
                break;
        }
        source = _builder.Binary(Opcode.And, source, Number(_geometry.Lanes - 1));
        _values.SetVector(instruction, _builder.Emit(Opcode.PermuteLanes, value.Type, value, source));
    }

    private void EmitAssert(Instruction instruction)
    {
        var condition = _values.Vector(instruction.Operands[0]);
        if (Mask is not null)
            condition = _builder.Binary(Opcode.Or, condition, _builder.Unary(Opcode.Not, Mask));
        Create(instruction, IrType.Void, _builder.Emit(Opcode.MaskAll, IrType.I1, condition));
    }

    /// <summary>One instruction per lane: its operands are the lane's mask bit and values.</summary>
    private void EmitPrint(Instruction instruction)
    {
        var operands = instruction.Operands.Select(_values.Vector).ToArray();
        for (int lane = 0; lane < _geometry.Lanes; lane++)
            Create(instruction, IrType.Void, [Extract(MaskOrAll, lane), .. operands.Select(operand => Extract(operand, lane))]).Immediate = 1;
    }

    private Instruction Extract(Value vector, int lane)
    {
        var result = _builder.Emit(Opcode.ExtractLane, vector.Type.Element, vector);
        result.Immediate = lane;
        return result;
    }
}
