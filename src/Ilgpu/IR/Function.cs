namespace ConvGpu.Ilgpu.IR;

/// <summary>
/// A kernel as a control-flow graph in SSA form with block parameters; every call is inlined. The first block is the entry and has no
/// predecessors and no parameters. Blocks need not be ordered otherwise; analyses order them.
/// </summary>
internal sealed class Function(string name)
{
    private readonly Dictionary<(IrType, long), Constant> _constants = [];
    private int _nextValue;
    private int _nextBlock;

    public string Name { get; } = name;
    public List<Parameter> Parameters { get; } = [];
    public List<Block> Blocks { get; } = [];
    public Block Entry => Blocks[0];

    /// <summary>How many value ids were given out; arrays indexed by <see cref="Value.Id"/> need this length.</summary>
    public int ValueCount => _nextValue;
    public int BlockCount => _nextBlock;

    /// <summary>Items of a group in each dimension when they are known at compile time (0: not known).</summary>
    public (int X, int Y, int Z) KnownGroupDimension { get; set; }

    /// <summary>By the name of a method (<see cref="SourceLocation.Method"/>): the most trips of its loops that are written out, whatever their size.</summary>
    public Dictionary<string, int> UnrollLimits { get; } = [];

    public Parameter AddParameter(IrType type, string name)
    {
        var parameter = new Parameter(type, Parameters.Count, name, _nextValue++);
        Parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Adds an empty block at the end.</summary>
    public Block AddBlock()
    {
        var block = new Block(_nextBlock++);
        Blocks.Add(block);
        return block;
    }

    public BlockParameter AddBlockParameter(Block block, IrType type)
    {
        var parameter = new BlockParameter(type, block, _nextValue++);
        block.Parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Makes an instruction that stands in no block yet.</summary>
    public Instruction Create(Opcode op, IrType type, params Value[] operands) => new(op, type, operands, _nextValue++);

    /// <summary>The interned constant of this type and these bits.</summary>
    public Constant Constant(IrType type, long bits)
    {
        bits = type.Kind switch
        {
            ScalarKind.I1 => bits & 1,
            ScalarKind.I8 => (sbyte)bits,
            ScalarKind.I16 => (short)bits,
            ScalarKind.I32 or ScalarKind.F32 => (int)bits,
            _ => bits,
        };
        if (!_constants.TryGetValue((type, bits), out var constant))
            _constants.Add((type, bits), constant = new Constant(type, bits, _nextValue++));
        return constant;
    }

    public Constant Int(int value) => Constant(IrType.I32, value);
    public Constant Long(long value) => Constant(IrType.I64, value);
    public Constant Bool(bool value) => Constant(IrType.I1, value ? 1 : 0);
    public Constant Float(float value) => Constant(IrType.F32, BitConverter.SingleToInt32Bits(value));
    public Constant Double(double value) => Constant(IrType.F64, BitConverter.DoubleToInt64Bits(value));
}
