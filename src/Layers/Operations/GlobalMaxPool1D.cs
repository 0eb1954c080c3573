namespace ConvGpu;

/// <summary>The maximum of each channel of a sequence: (N, C, L) to (N, C), flat.</summary>
public sealed class GlobalMaxPool1D() : AdaptiveMaxPool(1, isSequence: true)
{
    /// <inheritdoc/>
    public override string Kind => "globalmaxpool1d";
}
