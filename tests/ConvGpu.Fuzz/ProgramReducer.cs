namespace ConvGpu.Fuzz;

/// <summary>Makes a failing program smaller as long as it fails: statements go, expressions become their operands or constants.</summary>
internal static class ProgramReducer
{
    /// <param name="program">A program that fails.</param>
    /// <param name="fails">Whether a program still fails.</param>
    /// <param name="attempts">How many programs may be tried.</param>
    public static Node Reduce(Node program, Func<Node, bool> fails, int attempts = 3000)
    {
        bool smaller = true;
        while (smaller && attempts > 0)
        {
            smaller = false;
            foreach (var candidate in Candidates(program))
            {
                if (attempts-- <= 0)
                    break;
                if (candidate.Size >= program.Size && candidate.Value >= program.Value || !fails(candidate))
                    continue;
                program = candidate;
                smaller = true;
                break;
            }
        }
        return program;
    }

    private static IEnumerable<Node> Candidates(Node node)
    {
        foreach (var simpler in Simpler(node))
            yield return simpler;
        // large operands first: removing much at once saves attempts
        foreach (int i in Enumerable.Range(0, node.Kids.Length).OrderByDescending(i => node.Kids[i].Size))
            foreach (var kid in Candidates(node.Kids[i]))
                yield return node.With(i, kid);
    }

    private static IEnumerable<Node> Simpler(Node node)
    {
        switch (node.Op)
        {
            case "block":
                if (node.Kids.Length > 3)
                {
                    yield return new Node("block", node.Kids[..(node.Kids.Length / 2)]);
                    yield return new Node("block", node.Kids[(node.Kids.Length / 2)..]);
                }
                for (int i = 0; i < node.Kids.Length; i++)
                    yield return new Node("block", [.. node.Kids[..i], .. node.Kids[(i + 1)..]]);
                for (int i = 0; i < node.Kids.Length; i++)
                    foreach (var inner in node.Kids[i].Kids.Where(kid => kid.Op == "block" && kid.Kids.Length > 0))
                        yield return new Node("block", [.. node.Kids[..i], .. inner.Kids, .. node.Kids[(i + 1)..]]);
                break;
            case "program":
                if (node.Value != 0)
                    yield return new Node("program", 0, node.Kids);
                if (node.Kids[0].Value > 1999)
                    yield return node.With(0, new Node("launch", 1000 + node.Kids[0].Value % 1000));
                for (int i = 2; i < node.Kids.Length; i++)
                    if (!Calls(node, node.Kids[i].Value))
                        yield return new Node("program", node.Value, [.. node.Kids[..i], .. node.Kids[(i + 1)..]]);
                break;
            default:
                if (node.Type == '\0' || node.Type == 'b' || node.Op.StartsWith("function", StringComparison.Ordinal) || IsStatement(node))
                    break;
                foreach (var kid in node.Kids.Where(kid => kid.Type == node.Type))
                    yield return kid;
                if (node.Kids.Length > 0)
                    yield return new Node("local." + node.Type);
                if (node.Kids.Length > 0)
                    yield return new Node("const." + node.Type);
                break;
        }
    }

    private static bool Calls(Node node, long function) =>
        node.Op.StartsWith("call.", StringComparison.Ordinal) && node.Value == function || node.Kids.Any(kid => Calls(kid, function));

    private static bool IsStatement(Node node) => node.Op[..^2] is "set" or "output" or "setarray" or "exchange";
}
