using System.Globalization;

namespace ConvGpu.Emulation.Parsing;

/// <summary>Text to the syntax of a module.</summary>
internal sealed class ModuleParser
{
    private readonly TokenReader _reader;

    private ModuleParser(string text) => _reader = new TokenReader(Lexer.Run(text));

    public PtxVersion Version { get; private set; } = null!;

    public List<Variable> Variables { get; } = [];

    public List<FunctionSyntax> Functions { get; } = [];

    public static ModuleParser Parse(string text)
    {
        var parser = new ModuleParser(text);
        parser.Header();
        while (parser._reader.Current.Kind != TokenKind.End) parser.TopLevel();
        return parser;
    }

    private void Header()
    {
        if (!_reader.AcceptDotted("version")) throw _reader.Error("a module begins with .version");
        var parts = _reader.Take().Text.Split('.');
        if (parts.Length != 2 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var major)
            || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var minor)) throw _reader.Error(".version takes major.minor");
        if (!_reader.AcceptDotted("target")) throw _reader.Error(".version is followed by .target");
        var line = _reader.Current.Line;
        var target = _reader.Identifier("a target such as sm_80");
        while (_reader.Accept(","))
        {
            if (_reader.Identifier("a target option") is not ("debug" or "texmode_independent" or "texmode_unified"))
                throw _reader.Error("unknown target option");
        }

        Version = PtxVersion.Create(line, major, minor, target);
        if (!_reader.AcceptDotted("address_size")) return;
        if (_reader.Take() is not { Kind: TokenKind.Constant, Text: "64" }) throw _reader.Error("the emulator runs .address_size 64");
    }

    private void TopLevel()
    {
        var external = false;
        while (true)
        {
            var token = _reader.Current;
            if (token.Is(";"))
            {
                _reader.Take();
                return;
            }

            if (token.Kind != TokenKind.Dotted) throw _reader.Error($"a directive expected, '{token}' found");
            switch (token.Text)
            {
                case "extern":
                    external = true;
                    _reader.Take();
                    continue;
                case "visible" or "weak" or "common":
                    _reader.Take();
                    continue;
                case "entry" or "func":
                    Functions.Add(Function());
                    return;
            }

            if (VariableParser.IsSpace(token) && token.Text is not ("reg" or "param"))
            {
                Variables.AddRange(VariableParser.Statement(_reader, external));
                return;
            }

            if (!IgnoredDirective.Skip(_reader)) throw _reader.Error($"unknown directive .{token.Text}");
            return;
        }
    }

    private FunctionSyntax Function()
    {
        var line = _reader.Current.Line;
        var isEntry = _reader.Take().Text == "entry";
        var results = isEntry ? [] : Parameters();
        var name = _reader.Identifier("a function name");
        var parameters = Parameters();
        var function = new FunctionSyntax(line, name, isEntry, results, parameters, null);
        while (_reader.Current.Kind == TokenKind.Dotted)
        {
            if (_reader.Current.Text == "pragma" && IgnoredDirective.Skip(_reader)) continue;
            var token = _reader.Take();
            function = token.Text switch
            {
                "maxntid" => function with { MaximumThreads = Dimensions() },
                "reqntid" => function with { RequiredThreads = Dimensions() },
                "minnctapersm" => function with { MinimumGroups = _reader.PositiveInteger(".minnctapersm") },
                "maxnctapersm" or "maxnreg" or "maxclusterrank" => Ignored(function, () => _reader.PositiveInteger("." + token.Text)),
                "reqnctapercluster" => Ignored(function, () => Dimensions()),
                "noreturn" or "explicitcluster" => function,
                _ => throw new PtxFormatException(token.Line, $"unknown directive .{token.Text} of a function"),
            };
        }

        if (_reader.Accept(";")) return function;
        _reader.Expect("{");
        return function with { Body = BodyParser.Parse(_reader) };
    }

    private static FunctionSyntax Ignored(FunctionSyntax function, Action parse)
    {
        parse();
        return function;
    }

    private (int X, int Y, int Z) Dimensions()
    {
        var values = new[] { 1, 1, 1 };
        var count = 0;
        do
        {
            if (count == 3) throw _reader.Error("at most three dimensions");
            values[count++] = _reader.PositiveInteger("a dimension");
        }
        while (_reader.Accept(","));
        return (values[0], values[1], values[2]);
    }

    private List<Variable> Parameters()
    {
        var parameters = new List<Variable>();
        if (!_reader.Accept("(")) return parameters;
        if (_reader.Accept(")")) return parameters;
        do
        {
            if (!VariableParser.IsSpace(_reader.Current)) throw _reader.Error($"a parameter expected, '{_reader.Current}' found");
            parameters.Add(VariableParser.Parameter(_reader));
        }
        while (_reader.Accept(","));
        _reader.Expect(")");
        return parameters;
    }
}
