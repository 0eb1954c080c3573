using System.Text;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>
/// The body of an entry while it grows: instructions, virtual registers by class, and the registers in which SSA values stand, one a lane.
/// While <see cref="Guard"/> is set, every instruction is executed under it.
/// </summary>
internal sealed class PtxWriter(Function function)
{
    private static readonly (RegisterClass Class, string Prefix, string Type)[] Files =
    [
        (RegisterClass.Predicate, "%p", "pred"), (RegisterClass.Bits16, "%h", "b16"), (RegisterClass.Bits32, "%r", "b32"), (RegisterClass.Bits64, "%rd", "b64"),
        (RegisterClass.Float32, "%f", "f32"), (RegisterClass.Float64, "%fd", "f64"),
    ];

    private readonly StringBuilder _body = new();
    private readonly int[] _counts = new int[Files.Length];
    private readonly string[]?[] _registers = new string[function.ValueCount][];
    private int _labels;

    /// <summary>A predicate with or without "!" that every instruction is executed under, or null.</summary>
    public string? Guard { get; set; }

    public string Body => _body.ToString();

    public Function Function => function;

    /// <summary>How many registers of each class there are.</summary>
    public string Declarations()
    {
        var text = new StringBuilder();
        foreach (var (register, prefix, type) in Files)
            if (_counts[(int)register] is > 0 and int count)
                text.Append($"\t.reg .{type} {prefix}<{count}>;\n");
        return text.ToString();
    }

    public void Line(string instruction)
    {
        _body.Append('\t');
        if (Guard is { } guard)
            _body.Append('@').Append(guard).Append(' ');
        _body.Append(instruction).Append(";\n");
    }

    /// <summary>An instruction with its operands.</summary>
    public void Op(string name, params ReadOnlySpan<string> operands)
    {
        _body.Append('\t');
        if (Guard is { } guard)
            _body.Append('@').Append(guard).Append(' ');
        _body.Append(name);
        for (int i = 0; i < operands.Length; i++)
            _body.Append(i == 0 ? " " : ", ").Append(operands[i]);
        _body.Append(";\n");
    }

    /// <summary>A line of text that is no instruction: a brace, a label, a comment.</summary>
    public void Raw(string line) => _body.Append(line).Append('\n');

    /// <summary>A label that no other place has.</summary>
    public string NewLabel() => $"$I{_labels++}";

    public string New(RegisterClass register) => $"{Files[(int)register].Prefix}{_counts[(int)register]++}";

    public string New(IrType type) => New(PtxTypes.Class(type));

    /// <summary>The register that a lane of an instruction's result or of a block parameter is put into; made at the first use.</summary>
    public string Define(Value value, int lane = 0)
    {
        var lanes = _registers[value.Id] ??= new string[value.Type.Lanes];
        return lanes[lane] ??= New(value.Type.Element);
    }

    /// <summary>Lets a value stand in registers (or literals) that exist already.</summary>
    public void Alias(Value value, params string[] lanes) => _registers[value.Id] = lanes;

    /// <summary>A lane of a value as an operand: its register, or a literal.</summary>
    public string Use(Value value, int lane = 0)
    {
        if (value is not Constant constant)
            return Define(value, lane);
        return constant.Type.Kind == ScalarKind.I1 ? Register(value, lane) : PtxTypes.Literal(constant.Type.Element, constant.Bits);
    }

    /// <summary>A lane of a value in a register.</summary>
    public string Register(Value value, int lane = 0)
    {
        if (value is not Constant constant)
            return Define(value, lane) is var known && known[0] == '%' ? known : Move(PtxTypes.Class(value.Type), known);
        return Move(PtxTypes.Class(constant.Type), PtxTypes.Literal(constant.Type.Element, constant.Bits));
    }

    /// <summary>All lanes as operands.</summary>
    public string[] Lanes(Value value)
    {
        var lanes = new string[value.Type.Lanes];
        for (int lane = 0; lane < lanes.Length; lane++)
            lanes[lane] = Use(value, lane);
        return lanes;
    }

    /// <summary>An operand in a new register.</summary>
    public string Move(RegisterClass register, string operand)
    {
        string result = New(register);
        Op($"mov.{PtxTypes.Move(register)}", result, operand);
        return result;
    }

    /// <summary>An operation whose result is a new register.</summary>
    public string Compute(RegisterClass register, string name, params ReadOnlySpan<string> operands)
    {
        string result = New(register);
        Op(name, [result, .. operands]);
        return result;
    }
}
