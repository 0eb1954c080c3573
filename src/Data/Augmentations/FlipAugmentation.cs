namespace ConvGpu;

/// <summary>Mirrors every other image, drawn at random, so that left becomes right.</summary>
public sealed class FlipAugmentation : ImageAugmentation
{
    /// <inheritdoc/>
    public override string Description => "half of them mirrored";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<byte> source, Span<byte> destination, Shape shape, ref ImageRandom random)
    {
        source.CopyTo(destination);
        if (!random.NextBool()) return;
        for (var row = 0; row < shape.C * shape.H; row++) destination.Slice(row * shape.W, shape.W).Reverse();
    }
}
