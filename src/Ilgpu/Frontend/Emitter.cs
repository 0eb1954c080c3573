using System.Reflection;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>
/// The kernel being built and the small steps that every translated instruction is made of: conversions between stack and memory
/// types, loads and stores of whole values, allocation.
/// </summary>
internal sealed class Emitter
{
    private readonly Block _entry, _start;
    private readonly List<(Instruction Alloca, Value Count, int ElementSize, SourceLocation Location)> _openSizes = [];

    public Emitter(KernelRequest request, Function function)
    {
        Request = request;
        Function = function;
        Builder = new IrBuilder(function);
        _entry = function.AddBlock();
        Prologue = function.AddBlock();
        Builder.Block = function.AddBlock();
        _start = Builder.Block;
    }

    public KernelRequest Request { get; }
    public Function Function { get; }
    public IrBuilder Builder { get; }

    /// <summary>Runs before everything but allocations: fills constant tables.</summary>
    public Block Prologue { get; }

    public SourceLocation Location => Builder.Location;

    public KernelCompilationException Refuse(Refusal refusal, string subject) =>
        new(refusal, subject, Location.Method is null ? null : Location);

    /// <summary>Ends the entry and settles the allocations whose size was not known yet.</summary>
    public void Finish()
    {
        var last = Builder.Block;
        Builder.Location = default;
        Builder.Block = _entry;
        Builder.Jump(Prologue);
        Builder.Block = Prologue;
        Builder.Jump(_start);
        Builder.Block = last;
        if (_openSizes.Count == 0)
            return;
        var evaluator = new ConstantEvaluator(Function);
        foreach (var (alloca, count, elementSize, location) in _openSizes)
        {
            if (evaluator.Evaluate(count) is not { } known || known < 0)
                throw new KernelCompilationException(Refusal.DynamicArray, "This allocation", location);
            alloca.Immediate = Math.Max(1, known * elementSize);
        }
    }

    // Allocation

    public Instruction Alloca(int size, int alignment) => Allocate(Opcode.Alloca, AddressSpace.Local, size, alignment);

    public Instruction Alloca(ValueShape shape) => Alloca(Math.Max(1, shape.Size), shape.Alignment);

    /// <summary>Memory for <paramref name="count"/> elements; the count must turn out constant by the end of the kernel.</summary>
    public Instruction AllocateElements(Opcode op, Type element, Value count)
    {
        var layout = TypeLayout.Of(element);
        int alignment = layout.ElementAlignment;
        var space = op == Opcode.Alloca ? AddressSpace.Local : AddressSpace.Shared;
        if (ConstantEvaluator.Literal(count) is { } known)
        {
            if (known < 0)
                throw Refuse(Refusal.NotConstant, $"An allocation of {known} elements");
            return Allocate(op, space, Math.Max(1, checked((int)(known * layout.Size))), alignment);
        }
        var alloca = Allocate(op, space, 0, alignment);
        _openSizes.Add((alloca, count, layout.Size, Location));
        return alloca;
    }

    private Instruction Allocate(Opcode op, AddressSpace space, int size, int alignment)
    {
        var alloca = Function.Create(op, IrType.Pointer(space));
        alloca.Immediate = size;
        alloca.Immediate2 = alignment;
        alloca.Location = Location;
        _entry.Instructions.Add(alloca);
        return alloca;
    }

    // Conversion between what the stack and what memory holds

    /// <summary>A scalar as another type of the same kind: widened with sign, narrowed, or tested against zero for I1.</summary>
    public Value Coerce(Value value, IrType type)
    {
        var from = value.Type;
        if (from == type || from.IsPointer && type.IsPointer)
            return value;
        if (value is Constant constant && from.IsInteger && type.IsInteger)
            return Function.Constant(type, type == IrType.I1 ? (constant.Bits != 0 ? 1 : 0) : from == IrType.I1 ? constant.Bits & 1 : constant.Bits);
        if (from.IsPointer && type.IsInteger)
            return Coerce(Builder.Convert(Opcode.PtrToInt, value, IrType.I64), type);
        if (from.IsInteger && type.IsPointer)
            return Builder.Convert(Opcode.IntToPtr, Coerce(value, IrType.I64), type);
        if (from.IsFloat && type.IsFloat)
            return Builder.Convert(Opcode.FConvert, value, type);
        if (!from.IsInteger || !type.IsInteger)
            throw Refuse(Refusal.InvalidIl, $"A conversion from {from} to {type}");
        if (type == IrType.I1)
            return Builder.Compare(Opcode.CmpNe, value, Function.Constant(from, 0));
        if (type.Bits > from.Bits)
            return Builder.Convert(from == IrType.I1 ? Opcode.ZExt : Opcode.SExt, value, type);
        if (value is Instruction { Op: Opcode.ZExt or Opcode.SExt } extended && extended.Operands[0].Type == type)
            return extended.Operands[0];
        return Builder.Convert(Opcode.Trunc, value, type);
    }

