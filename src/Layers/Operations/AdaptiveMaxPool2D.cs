namespace ConvGpu;

/// <summary>The maximum of each of a given number of windows: (N, C, H, W) to (N, C, output rows, output columns).</summary>
/// <param name="output">Rows and columns of the output, at least 1.</param>
public sealed class AdaptiveMaxPool2D(Size2D output) : AdaptiveMaxPool(output, isSequence: false)
{
    /// <inheritdoc/>
    public override string Kind => "adaptivemaxpool2d";
}
