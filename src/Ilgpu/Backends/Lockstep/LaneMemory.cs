using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>
/// Writes pointers and memory accesses: one access for all lanes where the address is the same, a vector access where addresses are
/// consecutive, a gather or scatter elsewhere.
/// </summary>
internal sealed class LaneMemory(
    LaneEmitter emitter, IrBuilder builder, LaneValues values, LaneGeometry geometry, Divergence shapes, LocalLayout locals, Value vectorIndex)
{
    private Value? _nowhere;

    /// <summary>Whether the instruction was one of these.</summary>
    public bool Emit(Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Opcode.Alloca:
                EmitAlloca(instruction);
                return true;
            case Opcode.SharedAlloca or Opcode.DynamicShared or Opcode.GroupIndex or Opcode.GridDimension:
                var copy = emitter.Copy(instruction, instruction.Type);
                emitter.GroupUniform.Add(copy);
                emitter.SetScalar(instruction, copy);
                return true;
            case Opcode.PtrAdd:
                EmitPtrAdd(instruction);
                return true;
            case Opcode.Load:
                EmitLoad(instruction);
                return true;
            case Opcode.Store:
                EmitStore(instruction);
                return true;
            case Opcode.Atomic or Opcode.AtomicCompareExchange:
                EmitAtomic(instruction);
                return true;
            default:
                return false;
        }
    }

    private void EmitAlloca(Instruction instruction)
    {
        long bytes = LocalLayout.BytesPerItem(instruction) * geometry.Lanes;
        var memory = builder.Emit(Opcode.Alloca, instruction.Type);
        memory.Immediate = bytes * geometry.Vectors;
        memory.Immediate2 = 64;
        Value own = memory;
        if (geometry.Vectors > 1)
            own = builder.PtrAdd(memory, vectorIndex, bytes, 0);
        emitter.SetScalar(instruction, own);
    }

    private void EmitPtrAdd(Instruction instruction)
    {
        var (pointer, index) = (instruction.Operands[0], instruction.Operands[1]);
        var (scale, offset) = (instruction.Immediate, instruction.Immediate2);
        var shape = shapes.Of(instruction);
        if (locals.RootOf(instruction) is { } root)
        {
            if (shape.IsUniform)
                emitter.SetScalar(instruction, builder.PtrAdd(values.Scalar(pointer), values.Scalar(index), scale * geometry.Lanes, offset * geometry.Lanes));
            else
                EmitLocalPtrAdd(instruction, root);
        }
        else if (!shape.IsVarying)
        {
            var sum = emitter.Copy(instruction, instruction.Type, values.Scalar(pointer), values.Scalar(index));
            emitter.SetScalar(instruction, sum);
        }
        else if (shapes.Of(pointer).IsUniform)
            values.SetAddress(instruction, new LaneAddress(values.Scalar(pointer), values.Vector(index), scale, offset));
        else if (shapes.Of(index).IsUniform && shapes.Of(pointer).IsVarying)
        {
            var address = values.Address(pointer);
            values.SetAddress(instruction, address with { Base = builder.PtrAdd(address.Base, values.Scalar(index), scale, offset) });
        }
        else
        {
            var bytes = Scaled(Wide(values.Vector(index)), scale);
            var sum = builder.Binary(Opcode.Add, values.Vector(pointer), bytes);
            if (offset != 0)
                sum = builder.Binary(Opcode.Add, sum, builder.Function.Constant(sum.Type, offset));
            values.SetVector(instruction, sum);
        }
    }

    /// <summary>An index into interleaved memory that differs between lanes, counted in granules.</summary>
    private void EmitLocalPtrAdd(Instruction instruction, LocalAllocation root)
    {
        var (pointer, index) = (instruction.Operands[0], instruction.Operands[1]);
        long steps = instruction.Immediate / root.Granule * geometry.Lanes;
        var moved = Scaled(values.Vector(index), steps);
        long offset = instruction.Immediate2 * geometry.Lanes;
        if (shapes.Of(pointer).IsUniform)
        {
            var lanes = values.Steps(moved.Type.Element, 1);
            values.SetAddress(instruction, new LaneAddress(values.Scalar(pointer), builder.Binary(Opcode.Add, moved, lanes), root.Granule, offset));
            return;
        }
        var before = values.Address(pointer);
        if (shapes.Of(index).IsUniform)
            values.SetAddress(instruction, before with { Base = builder.PtrAdd(before.Base, values.Scalar(index), instruction.Immediate * geometry.Lanes, offset) });
        else
            values.SetAddress(instruction, before with
            {
                Index = before.Index.Type == moved.Type ? builder.Binary(Opcode.Add, before.Index, moved) : builder.Binary(Opcode.Add, Wide(before.Index), Wide(moved)),
                Offset = before.Offset + offset,
            });
    }

    private Value Wide(Value index) =>
        index.Type.Kind == ScalarKind.I64 ? index : builder.Convert(Opcode.SExt, index, IrType.I64.WithLanes(geometry.Lanes));

    private Value Scaled(Value index, long scale) =>
        scale == 1 ? index : builder.Binary(Opcode.Mul, index, builder.Function.Constant(index.Type, scale));

    private void EmitLoad(Instruction instruction)
    {
        var pointer = instruction.Operands[0];
        var shape = shapes.Of(pointer);
        var type = values.VectorType(instruction.Type);
        bool local = locals.RootOf(pointer) is not null;
        if (shape.IsUniform && !local)
        {
            var load = builder.Load(Safe(values.Scalar(pointer)), instruction.Type, (int)instruction.Immediate);
            emitter.SetScalar(instruction, load);
        }
        else if (shape.IsUniform || shape.Stride == instruction.Type.ElementBytes)
        {
            var from = values.Scalar(pointer);
            values.SetVector(instruction, emitter.Mask is null || local
                ? builder.Load(from, type, instruction.Type.ElementBytes)
                : Aligned(builder.Emit(Opcode.MaskedLoad, type, from, emitter.Mask, builder.Function.Constant(type, 0)), instruction.Type));
        }
        else
        {
            var address = AddressOf(pointer);
            var gather = builder.Emit(Opcode.Gather, type, address.Base, address.Index, emitter.MaskOrAll, builder.Function.Constant(type, 0));
            gather.Immediate = address.Scale;
            gather.Immediate2 = address.Offset;
            values.SetVector(instruction, gather);
        }
    }

    private void EmitStore(Instruction instruction)
    {
        var (pointer, value) = (instruction.Operands[0], instruction.Operands[1]);
        var shape = shapes.Of(pointer);
        bool local = locals.RootOf(pointer) is not null;
        if (shape.IsUniform && !local)
            EmitUniformStore(instruction);
        else if (shape.IsUniform || shape.Stride == value.Type.ElementBytes)
        {
            var to = values.Scalar(pointer);
            if (emitter.Mask is null)
                builder.Store(to, values.Vector(value), value.Type.ElementBytes);
            else
                Aligned(builder.Emit(Opcode.MaskedStore, IrType.Void, to, emitter.Mask, values.Vector(value)), value.Type);
        }
        else
            Scatter(AddressOf(pointer), values.Vector(value));
    }

    /// <summary>All lanes write to one address: the last active lane's value stays.</summary>
    private void EmitUniformStore(Instruction instruction)
    {
        var (pointer, value) = (instruction.Operands[0], instruction.Operands[1]);
        var to = values.Scalar(pointer);
        if (shapes.Of(value).IsUniform)
            builder.Store(Safe(to), values.Scalar(value), (int)instruction.Immediate);
        else if (emitter.Mask is null)
        {
            var vector = values.Vector(value);
            var last = builder.Emit(Opcode.ExtractLane, vector.Type.Element, vector);
            last.Immediate = geometry.Lanes - 1;
            builder.Store(to, last, (int)instruction.Immediate);
        }
        else
            Scatter(new LaneAddress(to, builder.Function.Constant(IrType.I32.WithLanes(geometry.Lanes), 0), 1, 0), values.Vector(value));
    }

    private void EmitAtomic(Instruction instruction)
    {
        var address = AddressOf(instruction.Operands[0]);
        var operands = instruction.Operands.Skip(1).Select(values.Vector);
        var op = instruction.Op == Opcode.Atomic ? Opcode.MaskedAtomic : Opcode.MaskedAtomicCompareExchange;
        var result = builder.Emit(op, values.VectorType(instruction.Type), [address.Base, address.Index, emitter.MaskOrAll, .. operands]);
        result.Immediate = address.Scale;
        result.Immediate2 = address.Offset;
        result.Immediate3 = instruction.Immediate;
        values.SetVector(instruction, result);
    }

    private void Scatter(LaneAddress address, Value value)
    {
        var scatter = builder.Emit(Opcode.Scatter, IrType.Void, address.Base, address.Index, emitter.MaskOrAll, value);
        scatter.Immediate = address.Scale;
        scatter.Immediate2 = address.Offset;
    }

    private LaneAddress AddressOf(Value pointer)
    {
        var shape = shapes.Of(pointer);
        if (shape.IsVarying)
            return values.Address(pointer);
        return shape.IsUniform
            ? new LaneAddress(values.Scalar(pointer), builder.Function.Constant(IrType.I32.WithLanes(geometry.Lanes), 0), 1, 0)
            : new LaneAddress(values.Scalar(pointer), values.Iota(), shape.Stride!.Value, 0);
    }

    private static Instruction Aligned(Instruction access, IrType element)
    {
        access.Immediate = element.ElementBytes;
        return access;
    }

    /// <summary>The pointer, or memory of its own where no lane may be there to make the access right.</summary>
    private Value Safe(Value pointer)
    {
        if (!emitter.MayBeEmpty || emitter.Mask is not { } mask)
            return pointer;
        if (_nowhere is null)
        {
            var memory = builder.Function.Create(Opcode.Alloca, IrType.Pointer(AddressSpace.Local));
            memory.Immediate = memory.Immediate2 = 16;
            builder.Function.Entry.Instructions.Insert(0, memory);
            _nowhere = memory;
        }
        var any = builder.Emit(Opcode.MaskAny, IrType.I1, mask);
        var place = builder.Convert(Opcode.IntToPtr, builder.Convert(Opcode.PtrToInt, _nowhere, IrType.I64), pointer.Type);
        return builder.Select(any, pointer, place);
    }
}
