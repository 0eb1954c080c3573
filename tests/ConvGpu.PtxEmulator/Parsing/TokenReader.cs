namespace ConvGpu.Emulation.Parsing;

/// <summary>A position in the tokens, with what parsers of every level need.</summary>
internal sealed class TokenReader(List<Token> tokens)
{
    private int _at;

    public Token Current => tokens[_at];

    public Token Ahead(int count = 1) => tokens[Math.Min(_at + count, tokens.Count - 1)];

    public PtxFormatException Error(string reason) => new(Current.Line, reason);

    public Token Take()
    {
        var token = tokens[_at];
        if (token.Kind != TokenKind.End) _at++;
        return token;
    }

    public bool Accept(string symbol)
    {
        if (!Current.Is(symbol)) return false;
        _at++;
        return true;
    }

    public bool AcceptDotted(string name)
    {
        if (!Current.IsDotted(name)) return false;
        _at++;
        return true;
    }

    public void Expect(string symbol)
    {
        if (!Accept(symbol)) throw Error($"'{symbol}' expected, '{Current}' found");
    }

    public string Identifier(string what)
    {
        if (Current.Kind != TokenKind.Identifier) throw Error($"{what} expected, '{Current}' found");
        return Take().Text;
    }

    public int PositiveInteger(string what)
    {
        var line = Current.Line;
        var value = ConstantExpression.Parse(this);
        if (!value.IsInteger || value.AsInteger is < 1 or > int.MaxValue) throw new PtxFormatException(line, $"{what} must be a positive integer");
        return (int)value.AsInteger;
    }
}
