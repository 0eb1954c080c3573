namespace ConvGpu;

/// <summary>The average of each of a given number of windows: (N, C, L) to (N, C, output).</summary>
/// <param name="output">Elements of the output, at least 1.</param>
public sealed class AdaptiveAvgPool1D(int output) : AdaptiveAvgPool((1, output), isSequence: true)
{
    /// <inheritdoc/>
    public override string Kind => "adaptiveavgpool1d";
}
