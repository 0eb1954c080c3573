using System.Text;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.OpenCl;

/// <summary>
/// The body of a kernel while it grows: indented lines, and the variables of SSA values. A value that is used in its own block alone is
/// declared where it is computed; the others, and block parameters, stand at the top, because C's scopes are not those of dominance.
/// </summary>
internal sealed class OpenClText(Function function)
{
    private readonly StringBuilder _body = new();
    private readonly bool[] _hoisted = FindHoisted(function);
    private int _depth = 1;
    private int _temporaries;

    public string Body => _body.ToString();

    public static string Name(Value value) => $"v{value.Id}";

    /// <summary>A number no other temporary of this body has.</summary>
    public int NextTemporary() => _temporaries++;

    public Constant Zero(IrType type) => function.Constant(type, 0);

    public void Line(string line) => _body.Append(' ', 4 * _depth).Append(line).Append('\n');

    public void Open(string line)
    {
        if (line.Length > 0)
            Line(line);
        Line("{");
        _depth++;
    }

    public void Close(string after = "")
    {
        _depth--;
        Line("}" + after);
    }

    /// <summary>Gives an instruction's variable its value.</summary>
    public void Define(Instruction instruction, string expression) =>
        Line(_hoisted[instruction.Id]
            ? $"{Name(instruction)} = {expression};"
            : $"{OpenClTypes.Name(instruction.Type)} {Name(instruction)} = {expression};");

    /// <summary>Makes sure that an instruction's variable exists, and gives its name.</summary>
    public string Declare(Instruction instruction)
    {
        if (!_hoisted[instruction.Id])
            Line($"{OpenClTypes.Name(instruction.Type)} {Name(instruction)};");
        return Name(instruction);
    }

    /// <summary>Declarations of the variables that are not declared where they are computed, one line a type.</summary>
    public string Hoisted()
    {
        var values = function.Blocks.SelectMany(block => block.Parameters.Concat<Value>(block.Instructions))
            .Where(value => value.Type != IrType.Void && _hoisted[value.Id]);
        var text = new StringBuilder();
        foreach (var group in values.GroupBy(value => OpenClTypes.Name(value.Type)))
        {
            // A pointer's star belongs to each variable.
            string star = group.Key.EndsWith('*') ? "*" : "";
            text.Append("    ").Append(group.Key.TrimEnd('*')).Append(' ')
                .AppendJoin(", ", group.Select(value => star + Name(value))).Append(";\n");
        }
        return text.ToString();
    }

    private static bool[] FindHoisted(Function function)
    {
        var owner = new Block?[function.ValueCount];
        var hoisted = new bool[function.ValueCount];
        foreach (var block in function.Blocks)
        {
            foreach (var parameter in block.Parameters)
                hoisted[parameter.Id] = true;
            foreach (var instruction in block.Instructions)
                owner[instruction.Id] = block;
        }
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Instructions)
                foreach (var operand in instruction.Operands)
                    Use(operand, block);
            if (block.Terminator is not { } terminator)
                continue;
            if (terminator.Selector is { } selector)
                Use(selector, block);
            foreach (var edge in terminator.Edges)
                foreach (var argument in edge.Arguments)
                    Use(argument, block);
        }
        return hoisted;

        void Use(Value value, Block user)
        {
            if (owner[value.Id] is { } defined && defined != user)
                hoisted[value.Id] = true;
        }
    }
}
