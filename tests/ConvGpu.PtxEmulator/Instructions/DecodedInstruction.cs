using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Instructions;

/// <summary>An operand after names are resolved and types checked.</summary>
internal sealed class Operand
{
    public OperandKind Kind { get; init; }

    /// <summary>Slot of the value, of an address's base; -1 for the sink and for what has none.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>Type the instruction gives the operand.</summary>
    public ScalarType Type { get; init; }

    /// <summary>Type the register was declared with; that of the instruction for constants.</summary>
    public ScalarType Declared { get; init; }

    public bool Negated { get; init; }

    public bool IsConstant { get; init; }

    /// <summary>Of a constant: its bits. Of an address: the constant added to the base.</summary>
    public long Value { get; init; }

    /// <summary>Elements of a vector or pair.</summary>
    public Operand[] Elements { get; init; } = [];

    /// <summary>Of an address: the space it lies in.</summary>
    public StateSpace Space { get; init; }

    /// <summary>Of a label: the instruction it stands before.</summary>
    public int Target { get; init; }
}

/// <summary>An instruction that matched a form.</summary>
internal sealed class DecodedInstruction(InstructionStatement statement, Form.Match match, Operand[] operands, IDecoding decoding)
{
    public InstructionStatement Statement { get; } = statement;

    public Operand[] Operands { get; } = operands;

    public IDecoding Decoding { get; } = decoding;

    public int Line => Statement.Line;

    public bool Has(string modifier) => match.Present.Contains(modifier);

    public string? Capture(string name) => match.Captures.GetValueOrDefault(name);

    public ScalarType Type(string name) => TypeOf(name, match);

    public int Slot(int operand) => Operands[operand].Slot;

    public PtxFormatException Error(string reason) => new(Line, $"{Statement.FullName}: {reason}");

    /// <summary>The type a pattern's type expression stands for.</summary>
    public static ScalarType TypeOf(string expression, Form.Match match)
    {
        if (expression.StartsWith("wide(", StringComparison.Ordinal))
        {
            return TypeOf(expression[5..^1], match) switch
            {
                ScalarType.U16 => ScalarType.U32,
                ScalarType.S16 => ScalarType.S32,
                ScalarType.U32 => ScalarType.U64,
                ScalarType.S32 => ScalarType.S64,
                var other => throw new InvalidOperationException($"{other} has no wide type"),
            };
        }

        if (expression.StartsWith("bits(", StringComparison.Ordinal))
        {
            return TypeOf(expression[5..^1], match).Size() switch
            {
                1 => ScalarType.B8,
                2 => ScalarType.B16,
                4 => ScalarType.B32,
                _ => ScalarType.B64,
            };
        }

        var name = match.Captures.GetValueOrDefault(expression) ?? expression;
        return ScalarTypes.TryParse(name, out var type) ? type : throw new InvalidOperationException($"no type {expression}");
    }
}

/// <summary>What builders of operations ask of the decoder.</summary>
internal interface IDecoding
{
    PtxVersion Version { get; }

    /// <summary>A slot that holds a constant in every lane.</summary>
    int ConstantSlot(int bytes, ulong value);

    /// <summary>Slot of the condition code register: carry or borrow of each lane.</summary>
    int CarrySlot { get; }

    /// <summary>Instructions that the labels of a .branchtargets list stand before.</summary>
    int[] BranchTargets(DecodedInstruction instruction, OperandSyntax operand);

    /// <summary>A slot for a value inside one instruction.</summary>
    int TemporarySlot(int bytes);
}
