namespace ConvGpu;

/// <summary>The average of each channel: (N, C, H, W) to (N, C), flat.</summary>
public sealed class GlobalAvgPool2D() : AdaptiveAvgPool(1, isSequence: false)
{
    /// <inheritdoc/>
    public override string Kind => "globalavgpool2d";
}
