namespace ConvGpu;

/// <summary>What became of a file's tensors and of a network's parameters and buffers; names are those of the file.</summary>
/// <param name="Loaded">What was read.</param>
/// <param name="Missing">What the network has and the file has not, with its shape.</param>
/// <param name="Unexpected">What the file has and the network has not, with its shape.</param>
/// <param name="Mismatched">What both have in other sizes or in a type that is no number of weights: the file's shape and the network's.</param>
public sealed record LoadedWeights(
    IReadOnlyList<string> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<string> Mismatched)
{
    private const int MostListed = 20;

    /// <summary>Whether each tensor had its place and each place its tensor.</summary>
    public bool IsComplete => Missing.Count + Unexpected.Count + Mismatched.Count == 0;

    /// <summary>The counts; and what did not fit by name and shape, a line each, of very many the first.</summary>
    public override string ToString()
    {
        (string What, IReadOnlyList<string> Names)[] groups = [("of another shape", Mismatched), ("missing in the file", Missing), ("not in the network", Unexpected)];
        var lines = new List<string> { $"{Loaded.Count} {(Loaded.Count == 1 ? "tensor fits" : "tensors fit")}" };
        foreach (var (what, names) in groups.Where(g => g.Names.Count > 0))
        {
            lines.Add($"{names.Count} {what}:");
            lines.AddRange(names.Take(MostListed).Select(name => $"  {name}"));
            if (names.Count > MostListed) lines.Add($"  and {names.Count - MostListed} more");
        }
        return string.Join(Environment.NewLine, lines);
    }
}
