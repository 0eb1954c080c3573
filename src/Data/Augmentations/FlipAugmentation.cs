namespace ConvGpu;

/// <summary>Mirrors every other image, drawn at random, so that left becomes right.</summary>
public sealed class FlipAugmentation : ImageAugmentation, IPixelMover
{
    /// <inheritdoc/>
    public override string Description => "half of them mirrored";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<byte> source, Span<byte> destination, Shape shape, ref ImageRandom random)
    {
        source.CopyTo(destination);
        if (Draw(shape, ref random).Sign > 0) return;
        for (var row = 0; row < shape.C * shape.H; row++) destination.Slice(row * shape.W, shape.W).Reverse();
    }

    bool IPixelMover.LosesPixels => false;

    PixelMove IPixelMover.Draw(Shape shape, ref ImageRandom random) => Draw(shape, ref random);

    private static PixelMove Draw(Shape shape, ref ImageRandom random) => random.NextBool() ? new(0, -1, shape.W - 1) : PixelMove.None;
}
