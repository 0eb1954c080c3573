using System.Globalization;

namespace ConvGpu.Ilgpu.IR;

/// <summary>
/// Reads the text that <see cref="IrPrinter"/> writes. Values may have any name behind %, blocks any name; `;` starts a comment.
/// </summary>
/// <exception cref="FormatException">The text is not IR; the message names the line.</exception>
internal sealed class IrParser
{
    private readonly Dictionary<string, Value> _values = [];
    private readonly Dictionary<string, Block> _blocks = [];
    private readonly List<(Instruction Instruction, string[] Tokens, int First, int Line)> _instructions = [];
    private readonly List<(Block Block, string[] Tokens, int Line)> _terminators = [];
    private Function _function = null!;
    private string[] _tokens = [];
    private int _at;
    private int _line;

    public static Function Parse(string text) => new IrParser().Run(text);

    private Function Run(string text)
    {
        Block? block = null;
        foreach (string line in text.Split('\n'))
        {
            _line++;
            _tokens = IrTokens.Split(line, _line);
            _at = 0;
            if (_tokens.Length == 0)
                continue;
            switch (_tokens[0])
            {
                case "kernel":
                    Header();
                    break;
                case "param":
                    _at = 1;
                    var (name, type) = TypedName();
                    Define(name, _function.AddParameter(type, _at < _tokens.Length ? _tokens[_at] : name[1..]));
                    break;
                case "br" or "ret" or "switch":
                    _terminators.Add((block ?? throw Error("a terminator outside a block"), _tokens, _line));
                    break;
                default:
                    if (_tokens[^1] == ":" && !_tokens[0].StartsWith('%'))
                        block = BlockHeader();
                    else
                        InstructionLine(block ?? throw Error("an instruction outside a block"));
                    break;
            }
        }
        foreach (var (instruction, tokens, first, line) in _instructions)
            Resume(tokens, first, line, () => Operands(instruction));
        foreach (var (owner, tokens, line) in _terminators)
            Resume(tokens, 1, line, () => owner.Terminator = Terminator(tokens[0]));
        return _function ?? throw Error("no kernel line");
    }

    private void Resume(string[] tokens, int at, int line, Action parse)
    {
        (_tokens, _at, _line) = (tokens, at, line);
        parse();
        if (_at != _tokens.Length)
            throw Error($"'{_tokens[_at]}' is left over");
    }

    private void Header()
    {
        _function = new Function(_tokens[1].TrimStart('"'));
        _at = 2;
        if (Accept("group"))
        {
            Expect("(");
            int x = (int)Number();
            Expect(",");
            int y = (int)Number();
            Expect(",");
            _function.KnownGroupDimension = (x, y, (int)Number());
            Expect(")");
        }
    }

    private Block BlockHeader()
    {
        var block = BlockNamed(Next(), define: true);
        if (!Accept("("))
            return block;
        do
        {
            var (name, type) = TypedName();
            Define(name, _function.AddBlockParameter(block, type));
        }
        while (Accept(","));
        Expect(")");
        return block;
    }

    private void InstructionLine(Block block)
    {
        string? result = null;
        var type = IrType.Void;
        if (_tokens[0].StartsWith('%'))
        {
            (result, type) = TypedName();
            Expect("=");
        }
        string name = Next();
        var info = OpInfo.Find(name) ?? throw Error($"no operation is called '{name}'");
        var instruction = _function.Create(info.Op, type);
        block.Instructions.Add(instruction);
        if (result is not null)
            Define(result, instruction);
        _instructions.Add((instruction, _tokens, _at, _line));
    }

    private void Operands(Instruction instruction)
    {
        var operands = new List<Value>();
        while (_at < _tokens.Length && _tokens[_at] != "#" && _tokens[_at][0] != '"')
        {
            if (operands.Count > 0)
                Expect(",");
            operands.Add(Operand());
        }
        instruction.Operands = [.. operands];
        if (instruction.Info.Arity >= 0 && operands.Count != instruction.Info.Arity)
            throw Error($"{instruction.Info.Name} takes {instruction.Info.Arity} operands, not {operands.Count}");
        instruction.Immediate = IrPrinter.DefaultAlignment(instruction);
        if (Accept("#"))
        {
            instruction.Immediate = Number();
            if (Accept(","))
                instruction.Immediate2 = Number();
            if (Accept(","))
                instruction.Immediate3 = Number();
        }
        if (_at < _tokens.Length && _tokens[_at][0] == '"')
            instruction.Text = Next()[1..];
    }

    private Terminator Terminator(string kind)
    {
        switch (kind)
        {
            case "ret":
                return new Return();
            case "switch":
                var value = Operand();
                var edges = new List<Edge>();
                while (Accept(","))
                    edges.Add(ParseEdge());
                return new Switch(value, [.. edges]);
            default:
                if (_blocks.ContainsKey(_tokens[_at]))
                    return new Jump(ParseEdge());
                var condition = Operand();
                Expect(",");
                var ifTrue = ParseEdge();
                Expect(",");
                return new Branch(condition, ifTrue, ParseEdge());
        }
    }

