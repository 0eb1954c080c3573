namespace ConvGpu.Emulation.Parsing;

/// <summary>Constant expressions: C's operators and precedence over 64-bit integers and doubles.</summary>
internal static class ConstantExpression
{
    private static readonly string[][] Levels =
    [
        ["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", ">", "<=", ">="], ["<<", ">>"], ["+", "-"], ["*", "/", "%"],
    ];

    public static Constant Parse(TokenReader reader)
    {
        var condition = Binary(reader, 0);
        if (!reader.Accept("?")) return condition;
        var whenTrue = Parse(reader);
        reader.Expect(":");
        var whenFalse = Parse(reader);
        return condition.Bits != 0 ? whenTrue : whenFalse;
    }

    private static Constant Binary(TokenReader reader, int level)
    {
        if (level == Levels.Length) return Unary(reader);
        var left = Binary(reader, level + 1);
        while (reader.Current.Kind == TokenKind.Symbol && Levels[level].Contains(reader.Current.Text))
        {
            var operation = reader.Take();
            var right = Binary(reader, level + 1);
            left = Apply(operation, left, right);
        }

        return left;
    }

    private static Constant Unary(TokenReader reader)
    {
        var token = reader.Current;
        if (reader.Accept("+")) return Unary(reader);
        if (reader.Accept("-"))
        {
            var value = Unary(reader);
            return value.IsInteger
                ? value with { Bits = unchecked(0 - value.Bits) }
                : value.Kind == ConstantKind.Single
                    ? value with { Bits = value.Bits ^ 0x80000000u }
                    : Constant.Float(-value.AsDouble);
        }

        if (reader.Accept("!")) return Constant.Integer(Unary(reader).Bits == 0 ? 1 : 0);
        if (reader.Accept("~")) return new Constant(ConstantKind.Unsigned, ~Unary(reader).Bits);
        if (reader.Accept("("))
        {
            if (reader.Current.Kind == TokenKind.Dotted && reader.Current.Text is "s64" or "u64")
            {
                var kind = reader.Take().Text == "s64" ? ConstantKind.Signed : ConstantKind.Unsigned;
                reader.Expect(")");
                return new Constant(kind, Unary(reader).Bits);
            }

            var inner = Parse(reader);
            reader.Expect(")");
            return inner;
        }

        if (token.Kind == TokenKind.Constant) return reader.Take().Value;
        if (token.Kind == TokenKind.Identifier && token.Text == "WARP_SZ")
        {
            reader.Take();
            return Constant.Integer(32);
        }

        throw reader.Error($"a constant expected, '{token}' found");
    }

    private static Constant Apply(Token operation, Constant a, Constant b)
    {
        if (a.Kind == ConstantKind.Single || b.Kind == ConstantKind.Single)
            throw new PtxFormatException(operation.Line, "the 0f form may not be used in constant expressions");
        if (a.IsInteger != b.IsInteger) throw new PtxFormatException(operation.Line, "a constant expression mixes integers and floats");
        if (!a.IsInteger) return ApplyFloat(operation, a.AsDouble, b.AsDouble);
        var unsigned = a.Kind == ConstantKind.Unsigned || b.Kind == ConstantKind.Unsigned;
        var kind = unsigned ? ConstantKind.Unsigned : ConstantKind.Signed;
        if (operation.Text is "/" or "%" && b.Bits == 0) throw new PtxFormatException(operation.Line, "a constant expression divides by zero");
        return operation.Text switch
        {
            "+" => new Constant(kind, unchecked(a.Bits + b.Bits)),
            "-" => new Constant(kind, unchecked(a.Bits - b.Bits)),
            "*" => new Constant(kind, unchecked(a.Bits * b.Bits)),
            "/" => new Constant(kind, unsigned ? a.Bits / b.Bits : (ulong)(a.AsInteger / b.AsInteger)),
            "%" => new Constant(ConstantKind.Signed, a.Bits % b.Bits),
            "<<" => a with { Bits = b.Bits > 63 ? 0 : a.Bits << (int)b.Bits },
            ">>" => a with { Bits = a.Kind == ConstantKind.Signed ? (ulong)(a.AsInteger >> (int)Math.Min(b.Bits, 63)) : b.Bits > 63 ? 0 : a.Bits >> (int)b.Bits },
            "&" => new Constant(kind, a.Bits & b.Bits),
            "|" => new Constant(kind, a.Bits | b.Bits),
            "^" => new Constant(kind, a.Bits ^ b.Bits),
            "&&" => Truth(a.Bits != 0 && b.Bits != 0),
            "||" => Truth(a.Bits != 0 || b.Bits != 0),
            "==" => Truth(a.Bits == b.Bits),
            "!=" => Truth(a.Bits != b.Bits),
            "<" => Truth(unsigned ? a.Bits < b.Bits : a.AsInteger < b.AsInteger),
            ">" => Truth(unsigned ? a.Bits > b.Bits : a.AsInteger > b.AsInteger),
            "<=" => Truth(unsigned ? a.Bits <= b.Bits : a.AsInteger <= b.AsInteger),
            _ => Truth(unsigned ? a.Bits >= b.Bits : a.AsInteger >= b.AsInteger),
        };
    }

    private static Constant ApplyFloat(Token operation, double a, double b) => operation.Text switch
    {
        "+" => Constant.Float(a + b),
        "-" => Constant.Float(a - b),
        "*" => Constant.Float(a * b),
        "/" => Constant.Float(a / b),
        "==" => Truth(a == b),
        "!=" => Truth(a != b),
        "<" => Truth(a < b),
        ">" => Truth(a > b),
        "<=" => Truth(a <= b),
        ">=" => Truth(a >= b),
        _ => throw new PtxFormatException(operation.Line, $"'{operation.Text}' does not take floating-point constants"),
    };

    private static Constant Truth(bool value) => Constant.Integer(value ? 1 : 0);
}
