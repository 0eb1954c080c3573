using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>
/// Finds the compile-time value of an integer in unoptimised IR, looking through variables that are written once. Used for the sizes
/// of allocations, which must be known before any pass has run.
/// </summary>
internal sealed class ConstantEvaluator
{
    private const int MaximumDepth = 64;
    private readonly Dictionary<(Value Alloca, long Offset), Value?> _only = [];
    private readonly HashSet<Value> _escaped = [];

    public ConstantEvaluator(Function function)
    {
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Instructions)
                Note(instruction);
            if (block.Terminator is { } terminator)
                foreach (var argument in terminator.Edges.SelectMany(edge => edge.Arguments))
                    Escape(argument);
        }
    }

    /// <summary>The value of an integer constant; null for everything else.</summary>
    public static long? Literal(Value value) => value is Constant constant && constant.Type.IsInteger ? constant.Bits : null;

    public long? Evaluate(Value value) => Evaluate(value, 0);

    private long? Evaluate(Value value, int depth)
    {
        if (Literal(value) is { } literal)
            return literal;
        if (depth > MaximumDepth || value is not Instruction instruction)
            return null;
        if (instruction.Op == Opcode.Load)
            return Slot(instruction.Operands[0]) is { } slot && !_escaped.Contains(slot.Alloca) && _only.GetValueOrDefault(slot) is { } stored
                ? Evaluate(stored, depth + 1) : null;
        var operands = instruction.Operands.Select(operand => Evaluate(operand, depth + 1)).ToArray();
        if (operands.Any(operand => operand is null))
            return null;
        long? result = Compute(instruction, [.. operands.Select(operand => operand!.Value)]);
        return instruction.Type == IrType.I32 ? (int?)result : result;
    }

    private static long? Compute(Instruction instruction, long[] x) => instruction.Op switch
    {
        Opcode.Add => x[0] + x[1],
        Opcode.Sub => x[0] - x[1],
        Opcode.Mul => x[0] * x[1],
        Opcode.DivS when x[1] != 0 => x[0] / x[1],
        Opcode.RemS when x[1] != 0 => x[0] % x[1],
        Opcode.Shl => x[0] << (int)(x[1] & (instruction.Type.Bits - 1)),
        Opcode.ShrS => x[0] >> (int)(x[1] & (instruction.Type.Bits - 1)),
        Opcode.And => x[0] & x[1],
        Opcode.Or => x[0] | x[1],
        Opcode.Neg => -x[0],
        Opcode.MinS => Math.Min(x[0], x[1]),
        Opcode.MaxS => Math.Max(x[0], x[1]),
        Opcode.SExt or Opcode.Trunc => x[0],
        Opcode.ZExt when x[0] >= 0 => x[0],
        _ => null,
    };

    private void Note(Instruction instruction)
    {
        var operands = instruction.Operands;
        switch (instruction.Op)
        {
            case Opcode.Load:
            case Opcode.PtrAdd when operands[1] is Constant:
                break;
            case Opcode.Store:
                if (Slot(operands[0]) is { } slot)
                    _only[slot] = _only.ContainsKey(slot) ? null : operands[1];
                else
                    Escape(operands[0]);
                Escape(operands[1]);
                break;
            default:
                foreach (var operand in operands)
                    Escape(operand);
                break;
        }
    }

    private void Escape(Value value)
    {
        while (value is Instruction { Op: Opcode.PtrAdd } add)
            value = add.Operands[0];
        if (value is Instruction { Op: Opcode.Alloca })
            _escaped.Add(value);
    }

    private static (Value Alloca, long Offset)? Slot(Value pointer)
    {
        long offset = 0;
        while (pointer is Instruction { Op: Opcode.PtrAdd } add && add.Operands[1] is Constant index)
        {
            offset += index.Bits * add.Immediate + add.Immediate2;
            pointer = add.Operands[0];
        }
        return pointer is Instruction { Op: Opcode.Alloca } ? (pointer, offset) : null;
    }
}