    /// <summary>A leaf as memory holds it, put on the stack: narrow integers become I32 by the sign of their .NET type.</summary>
    public Value Widen(Value value, Type type)
    {
        if (value.Type != IrType.I8 && value.Type != IrType.I16)
            return value;
        bool signed = IsSigned(type);
        if (value is Constant constant)
        {
            long mask = (1L << value.Type.Bits) - 1;
            return Function.Int((int)(signed ? constant.Bits : constant.Bits & mask));
        }
        return Builder.Convert(signed ? Opcode.SExt : Opcode.ZExt, value, IrType.I32);
    }

    public static bool IsSigned(Type type) => Type.GetTypeCode(type) is TypeCode.SByte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 || type == typeof(nint);

    /// <summary>An integer or bool as I32, anything else as it is.</summary>
    public Value Full(Value value) => value.Type == IrType.I1 ? Coerce(value, IrType.I32) : value;

    /// <summary>What the stack value is when it is stored as <paramref name="shape"/>.</summary>
    public Value[] ToLeaves(StackValue value, ValueShape shape)
    {
        if (value is NullValue)
            return [.. shape.Leaves.Select(Zero)];
        if (value is BoxedValue)
            throw Refuse(Refusal.Boxing, TypeNames.Of(shape.Type));
        if (value is TextValue)
            throw Refuse(Refusal.Text, "A string");
        var leaves = shape.LeavesOf(value);
        if (leaves.Length != shape.Leaves.Count)
            throw Refuse(Refusal.InvalidIl, $"A value used as {TypeNames.Of(shape.Type)}");
        return [.. leaves.Select((leaf, i) => Coerce(leaf, shape.Leaves[i].Type))];
    }

    /// <summary>Leaves of memory types as a stack value of .NET type <paramref name="type"/>.</summary>
    public StackValue FromLeaves(Type type, Value[] leaves)
    {
        if (type.IsByRef || type.IsPointer)
            return new PointerValue(leaves[0], Pointee(type));
        if (type.IsSZArray)
            return new ArrayValue(type.GetElementType()!, leaves[0], leaves[1]);
        return TypeLayout.ScalarOf(type) is null ? new StructValue(type, leaves) : new ScalarValue(Widen(leaves[0], type));
    }

    public static Type? Pointee(Type pointer) => pointer.GetElementType() is { } element && element != typeof(void) ? element : null;

    /// <summary>A stack value as if it had been stored in a variable of the type and read again.</summary>
    public StackValue As(StackValue value, Type type)
    {
        if (value is TextValue && type == typeof(string))
            return value;
        if (value is TokenValue or BoxedValue or TextValue or NullValue && !type.IsValueType && !type.IsSZArray && !type.IsByRef && !type.IsPointer)
            return value;
        var result = FromLeaves(type, ToLeaves(value, ValueShape.Of(type)));
        return result is PointerValue pointer && value is PointerValue { Alignment: > 0 } known ? pointer with { Alignment = known.Alignment } : result;
    }

    public Constant Zero(LayoutLeaf leaf) => Function.Constant(leaf.Type, 0);

    public StackValue Default(Type type) => FromLeaves(type, [.. ValueShape.Of(type).Leaves.Select(Zero)]);

    // Memory

