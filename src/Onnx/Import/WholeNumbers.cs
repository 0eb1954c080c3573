namespace ConvGpu.Onnx.Import;

/// <summary>
/// Which computed values hold whole numbers. They are computed as float32, where a quotient keeps its fraction and ONNX's does not: what
/// divides them is refused.
/// </summary>
internal sealed class WholeNumbers
{
    /// <summary>Operators whose result has the type of these inputs; null for all.</summary>
    private static readonly Dictionary<string, int[]?> Keepers = new(StringComparer.Ordinal)
    {
        ["Abs"] = null, ["Add"] = null, ["Clip"] = null, ["Concat"] = null, ["Expand"] = [0], ["Flatten"] = [0], ["Gather"] = [0], ["Identity"] = null,
        ["Max"] = null, ["Min"] = null, ["Mul"] = null, ["Neg"] = null, ["Pad"] = [0], ["ReduceMax"] = [0], ["ReduceMin"] = [0], ["ReduceProd"] = [0],
        ["ReduceSum"] = [0], ["Reshape"] = [0], ["Sign"] = null, ["Slice"] = [0], ["Split"] = [0], ["Squeeze"] = [0], ["Sub"] = null, ["Sum"] = null,
        ["Tile"] = [0], ["Transpose"] = [0], ["Unsqueeze"] = [0], ["Where"] = [1, 2],
    };

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public void Add(string name) => _names.Add(name);

    /// <summary>Takes note of what a node makes.</summary>
    /// <exception cref="OnnxFormatException">It divides whole numbers, or takes a power or the mean of them.</exception>
    public void Follow(Conversion c)
    {
        var node = c.Node;
        if (node.OpType is "Div" or "Mod" or "Pow" or "Mean" or "ReduceMean" && node.Input.Any(_names.Contains))
            throw c.Error($"takes whole numbers that are computed, '{node.Input.First(_names.Contains)}'; they are held as float32 and cannot be divided");
        if (node.OpType is "ArgMax" or "ArgMin"
            || (node.OpType == "Cast" && !((OnnxElementType)c.Attributes.Integer("to", 0)).IsFloat())
            || (Keepers.TryGetValue(node.OpType, out var inputs)
                && (inputs is null ? node.Input : inputs.Where(i => i < node.Input.Count).Select(i => node.Input[i])).Any(_names.Contains)))
            _names.UnionWith(node.Output);
    }
}
