using System.Globalization;
using System.Text;

namespace ConvGpu.Emulation.Parsing;

/// <summary>Text to tokens.</summary>
internal sealed class Lexer(string text)
{
    private static readonly string[] LongSymbols = ["<<", ">>", "<=", ">=", "==", "!=", "&&", "||"];
    private int _at;
    private int _line = 1;

    public static List<Token> Run(string text)
    {
        var lexer = new Lexer(text);
        var tokens = new List<Token>(text.Length / 4);
        Token token;
        do tokens.Add(token = lexer.Next());
        while (token.Kind != TokenKind.End);
        return tokens;
    }

    private char Peek(int ahead = 0) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private PtxFormatException Error(string reason) => new(_line, reason);

    private static bool IsFollow(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$';

    private Token Next()
    {
        SkipBlanks();
        if (_at >= text.Length) return new Token(TokenKind.End, "", _line);
        var c = Peek();
        if (c > 126) throw Error($"character U+{(int)c:X4} is not ASCII");
        if (char.IsAsciiDigit(c)) return Number();
        if (c == '.')
        {
            if (char.IsAsciiDigit(Peek(1)) && !IsDottedWord()) return Number();
            return Dotted();
        }

        if (char.IsAsciiLetter(c) || c == '_' || (c is '$' or '%' && IsFollow(Peek(1)))) return Identifier();
        if (c == '"') return Text();
        foreach (var symbol in LongSymbols)
        {
            if (string.CompareOrdinal(text, _at, symbol, 0, 2) != 0) continue;
            _at += 2;
            return new Token(TokenKind.Symbol, symbol, _line);
        }

        if ("{}()[]<>,;:|@!+-*/%&^~?=".Contains(c))
        {
            _at++;
            return new Token(TokenKind.Symbol, c.ToString(), _line);
        }

        throw Error($"unexpected character '{c}'");
    }

    private void SkipBlanks()
    {
        while (_at < text.Length)
        {
            var c = text[_at];
            if (c == '\n')
            {
                _line++;
                _at++;
            }
            else if (c is ' ' or '\t' or '\r' or '\f' or '\v' or '\0') _at++;
            else if (c == '/' && Peek(1) == '/')
            {
                while (_at < text.Length && text[_at] != '\n') _at++;
            }
            else if (c == '/' && Peek(1) == '*')
            {
                var start = _line;
                _at += 2;
                while (!(Peek() == '*' && Peek(1) == '/'))
                {
                    if (_at >= text.Length) throw new PtxFormatException(start, "the comment does not end");
                    if (text[_at++] == '\n') _line++;
                }

                _at += 2;
            }
            else break;
        }
    }

    /// <summary>Whether the dot starts a modifier that begins with a digit, such as .16x64b, rather than a number.</summary>
    private bool IsDottedWord()
    {
        var i = _at + 1;
        while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
        return i < text.Length && char.IsAsciiLetter(text[i]) && text[i] is not ('e' or 'E');
    }

    private Token Dotted()
    {
        var start = ++_at;
        while (IsFollow(Peek()) || (Peek() == ':' && Peek(1) == ':' && IsFollow(Peek(2)))) _at += Peek() == ':' ? 2 : 1;
        if (_at == start) throw Error("a dot must be followed by a name");
        return new Token(TokenKind.Dotted, text[start.._at], _line);
    }

    private Token Identifier()
    {
        var start = _at++;
        while (IsFollow(Peek())) _at++;
        return new Token(TokenKind.Identifier, text[start.._at], _line);
    }

    private Token Text()
    {
        var value = new StringBuilder();
        _at++;
        while (Peek() != '"')
        {
            if (_at >= text.Length || Peek() == '\n') throw Error("the string does not end");
            value.Append(Peek());
            _at++;
        }

        _at++;
        return new Token(TokenKind.String, value.ToString(), _line);
    }

    private Token Number()
    {
        var start = _at;
        Constant value;
        var second = char.ToLowerInvariant(Peek(1));
        if (Peek() == '0' && second is 'f' or 'd')
        {
            var digits = second == 'f' ? 8 : 16;
            _at += 2;
            var first = _at;
            while (char.IsAsciiHexDigit(Peek())) _at++;
            if (_at - first != digits) throw Error($"0{second} takes exactly {digits} hexadecimal digits");
            value = new Constant(
                second == 'f' ? ConstantKind.Single : ConstantKind.Double,
                ulong.Parse(text.AsSpan(first, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }
        else if (Peek() == '0' && second is 'x' or 'b')
        {
            _at += 2;
            value = Integer(second == 'x' ? 16 : 2);
        }
        else
        {
            while (char.IsAsciiDigit(Peek())) _at++;
            var isFloat = Peek() == '.' && char.IsAsciiDigit(Peek(1)) || (Peek() == '.' && !char.IsAsciiLetter(Peek(1)) && Peek(1) != '_')
                || Peek() is 'e' or 'E';
            if (isFloat)
            {
                if (Peek() == '.') _at++;
                while (char.IsAsciiDigit(Peek())) _at++;
                if (Peek() is 'e' or 'E')
                {
                    _at++;
                    if (Peek() is '+' or '-') _at++;
                    while (char.IsAsciiDigit(Peek())) _at++;
                }

                if (!double.TryParse(text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                    throw Error($"'{text[start.._at]}' is no number");
                value = Constant.Float(number);
            }
            else
            {
                _at = start;
                value = Integer(Peek() == '0' ? 8 : 10);
            }
        }

        if (IsFollow(Peek())) throw Error($"'{text[start..(_at + 1)]}' is no number");
        return new Token(TokenKind.Constant, text[start.._at], _line, value);
    }

    private Constant Integer(int radix)
    {
        ulong value = 0;
        var first = _at;
        while (char.IsAsciiHexDigit(Peek()))
        {
            var digit = System.Convert.ToInt32(Peek().ToString(), 16);
            if (digit >= radix) break;
            if (value > (ulong.MaxValue - (ulong)digit) / (ulong)radix) throw Error("the integer needs more than 64 bits");
            value = value * (ulong)radix + (ulong)digit;
            _at++;
        }

        if (_at == first) throw Error("a number needs digits");
        var unsigned = value > long.MaxValue;
        if (Peek() == 'U')
        {
            unsigned = true;
            _at++;
        }

        return new Constant(unsigned ? ConstantKind.Unsigned : ConstantKind.Signed, value);
    }
}