    /// <summary>The address <paramref name="bytes"/> further on.</summary>
    public Value Offset(Value pointer, long bytes)
    {
        if (bytes == 0)
            return pointer;
        return pointer is Instruction { Op: Opcode.PtrAdd } add
            ? Builder.PtrAdd(add.Operands[0], add.Operands[1], add.Immediate, add.Immediate2 + bytes)
            : Builder.PtrAdd(pointer, Function.Int(0), 1, bytes);
    }

    public StackValue Load(Value pointer, Type type, int alignment = 0)
    {
        var shape = ValueShape.Of(type);
        var leaves = new Value[shape.Leaves.Count];
        for (int i = 0; i < leaves.Length; i++)
            leaves[i] = Builder.Load(Offset(pointer, shape.Leaves[i].Offset), shape.Leaves[i].Type, LeafAlignment(shape, shape.Leaves[i], alignment));
        return FromLeaves(type, leaves);
    }

    public void Store(Value pointer, Type type, StackValue value, int alignment = 0)
    {
        var shape = ValueShape.Of(type);
        StoreLeaves(pointer, shape, ToLeaves(value, shape), alignment);
    }

    public void StoreLeaves(Value pointer, ValueShape shape, Value[] leaves, int known = 0)
    {
        for (int i = 0; i < leaves.Length; i++)
            Builder.Store(Offset(pointer, shape.Leaves[i].Offset), leaves[i], LeafAlignment(shape, shape.Leaves[i], known));
    }

    /// <summary>By the type of the leaf and of the whole value, or by what is known of the address.</summary>
    private static int LeafAlignment(ValueShape shape, LayoutLeaf leaf, int known)
    {
        int whole = known > 0 ? known : Math.Min(shape.Alignment, leaf.Type.ElementBytes);
        return TypeLayout.AlignmentAt(whole, leaf.Offset);
    }

    /// <summary>A value put in memory of its own, where an address is needed.</summary>
    public PointerValue Spill(Type type, StackValue value)
    {
        var pointer = Alloca(ValueShape.Of(type));
        Store(pointer, type, value);
        return new PointerValue(pointer, type);
    }

    /// <summary>Writes zeros to <paramref name="count"/> elements from <paramref name="pointer"/> on.</summary>
    public void Clear(Value pointer, Type element, Value count)
    {
        const int unrolled = 256;
        var layout = TypeLayout.Of(element);
        if (ConstantEvaluator.Literal(count) is { } known && known * layout.Leaves.Count <= unrolled)
        {
            for (int i = 0; i < known; i++)
                Store(Offset(pointer, i * layout.Size), element, Default(element));
            return;
        }
        var loop = Function.AddBlock();
        var body = Function.AddBlock();
        var end = Function.AddBlock();
        var index = Function.AddBlockParameter(loop, IrType.I32);
        Builder.Jump(loop, Function.Int(0));
        Builder.Block = loop;
        Builder.Branch(Builder.Compare(Opcode.CmpLt, index, Coerce(count, IrType.I32)), new Edge(body), new Edge(end));
        Builder.Block = body;
        Store(Builder.PtrAdd(pointer, index, layout.Size, 0), element, Default(element));
        Builder.Jump(loop, Builder.Binary(Opcode.Add, index, Function.Int(1)));
        Builder.Block = end;
    }

    /// <summary>With Validate: the index must lie in [0, length).</summary>
    public void CheckBounds(Value index, Value length, string what)
    {
        if (!Request.Validate)
            return;
        var inside = Builder.Compare(Opcode.CmpLtU, Coerce(index, IrType.I64), Coerce(length, IrType.I64));
        var assert = Builder.Emit(Opcode.Assert, IrType.Void, inside);
        assert.Text = $"index outside of the {what}";
    }

    /// <summary>The address of an element.</summary>
    public Value Element(Value pointer, Value index, int size) =>
        ConstantEvaluator.Literal(index) is { } known ? Offset(pointer, known * size) : Builder.PtrAdd(pointer, index, size, 0);

    /// <summary>A compile-time value of primitive or unmanaged struct type as constants.</summary>
    public StackValue Constant(object boxed, Type type)
    {
        var shape = ValueShape.Of(type);
        byte[] bytes = ConstantBytes.Of(boxed, type);
        return FromLeaves(type, [.. shape.Leaves.Select(leaf => ConstantBytes.Read(Function, bytes, leaf))]);
    }

}
