using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// Finds for every pointer of unknown space where it points: from what it is made of, along block parameters, selects and steps, and
/// through per-item memory that holds pointers.
/// </summary>
/// <exception cref="KernelCompilationException">A pointer comes from different memories, or from data.</exception>
internal sealed class InferAddressSpaces
{
    private const byte Unknown = 0, Conflict = 4;

    private readonly Function _function;
    /// <summary>By value id: an <see cref="AddressSpace"/>, <see cref="Unknown"/> or <see cref="Conflict"/>.</summary>
    private readonly byte[] _space;
    /// <summary>By id of an allocation: the space of the pointers it holds.</summary>
    private readonly byte[] _held;
    private bool _changed;

    private InferAddressSpaces(Function function)
    {
        _function = function;
        _space = new byte[function.ValueCount];
        _held = new byte[function.ValueCount];
    }

    public static bool Run(Function function)
    {
        bool any = function.Parameters.Exists(parameter => IsGeneric(parameter.Type));
        foreach (var block in function.Blocks)
            any |= block.Parameters.Exists(parameter => IsGeneric(parameter.Type))
                || block.Instructions.Exists(instruction => IsGeneric(instruction.Type));
        if (any)
            new InferAddressSpaces(function).Infer();
        return any;
    }

    private static bool IsGeneric(IrType type) => type is { IsPointer: true, Space: AddressSpace.Generic };

    private void Infer()
    {
        foreach (var parameter in _function.Parameters)
            if (IsGeneric(parameter.Type))
                parameter.Type = IrType.Pointer(AddressSpace.Global);
        do
        {
            _changed = false;
            foreach (var block in _function.Blocks)
                Propagate(block);
        }
        while (_changed);
        var substitution = new Substitution(_function);
        foreach (var block in _function.Blocks)
            Assign(block, substitution);
        substitution.Apply();
        foreach (var block in _function.Blocks)
            FixNulls(block);
    }

    private void Propagate(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            var operands = instruction.Operands;
            if (instruction.Op == Opcode.Store && operands[1].Type.IsPointer)
                Meet(_held, Address.Root(operands[0]), SpaceOf(operands[1]));
            if (!IsGeneric(instruction.Type))
                continue;
            switch (instruction.Op)
            {
                case Opcode.Select:
                    Meet(_space, instruction, SpaceOf(operands[1]));
                    Meet(_space, instruction, SpaceOf(operands[2]));
                    break;
                case Opcode.Load:
                    var root = Address.Root(operands[0]);
                    Meet(_space, instruction, root is Instruction { Op: Opcode.Alloca } ? _held[root.Id] : Conflict);
                    break;
                case Opcode.PtrAdd or Opcode.BitCast or Opcode.GroupBroadcast or Opcode.WarpShuffle:
                    Meet(_space, instruction, SpaceOf(operands[0]));
                    break;
                case Opcode.IntToPtr:
                    Meet(_space, instruction, operands[0] is Instruction { Op: Opcode.PtrToInt } from ? SpaceOf(from.Operands[0]) : Conflict);
                    break;
                default:
                    Meet(_space, instruction, Conflict);
                    break;
            }
        }
        foreach (var edge in block.Terminator!.Edges)
            for (int i = 0; i < edge.Arguments.Length; i++)
                if (IsGeneric(edge.Target.Parameters[i].Type))
                    Meet(_space, edge.Target.Parameters[i], SpaceOf(edge.Arguments[i]));
    }

    private byte SpaceOf(Value value) =>
        value is Constant ? Unknown : IsGeneric(value.Type) ? _space[value.Id] : (byte)value.Type.Space;

    private void Meet(byte[] table, Value value, byte space)
    {
        byte before = table[value.Id];
        if (space == Unknown || space == before || before == Conflict)
            return;
        table[value.Id] = before == Unknown ? space : Conflict;
        _changed = true;
    }

    private void Assign(Block block, Substitution substitution)
    {
        foreach (var parameter in block.Parameters)
            if (IsGeneric(parameter.Type))
                parameter.Type = Found(parameter, FirstLocation(block));
        foreach (var instruction in block.Instructions)
        {
            if (IsGeneric(instruction.Type))
                instruction.Type = Found(instruction, instruction.Location);
            if (instruction.Op == Opcode.BitCast && instruction.Type == instruction.Operands[0].Type)
                substitution.Replace(instruction, instruction.Operands[0]);
        }
    }

    private IrType Found(Value value, SourceLocation location) => _space[value.Id] switch
    {
        Conflict => throw new KernelCompilationException(Refusal.MergedPointers, "a reference", location),
        Unknown => IrType.Pointer(AddressSpace.Global),
        var space => IrType.Pointer((AddressSpace)space),
    };

    private static SourceLocation FirstLocation(Block block) =>
        block.Instructions.Count > 0 ? block.Instructions[0].Location : block.Terminator!.Location;

    /// <summary>Null pointers take the type of what they meet; a cast that only forgot the space is gone.</summary>
    private void FixNulls(Block block)
    {
        foreach (var instruction in block.Instructions)
        {
            var operands = instruction.Operands;
            var wanted = instruction.Op switch
            {
                Opcode.Select or Opcode.PtrAdd or Opcode.GroupBroadcast or Opcode.WarpShuffle => instruction.Type,
                >= Opcode.CmpEq and <= Opcode.CmpGeU => operands[0] is Constant ? operands[1].Type : operands[0].Type,
                _ => IrType.Void,
            };
            if (wanted.IsPointer)
                for (int i = 0; i < operands.Length; i++)
                    operands[i] = Retyped(operands[i], wanted);
            if (instruction.Op == Opcode.Store && operands[1] is Constant && _held[Address.Root(operands[0]).Id] is var held and not (Unknown or Conflict))
                operands[1] = Retyped(operands[1], IrType.Pointer((AddressSpace)held));
        }
        foreach (var edge in block.Terminator!.Edges)
            for (int i = 0; i < edge.Arguments.Length; i++)
                edge.Arguments[i] = Retyped(edge.Arguments[i], edge.Target.Parameters[i].Type);
    }

    private Value Retyped(Value value, IrType wanted) =>
        value is Constant constant && value.Type.IsPointer && wanted.IsPointer ? _function.Constant(wanted, constant.Bits) : value;
}
