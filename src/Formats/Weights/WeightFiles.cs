namespace ConvGpu;

/// <summary>How parameters and buffers stand in files.</summary>
internal static class WeightFiles
{
    /// <summary>The metadata's format of a checkpoint.</summary>
    public const string CheckpointFormat = "convgpu-checkpoint";

    /// <summary>What the names of a checkpoint's tensors begin with that are no weights.</summary>
    public const string CheckpointPrefix = "training/";

    /// <summary>The parameters of a graph, then its buffers, each with its own name and the sizes that PyTorch gives it.</summary>
    public static IEnumerable<(Node Node, ParameterSpec Spec, SafeTensorInfo Info, bool IsBuffer)> Of(ShapedGraph shapes) =>
        shapes.Nodes.SelectMany(n => shapes.Parameters(n).Select(p => (n, p, Info(n, p), false)))
            .Concat(shapes.Nodes.SelectMany(n => shapes.Buffers(n).Select(p => (n, p, Info(n, p), true))));

    /// <summary>Sizes without those of 1 at the end, which some files leave out.</summary>
    public static IReadOnlyList<long> Trimmed(IReadOnlyList<long> sizes) =>
        [.. sizes.Take(1), .. sizes.Skip(1).Reverse().SkipWhile(s => s == 1).Reverse()];

    private static SafeTensorInfo Info(Node node, ParameterSpec spec) => new($"{node.Name}.{spec.Name}", SafeTensorType.Float32, Sizes(node.Layer!, spec));

    // A 1x1 convolution is told from a dense layer by its rank alone.
    private static IReadOnlyList<long> Sizes(Layer layer, ParameterSpec spec)
    {
        var s = spec.Shape;
        if (spec.Name == "weight")
        {
            switch (layer)
            {
                case Conv1D: return [s.N, s.C, s.W];
                case Conv2D or ConvTranspose2D or LocallyConnected2D: return [s.N, s.C, s.H, s.W];
                case Conv3D: return [s.N, s.C, s.D, s.H, s.W];
            }
        }
        return Trimmed(s.D == 1 ? [s.N, s.C, s.H, s.W] : [s.N, s.C, s.D, s.H, s.W]);
    }
}
