namespace ConvGpu.Emulation.Parsing;

internal enum TokenKind
{
    Identifier,
    /// <summary>A directive or modifier; the text has no leading dot.</summary>
    Dotted,
    Constant,
    String,
    Symbol,
    End,
}

internal readonly record struct Token(TokenKind Kind, string Text, int Line, Constant Value = default)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsDotted(string name) => Kind == TokenKind.Dotted && Text == name;

    public override string ToString() => Kind switch
    {
        TokenKind.End => "end of text",
        TokenKind.Dotted => "." + Text,
        TokenKind.String => '"' + Text + '"',
        _ => Text,
    };
}
