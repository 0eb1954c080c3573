namespace ConvGpu;

/// <summary>The maximum of each channel: (N, C, H, W) to (N, C), flat.</summary>
public sealed class GlobalMaxPool2D() : AdaptiveMaxPool(1, isSequence: false)
{
    /// <inheritdoc/>
    public override string Kind => "globalmaxpool2d";
}
