namespace ConvGpu;

/// <summary>A tensor that a layer learns.</summary>
/// <param name="Name">The name within the layer: <c>weight</c> or <c>bias</c>.</param>
/// <param name="Shape">The sizes; for convolution weights (out, in / groups, rows, columns).</param>
/// <param name="FanIn">Inputs that one output is summed from.</param>
/// <param name="FanOut">Outputs that one input reaches.</param>
/// <param name="Initializer">How values start.</param>
public sealed record ParameterSpec(string Name, Shape Shape, int FanIn, int FanOut, Initializer Initializer)
{
    /// <summary>Elements in all.</summary>
    public long Count => Shape.Count;
}
