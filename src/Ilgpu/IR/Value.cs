namespace ConvGpu.Ilgpu.IR;

/// <summary>A place in C# source, or an IL offset where no PDB was found.</summary>
internal readonly record struct SourceLocation(string Method, string? File, int Line, int IlOffset)
{
    public override string ToString() =>
        File is null ? $"{Method} at IL_{IlOffset:x4}" : $"{Method} at {File}:{Line}";
}

/// <summary>Anything an operand can name. Ids are unique within a function and only serve printing and ordering.</summary>
internal abstract class Value(IrType type, int id)
{
    public IrType Type { get; set; } = type;
    public int Id { get; } = id;
}

/// <summary>A literal; with a vector type it stands in every lane. Floats are held as their bits; integers sign-extended from their width.</summary>
internal sealed class Constant(IrType type, long bits, int id) : Value(type, id)
{
    public long Bits { get; } = bits;

    public float AsFloat => BitConverter.Int32BitsToSingle((int)Bits);
    public double AsDouble => BitConverter.Int64BitsToDouble(Bits);
    public bool IsZeroBits => Bits == 0;
}

/// <summary>A kernel argument leaf; <see cref="Index"/> is its position in <see cref="Function.Parameters"/>.</summary>
internal sealed class Parameter(IrType type, int index, string name, int id) : Value(type, id)
{
    public int Index { get; } = index;
    public string Name { get; } = name;
}

/// <summary>A block's parameter: every edge into the block gives its value (what other IRs call a phi).</summary>
internal sealed class BlockParameter(IrType type, Block owner, int id) : Value(type, id)
{
    public Block Owner { get; set; } = owner;
}

/// <summary>One operation. Type is Void where there is no result.</summary>
internal sealed class Instruction(Opcode op, IrType type, Value[] operands, int id) : Value(type, id)
{
    public Opcode Op { get; set; } = op;
    public Value[] Operands { get; set; } = operands;
    public long Immediate { get; set; }
    public long Immediate2 { get; set; }
    public long Immediate3 { get; set; }
    /// <summary>Format or message of Print and Assert.</summary>
    public string? Text { get; set; }
    public SourceLocation Location { get; set; }

    public OpInfo Info => OpInfo.Of(Op);
}
