namespace ConvGpu;

/// <summary>The maximum of each of a given number of windows: (N, C, L) to (N, C, output).</summary>
/// <param name="output">Elements of the output, at least 1.</param>
public sealed class AdaptiveMaxPool1D(int output) : AdaptiveMaxPool((1, output), isSequence: true)
{
    /// <inheritdoc/>
    public override string Kind => "adaptivemaxpool1d";
}
