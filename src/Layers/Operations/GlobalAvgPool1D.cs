namespace ConvGpu;

/// <summary>The average of each channel of a sequence: (N, C, L) to (N, C), flat.</summary>
public sealed class GlobalAvgPool1D() : AdaptiveAvgPool(1, isSequence: true)
{
    /// <inheritdoc/>
    public override string Kind => "globalavgpool1d";
}
