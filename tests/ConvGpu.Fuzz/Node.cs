using System.Globalization;
using System.Text;

namespace ConvGpu.Fuzz;

/// <summary>
/// A random program as a tree: an operation, a number and operands. The suffix of an operation is its type: i, l, f, d for int, long,
/// float and double, b for bool; statements have none. Programs print and parse, so failures are kept as text.
/// </summary>
internal sealed record Node(string Op, long Value, params Node[] Kids)
{
    public Node(string op, params Node[] kids) : this(op, 0, kids)
    {
    }

    /// <summary>The type letter; '\0' for statements.</summary>
    public char Type => Op.Length > 2 && Op[^2] == '.' ? Op[^1] : '\0';

    public int Size => 1 + Kids.Sum(kid => kid.Size);

    /// <summary>This tree with another operand at a place.</summary>
    public Node With(int index, Node kid)
    {
        var kids = (Node[])Kids.Clone();
        kids[index] = kid;
        return new Node(Op, Value, kids);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text, 0);
        return text.ToString();
    }

    public static Node Parse(string text)
    {
        int at = 0;
        return Parse(text, ref at);
    }

    private bool IsStatementList => Op is "program" or "block" || Op.StartsWith("function", StringComparison.Ordinal);

    private void Write(StringBuilder text, int depth)
    {
        text.Append('(').Append(Op);
        if (Value != 0)
            text.Append(':').Append(Value.ToString(CultureInfo.InvariantCulture));
        foreach (var kid in Kids)
        {
            if (IsStatementList)
                text.Append('\n').Append(' ', 2 * depth + 2);
            else
                text.Append(' ');
            kid.Write(text, depth + 1);
        }
        text.Append(')');
    }

    private static Node Parse(string text, ref int at)
    {
        SkipSpace(text, ref at);
        if (text[at++] != '(')
            throw new FormatException($"A program's node starts with '(', not with '{text[at - 1]}' at {at - 1}.");
        int start = at;
        while (text[at] is not (' ' or '(' or ')' or '\n'))
            at++;
        string head = text[start..at];
        int colon = head.IndexOf(':');
        var kids = new List<Node>();
        SkipSpace(text, ref at);
        while (text[at] != ')')
        {
            kids.Add(Parse(text, ref at));
            SkipSpace(text, ref at);
        }
        at++;
        long value = colon < 0 ? 0 : long.Parse(head.AsSpan(colon + 1), CultureInfo.InvariantCulture);
        return new Node(colon < 0 ? head : head[..colon], value, [.. kids]);
    }

    private static void SkipSpace(string text, ref int at)
    {
        while (char.IsWhiteSpace(text[at]))
            at++;
    }
}
