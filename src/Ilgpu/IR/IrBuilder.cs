namespace ConvGpu.Ilgpu.IR;

/// <summary>Appends instructions to a block. It does not fold: passes do.</summary>
internal sealed class IrBuilder(Function function)
{
    public Function Function { get; } = function;
    public Block Block { get; set; } = null!;
    public SourceLocation Location { get; set; }

    public Instruction Emit(Opcode op, IrType type, params Value[] operands)
    {
        var instruction = Function.Create(op, type, operands);
        instruction.Location = Location;
        Block.Instructions.Add(instruction);
        return instruction;
    }

    /// <summary>A two-operand operation of the operands' own type.</summary>
    public Instruction Binary(Opcode op, Value left, Value right) => Emit(op, left.Type, left, right);

    public Instruction Unary(Opcode op, Value value) => Emit(op, value.Type, value);

    public Instruction Compare(Opcode op, Value left, Value right) => Emit(op, IrType.I1.WithLanes(left.Type.Lanes), left, right);

    public Instruction Select(Value condition, Value ifTrue, Value ifFalse) => Emit(Opcode.Select, ifTrue.Type, condition, ifTrue, ifFalse);

    public Instruction Convert(Opcode op, Value value, IrType type) => Emit(op, type, value);

    public Instruction PtrAdd(Value pointer, Value index, long scale, long offset)
    {
        var result = Emit(Opcode.PtrAdd, pointer.Type, pointer, index);
        result.Immediate = scale;
        result.Immediate2 = offset;
        return result;
    }

    public Instruction Load(Value pointer, IrType type, int alignment = 0)
    {
        var result = Emit(Opcode.Load, type, pointer);
        result.Immediate = alignment == 0 ? type.ElementBytes : alignment;
        return result;
    }

    public Instruction Store(Value pointer, Value value, int alignment = 0)
    {
        var result = Emit(Opcode.Store, IrType.Void, pointer, value);
        result.Immediate = alignment == 0 ? value.Type.ElementBytes : alignment;
        return result;
    }

    public void Jump(Block target, params Value[] arguments) => End(new Jump(new Edge(target, arguments)));

    public void Branch(Value condition, Edge ifTrue, Edge ifFalse) => End(new Branch(condition, ifTrue, ifFalse));

    public void Return() => End(new Return());

    private void End(Terminator terminator)
    {
        terminator.Location = Location;
        Block.Terminator = terminator;
    }
}
