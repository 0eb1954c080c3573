namespace ConvGpu.Emulation.Parsing;

/// <summary>Statements between braces.</summary>
internal static class BodyParser
{
    /// <summary>The body after its opening brace, the closing brace included.</summary>
    public static List<Statement> Parse(TokenReader reader)
    {
        var body = new List<Statement>();
        while (!reader.Accept("}"))
        {
            var token = reader.Current;
            if (token.Kind == TokenKind.End) throw reader.Error("'}' expected before the end of the text");
            if (reader.Accept("{")) body.Add(new ScopeStatement(token.Line, Parse(reader)));
            else if (reader.Accept(";")) continue;
            else if (token.Kind == TokenKind.Dotted) Directive(reader, body);
            else if (token.Kind == TokenKind.Identifier && reader.Ahead().Is(":")) Label(reader, body);
            else body.Add(Instruction(reader));
        }

        return body;
    }

    private static void Directive(TokenReader reader, List<Statement> body)
    {
        var token = reader.Current;
        if (VariableParser.IsSpace(token))
        {
            foreach (var variable in VariableParser.Statement(reader, external: false)) body.Add(new VariableStatement(variable.Line, variable));
        }
        else if (!IgnoredDirective.Skip(reader)) throw reader.Error($"unknown directive .{token.Text} in a function");
    }

    private static void Label(TokenReader reader, List<Statement> body)
    {
        var line = reader.Current.Line;
        var name = reader.Take().Text;
        reader.Expect(":");
        if (reader.AcceptDotted("branchtargets"))
        {
            var targets = new List<string>();
            do targets.Add(reader.Identifier("a label"));
            while (reader.Accept(","));
            reader.Expect(";");
            body.Add(new BranchTargetsStatement(line, name, targets));
        }
        else if (reader.Current.Kind == TokenKind.Dotted && reader.Current.Text is "callprototype" or "calltargets")
            throw reader.Error("indirect calls are not supported by the emulator");
        else body.Add(new LabelStatement(line, name));
    }

    private static InstructionStatement Instruction(TokenReader reader)
    {
        string? guard = null;
        var negated = false;
        if (reader.Accept("@"))
        {
            negated = reader.Accept("!");
            guard = reader.Identifier("a predicate");
        }

        var line = reader.Current.Line;
        var opcode = reader.Identifier("an instruction");
        var modifiers = new List<string>();
        while (reader.Current.Kind == TokenKind.Dotted) modifiers.Add(reader.Take().Text);
        var operands = new List<OperandSyntax>();
        if (!reader.Current.Is(";"))
        {
            do operands.Add(opcode == "call" && reader.Accept("(") ? new ListOperand(reader.Accept(")") ? [] : List(reader, ")")) : Operand(reader));
            while (reader.Accept(","));
        }

        reader.Expect(";");
        return new InstructionStatement(line, guard, negated, opcode, modifiers, operands);
    }

    private static OperandSyntax Operand(TokenReader reader)
    {
        var operand = Primary(reader);
        return reader.Accept("|") ? new PairOperand(operand, Primary(reader)) : operand;
    }

    private static OperandSyntax Primary(TokenReader reader)
    {
        if (reader.Accept("{")) return new VectorOperand(List(reader, "}"));
        if (reader.Accept("[")) return Address(reader);
        if (reader.Current.Is("!") && reader.Ahead().Kind == TokenKind.Identifier)
        {
            reader.Take();
            return Name(reader) with { Negated = true };
        }

        if (reader.Current.Kind == TokenKind.Identifier && reader.Current.Text != "WARP_SZ")
        {
            var name = Name(reader);
            if (!reader.Current.Is("+") && !reader.Current.Is("-")) return name;
            return name with { Offset = Offset(reader) };
        }

        return new ConstantOperand(ConstantExpression.Parse(reader));
    }

    private static List<OperandSyntax> List(TokenReader reader, string close)
    {
        var elements = new List<OperandSyntax>();
        do elements.Add(Operand(reader));
        while (reader.Accept(","));
        reader.Expect(close);
        return elements;
    }

    private static NameOperand Name(TokenReader reader)
    {
        var name = reader.Identifier("a name");
        string? component = null;
        if (reader.Current.Kind == TokenKind.Dotted && reader.Current.Text is "x" or "y" or "z" or "w" or "r" or "g" or "b" or "a")
            component = reader.Take().Text;
        return new NameOperand(name, component);
    }

    private static long Offset(TokenReader reader)
    {
        if (!reader.Current.Is("+") && !reader.Current.Is("-")) return 0;
        if (reader.Current.Is("+")) reader.Take();
        var value = ConstantExpression.Parse(reader);
        if (!value.IsInteger) throw reader.Error("an address offset is an integer");
        return value.AsInteger;
    }

    private static AddressOperand Address(TokenReader reader)
    {
        NameOperand? name = null;
        long offset;
        if (reader.Current.Kind == TokenKind.Identifier)
        {
            name = Name(reader);
            offset = Offset(reader);
        }
        else
        {
            var value = ConstantExpression.Parse(reader);
            if (!value.IsInteger) throw reader.Error("an address is an integer");
            offset = value.AsInteger;
        }

        reader.Expect("]");
        return new AddressOperand(name, offset);
    }
}