    private Edge ParseEdge()
    {
        var target = BlockNamed(Next(), define: false);
        var arguments = new List<Value>();
        if (Accept("("))
        {
            do
                arguments.Add(Operand());
            while (Accept(","));
            Expect(")");
        }
        return new Edge(target, [.. arguments]);
    }

    private Value Operand()
    {
        string token = Next();
        if (token[0] == '%')
            return _values.TryGetValue(token, out var value) ? value : throw Error($"{token} is not defined");
        var type = ParseType(token);
        string literal = Next();
        var culture = CultureInfo.InvariantCulture;
        long bits = type.Kind switch
        {
            _ when literal.StartsWith("0x", StringComparison.Ordinal) => long.Parse(literal.AsSpan(2), NumberStyles.HexNumber, culture),
            ScalarKind.I1 => literal is "true" or "1" ? 1 : 0,
            ScalarKind.F32 => BitConverter.SingleToInt32Bits(float.Parse(literal, culture)),
            ScalarKind.F64 => BitConverter.DoubleToInt64Bits(double.Parse(literal, culture)),
            _ => long.Parse(literal, culture),
        };
        return _function.Constant(type, bits);
    }

    private (string Name, IrType Type) TypedName()
    {
        string name = Next();
        Expect(":");
        return (name, ParseType(Next()));
    }

    private IrType ParseType(string text)
    {
        int lanes = 1;
        int x = text.LastIndexOf('x');
        if (x > 0 && int.TryParse(text.AsSpan(x + 1), out lanes))
            text = text[..x];
        else
            lanes = 1;
        IrType? type = text switch
        {
            "void" => IrType.Void,
            "i1" => IrType.I1,
            "i8" => IrType.I8,
            "i16" => IrType.I16,
            "i32" => IrType.I32,
            "i64" => IrType.I64,
            "f32" => IrType.F32,
            "f64" => IrType.F64,
            "ptr" => IrType.Pointer(AddressSpace.Generic),
            "ptr.global" => IrType.Pointer(AddressSpace.Global),
            "ptr.shared" => IrType.Pointer(AddressSpace.Shared),
            "ptr.local" => IrType.Pointer(AddressSpace.Local),
            _ => null,
        };
        return type?.WithLanes(lanes) ?? throw Error($"'{text}' is no type");
    }

    private Block BlockNamed(string name, bool define)
    {
        if (_blocks.TryGetValue(name, out var block))
            return define ? throw Error($"block {name} stands twice") : block;
        if (!define)
            throw Error($"there is no block {name}");
        _blocks.Add(name, block = _function.AddBlock());
        return block;
    }

    private void Define(string name, Value value)
    {
        if (!_values.TryAdd(name, value))
            throw Error($"{name} is defined twice");
    }

    private string Next() => _at < _tokens.Length ? _tokens[_at++] : throw Error("the line ends too early");

    private bool Accept(string token)
    {
        if (_at >= _tokens.Length || _tokens[_at] != token)
            return false;
        _at++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Accept(token))
            throw Error($"'{token}' expected, found {(_at < _tokens.Length ? $"'{_tokens[_at]}'" : "the end of the line")}");
    }

    private long Number() => long.TryParse(Next(), CultureInfo.InvariantCulture, out long value) ? value : throw Error("a number expected");

    private FormatException Error(string what) => new($"IR line {_line}: {what}.");
}

/// <summary>Cuts a line of IR text into names, numbers, punctuation and strings (kept with their opening quote, unescaped).</summary>
internal static class IrTokens
{
    public static string[] Split(string line, int number)
    {
        var tokens = new List<string>();
        int i = 0;
        while (i < line.Length && line[i] != ';')
        {
            char c = line[i];
            if (char.IsWhiteSpace(c))
                i++;
            else if (c == '"')
                tokens.Add(Quoted(line, ref i, number));
            else if (",:=()#".Contains(c))
            {
                tokens.Add(c.ToString());
                i++;
            }
            else
            {
                int start = i;
                while (i < line.Length && !char.IsWhiteSpace(line[i]) && !",:=()#\";".Contains(line[i]))
                    i++;
                tokens.Add(line[start..i]);
            }
        }
        return [.. tokens];
    }

    private static string Quoted(string line, ref int i, int number)
    {
        var text = new System.Text.StringBuilder("\"");
        for (i++; i < line.Length && line[i] != '"'; i++)
            if (line[i] != '\\')
                text.Append(line[i]);
            else if (++i < line.Length)
                text.Append(line[i] == 'n' ? '\n' : line[i]);
        if (i++ >= line.Length)
            throw new FormatException($"IR line {number}: a string does not end.");
        return text.ToString();
    }
}
