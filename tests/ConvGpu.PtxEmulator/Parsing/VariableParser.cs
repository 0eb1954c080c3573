namespace ConvGpu.Emulation.Parsing;

/// <summary>Declarations of variables, parameters and registers.</summary>
internal static class VariableParser
{
    private static readonly Dictionary<string, StateSpace> Spaces = new()
    {
        ["reg"] = StateSpace.Register, ["global"] = StateSpace.Global, ["shared"] = StateSpace.Shared, ["local"] = StateSpace.Local,
        ["const"] = StateSpace.Constant, ["param"] = StateSpace.Parameter,
    };

    public static bool IsSpace(Token token) => token.Kind == TokenKind.Dotted && Spaces.ContainsKey(token.Text);

    /// <summary>One statement `.space ... a, b;`, the semicolon included.</summary>
    public static IEnumerable<Variable> Statement(TokenReader reader, bool external)
    {
        var prefix = Prefix(reader);
        do yield return Declarator(reader, prefix, external);
        while (reader.Accept(","));
        reader.Expect(";");
    }

    /// <summary>One parameter of an entry or function.</summary>
    public static Variable Parameter(TokenReader reader)
    {
        var prefix = Prefix(reader);
        if (prefix.Space is not (StateSpace.Parameter or StateSpace.Register)) throw reader.Error("a parameter is .param or .reg");
        return Declarator(reader, prefix, external: false);
    }

    private sealed record DeclarationPrefix(StateSpace Space, ScalarType Type, int VectorLength, int Alignment);

    private static DeclarationPrefix Prefix(TokenReader reader)
    {
        var space = Spaces[reader.Take().Text];
        var vector = 1;
        var alignment = 0;
        ScalarType? type = null;
        while (reader.Current.Kind == TokenKind.Dotted)
        {
            var token = reader.Take();
            switch (token.Text)
            {
                case "align":
                    alignment = Alignment(reader);
                    break;
                case "v2" or "v4" or "v8":
                    vector = token.Text[1] - '0';
                    break;
                case "ptr":
                    SkipPointerAttributes(reader);
                    break;
                case "attribute":
                    SkipParentheses(reader);
                    break;
                default:
                    if (type is not null || !ScalarTypes.TryParse(token.Text, out var parsed))
                        throw new PtxFormatException(token.Line, $"unexpected .{token.Text} in a declaration");
                    if (!parsed.IsFundamental()) throw new PtxFormatException(token.Line, $".{token.Text} is no fundamental type: declare bits");
                    type = parsed;
                    break;
            }
        }

        if (type is not { } known) throw reader.Error("a declaration needs a type");
        if (known == ScalarType.Pred && space != StateSpace.Register) throw reader.Error(".pred variables live in registers alone");
        if (space == StateSpace.Register && alignment != 0) throw reader.Error("registers have no alignment");
        if (known.Size() * vector > (space == StateSpace.Register ? 32 : 32)) throw reader.Error("the vector is too long");
        var natural = Math.Max(1, known.Size() * vector);
        return new DeclarationPrefix(space, known, vector, alignment == 0 ? natural : Math.Max(alignment, 1));
    }

    private static int Alignment(TokenReader reader)
    {
        var value = reader.PositiveInteger("the alignment");
        if ((value & (value - 1)) != 0) throw reader.Error("the alignment is no power of two");
        return value;
    }

    private static void SkipPointerAttributes(TokenReader reader)
    {
        while (reader.Current.Kind == TokenKind.Dotted)
        {
            if (reader.AcceptDotted("align")) Alignment(reader);
            else if (IsSpace(reader.Current)) reader.Take();
            else break;
        }
    }

    private static void SkipParentheses(TokenReader reader)
    {
        reader.Expect("(");
        var depth = 1;
        while (depth > 0)
        {
            var token = reader.Take();
            if (token.Kind == TokenKind.End) throw reader.Error("')' expected");
            if (token.Is("(")) depth++;
            if (token.Is(")")) depth--;
        }
    }

    private static Variable Declarator(TokenReader reader, DeclarationPrefix prefix, bool external)
    {
        var line = reader.Current.Line;
        var name = reader.Identifier("a name");
        int? count = null;
        if (reader.Accept("<"))
        {
            var value = reader.Take();
            if (value.Kind != TokenKind.Constant || !value.Value.IsInteger) throw reader.Error("a number of registers expected");
            count = checked((int)value.Value.AsInteger);
            reader.Expect(">");
            if (prefix.Space != StateSpace.Register) throw new PtxFormatException(line, "numbered names are for registers");
        }

        long elements = 1;
        var isArray = false;
        var unsized = false;
        while (reader.Accept("["))
        {
            if (prefix.Space == StateSpace.Register) throw reader.Error("registers are no arrays");
            if (reader.Accept("]"))
            {
                if (isArray) throw reader.Error("only the first dimension may be left out");
                unsized = true;
            }
            else
            {
                elements = checked(elements * reader.PositiveInteger("a dimension"));
                reader.Expect("]");
            }

            isArray = true;
        }

        List<InitialValue>? initial = null;
        if (reader.Accept("="))
        {
            if (prefix.Space is not (StateSpace.Global or StateSpace.Constant))
                throw reader.Error("only .global and .const variables take initial values");
            initial = [];
            Initializer(reader, initial);
        }

        if (unsized)
        {
            if (initial is not null) elements *= initial.Count;
            else if (external || prefix.Space == StateSpace.Parameter) elements = 0;
            else throw new PtxFormatException(line, $"{name}: the first dimension may be left out of .extern or initialised arrays alone");
        }

        if (initial is not null && initial.Count > elements * prefix.VectorLength)
            throw new PtxFormatException(line, $"{name}: more initial values than elements");
        return new Variable(line, prefix.Space, prefix.Type, prefix.VectorLength, name, prefix.Alignment, elements)
        {
            IsArray = isArray, Count = count, External = external, Initial = initial,
        };
    }

    private static void Initializer(TokenReader reader, List<InitialValue> values)
    {
        if (reader.Accept("{"))
        {
            if (reader.Accept("}")) return;
            do Initializer(reader, values);
            while (reader.Accept(","));
            reader.Expect("}");
            return;
        }

        if (reader.Current.Kind == TokenKind.Identifier && reader.Current.Text != "WARP_SZ")
        {
            var symbol = reader.Take().Text;
            var generic = symbol == "generic" && reader.Accept("(");
            if (generic)
            {
                symbol = reader.Identifier("a variable");
                reader.Expect(")");
            }

            var offset = reader.Accept("+") ? ConstantExpression.Parse(reader) : Constant.Integer(0);
            values.Add(new InitialValue(offset, symbol, generic));
            return;
        }

        values.Add(new InitialValue(ConstantExpression.Parse(reader), null, false));
    }
}
