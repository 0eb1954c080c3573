using System.Reflection.Emit;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>Pushes and stores values while a method is written.</summary>
internal sealed class CpuWriter
{
    /// <summary>Entries of the frame, the second argument: 8 bytes each.</summary>
    public const int FrameGroup = 0, FrameGrid = 3, FrameDynamicShared = 6, FrameFault = 7, FrameEntries = 8;

    /// <summary>Bytes in front of scratch memory through which operations without an instruction of their own pass their vectors.</summary>
    public const int SpillBytes = SpillSlot * 6, SpillSlot = 128;

    private readonly StackFolding _folding;
    private readonly LocalColouring _colouring;
    private readonly LocalBuilder[][] _locals;
    private readonly ScalarOps _scalars;
    private readonly VectorOps _vectors;
    private readonly Interleaving _interleaving;

    public CpuWriter(ILGenerator il, VectorApi api, StackFolding folding, LocalColouring colouring, MemoryLayout memory)
    {
        Il = il;
        Api = api;
        Memory = memory;
        _folding = folding;
        _colouring = colouring;
        _locals = [.. colouring.Variables.Select(kind => Declare(kind))];
        _scalars = new ScalarOps(this);
        _vectors = new VectorOps(this);
        _interleaving = new Interleaving(this);
    }

    public ILGenerator Il { get; }
    public VectorApi Api { get; }
    public MemoryLayout Memory { get; }

    private LocalBuilder[] Declare(IrType kind)
    {
        if (!kind.IsVector)
            return [Il.DeclareLocal(VectorApi.Element(kind.Kind))];
        var type = Api.Vector(VectorApi.Element(kind.Kind));
        return [.. Enumerable.Range(0, VectorApi.Parts(kind.Kind)).Select(_ => Il.DeclareLocal(type))];
    }

    /// <summary>Sets the constants that the block's instructions use; at the start of the method, for every block.</summary>
    public void Prepare(Block block)
    {
        foreach (var instruction in block.Instructions)
            if (StridedAccesses.IsJoined(instruction))
                _interleaving.Prepare(instruction.Op, (int)instruction.Immediate3);
    }

    public void Write(Block block)
    {
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            var instruction = block.Instructions[i];
            if (!StridedAccesses.IsJoined(instruction))
            {
                Write(instruction);
                continue;
            }
            var group = block.Instructions.GetRange(i, (int)instruction.Immediate3);
            if (instruction.Op == Opcode.Scatter)
                _interleaving.Write(group);
            else
                StoreAll(group, _interleaving.Read(group));
            i += group.Count - 1;
        }
    }

    private void StoreAll(List<Instruction> group, LocalBuilder[] results)
    {
        for (int j = 0; j < group.Count; j++)
        {
            Il.Emit(OpCodes.Ldloc, results[j]);
            Store(_colouring.Of(group[j]), 0);
        }
    }

    /// <summary>Writes an instruction that stands at its place.</summary>
    private void Write(Instruction instruction)
    {
        if (_folding.IsFolded(instruction))
            return;
        if (instruction.Type.Kind == ScalarKind.Void)
        {
            Compute(instruction, 0);
            return;
        }
        int parts = instruction.Type.IsVector ? VectorApi.Parts(instruction.Type.Kind) : 1;
        int variable = _colouring.Of(instruction);
        if (_vectors.BeginInMemory(instruction))
        {
            for (int part = 0; part < parts; part++)
            {
                _vectors.LoadResult(instruction, part);
                Store(variable, part);
            }
            return;
        }
        for (int part = 0; part < parts; part++)
        {
            Compute(instruction, part);
            Store(variable, part);
        }
    }

    private void Store(int variable, int part)
    {
        if (variable < 0)
            Il.Emit(OpCodes.Pop);
        else
            Il.Emit(OpCodes.Stloc, _locals[variable][part]);
    }

    /// <summary>Pushes a value, or the native vector <paramref name="part"/> of one.</summary>
    public void Push(Value value, int part = 0)
    {
        switch (value)
        {
            case Constant constant:
                PushConstant(constant);
                break;
            case Parameter parameter:
                Il.Emit(OpCodes.Ldarg_0);
                PushInt(parameter.Index * 8);
                Il.Emit(OpCodes.Add);
                Il.Emit(ScalarOps.LoadCode(parameter.Type.Kind));
                break;
            case Instruction instruction when _folding.IsFolded(instruction):
                Compute(instruction, part);
                break;
            default:
                Il.Emit(OpCodes.Ldloc, _locals[_colouring.Of(value)][part]);
                break;
        }
    }

    /// <summary>Passes an edge's arguments to its target's parameters, all at once.</summary>
    public void Pass(Edge edge)
    {
        var moves = new List<LocalBuilder>();
        for (int i = 0; i < edge.Arguments.Length; i++)
        {
            int variable = _colouring.Of(edge.Target.Parameters[i]);
            if (variable < 0 || (edge.Arguments[i] is not (Constant or Parameter) && _colouring.Of(edge.Arguments[i]) == variable))
                continue;
            for (int part = 0; part < _locals[variable].Length; part++)
            {
                Push(edge.Arguments[i], part);
                moves.Add(_locals[variable][part]);
            }
        }
        for (int i = moves.Count - 1; i >= 0; i--)
            Il.Emit(OpCodes.Stloc, moves[i]);
    }

    public void PushInt(int value) => Il.Emit(OpCodes.Ldc_I4, value);

    public void PushLong(long value) => Il.Emit(OpCodes.Ldc_I8, value);

    /// <summary>Pushes the address of scratch memory at an offset.</summary>
    public void PushScratch(long offset)
    {
        Il.Emit(OpCodes.Ldarg_2);
        if (offset == 0)
            return;
        PushLong(offset);
        Il.Emit(OpCodes.Add);
    }

    /// <summary>Pushes an entry of the frame.</summary>
    public void PushFrame(int entry)
    {
        Il.Emit(OpCodes.Ldarg_1);
        PushInt(entry * 8);
        Il.Emit(OpCodes.Add);
        Il.Emit(OpCodes.Ldind_I8);
    }

    private void PushConstant(Constant constant)
    {
        if (constant.Type.IsVector)
        {
            _vectors.PushConstant(constant);
            return;
        }
        switch (constant.Type.Kind)
        {
            case ScalarKind.F32:
                Il.Emit(OpCodes.Ldc_R4, constant.AsFloat);
                break;
            case ScalarKind.F64:
                Il.Emit(OpCodes.Ldc_R8, constant.AsDouble);
                break;
            case ScalarKind.I64 or ScalarKind.Pointer:
                PushLong(constant.Bits);
                break;
            default:
                PushInt((int)constant.Bits);
                break;
        }
    }

    private void Compute(Instruction instruction, int part)
    {
        if (instruction.Type.IsVector || instruction.Operands.Any(operand => operand.Type.IsVector))
            _vectors.Write(instruction, part);
        else
            _scalars.Write(instruction);
    }
}
