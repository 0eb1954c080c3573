namespace ConvGpu;

/// <summary>Moves an image by up to so many whole pixels in each direction, every distance as likely; zeros come in from outside: torchvision's RandomCrop with a
/// padding.</summary>
public sealed class ShiftAugmentation : ImageAugmentation, IPixelMover
{
    internal const int DefaultPixels = 2;

    private readonly int _pixels;

    /// <summary>Creates the augmentation.</summary>
    /// <param name="pixels">The farthest, at least 1.</param>
    /// <exception cref="DataException">The number is less than 1.</exception>
    public ShiftAugmentation(int pixels = DefaultPixels)
    {
        if (pixels < 1) throw new DataException($"A shift is by up to 1 pixel or more, not {pixels}.");
        _pixels = pixels;
    }

    /// <inheritdoc/>
    public override string Description => $"shifted by up to {_pixels} {(_pixels == 1 ? "pixel" : "pixels")}";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<byte> source, Span<byte> destination, Shape shape, ref ImageRandom random)
    {
        var move = Draw(ref random);
        var (down, right) = (move.Down, -move.Offset);
        var (height, width) = (shape.H, shape.W);
        destination.Clear();
        var kept = width - Math.Abs(right);
        if (kept <= 0) return;
        for (var row = 0; row < shape.C * height; row++)
        {
            var from = row % height - down;
            if ((uint)from >= (uint)height) continue;
            source.Slice((row - down) * width + Math.Max(0, -right), kept).CopyTo(destination[(row * width + Math.Max(0, right))..]);
        }
    }

    bool IPixelMover.LosesPixels => true;

    PixelMove IPixelMover.Draw(Shape shape, ref ImageRandom random) => Draw(ref random);

    private PixelMove Draw(ref ImageRandom random)
    {
        var (down, right) = (random.Between(-_pixels, _pixels), random.Between(-_pixels, _pixels));
        return new(down, 1, -right);
    }

    internal override void Check(Shape images)
    {
        var side = Math.Min(images.H, images.W);
        if (_pixels >= side)
            throw new DataException($"A shift by up to {_pixels} pixels leaves nothing of images of {images.H}x{images.W}; it is less than {side}.");
    }
}
