namespace ConvGpu.Emulation.Parsing;

/// <summary>Directives that carry debugging or performance hints: their form is checked, their content has no effect.</summary>
internal static class IgnoredDirective
{
    public static bool Skip(TokenReader reader)
    {
        switch (reader.Current.Text)
        {
            case "loc":
                SkipLocation(reader);
                return true;
            case "file":
                SkipFile(reader);
                return true;
            case "pragma":
                reader.Take();
                do
                {
                    if (reader.Take().Kind != TokenKind.String) throw reader.Error(".pragma takes strings");
                }
                while (reader.Accept(","));
                reader.Expect(";");
                return true;
            case "section":
                SkipSection(reader);
                return true;
            default:
                return false;
        }
    }

    private static void SkipLocation(TokenReader reader)
    {
        var line = reader.Take().Line;
        for (var i = 0; i < 3; i++) Integer(reader);
        while (reader.Current.Line == line && (reader.Current.Is(",") || reader.Current.Kind is TokenKind.Identifier or TokenKind.Constant)
            && !reader.Ahead().Is(":")) reader.Take();
    }

    private static void SkipFile(TokenReader reader)
    {
        reader.Take();
        Integer(reader);
        if (reader.Take().Kind != TokenKind.String) throw reader.Error(".file takes a name in quotes");
        while (reader.Accept(",")) Integer(reader);
    }

    private static void Integer(TokenReader reader)
    {
        var token = reader.Take();
        if (token.Kind != TokenKind.Constant || !token.Value.IsInteger) throw reader.Error("an integer expected");
    }

    private static void SkipSection(TokenReader reader)
    {
        reader.Take();
        if (reader.Take().Kind is not (TokenKind.Dotted or TokenKind.Identifier)) throw reader.Error("a section has a name");
        reader.Expect("{");
        while (!reader.Accept("}"))
        {
            if (reader.Take().Kind == TokenKind.End) throw reader.Error("the section does not end");
        }
    }
}
