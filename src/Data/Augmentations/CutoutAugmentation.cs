namespace ConvGpu;

/// <summary>
/// Blackens a square whose middle lies anywhere in the image, so that parts of it may lie outside: DeVries and Taylor, 2017, Improved
/// Regularization of Convolutional Neural Networks with Cutout.
/// </summary>
public sealed class CutoutAugmentation : ImageAugmentation
{
    internal const int DefaultSide = 8;

    private readonly int _side;

    /// <summary>Creates the augmentation.</summary>
    /// <param name="side">Rows and columns of the square, at least 1.</param>
    /// <exception cref="DataException">The number is less than 1.</exception>
    public CutoutAugmentation(int side = DefaultSide) => _side = (int)Checked(side, 1, int.MaxValue / 2, "The side of a cutout in pixels");

    /// <inheritdoc/>
    public override string Description => $"a square of {_side}x{_side} cut out";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<byte> source, Span<byte> destination, Shape shape, ref ImageRandom random)
    {
        source.CopyTo(destination);
        var (top, left) = (random.Between(0, shape.H - 1) - _side / 2, random.Between(0, shape.W - 1) - _side / 2);
        var (first, begin) = (Math.Max(top, 0), Math.Max(left, 0));
        var (last, end) = (Math.Min(top + _side, shape.H), Math.Min(left + _side, shape.W));
        for (var c = 0; c < shape.C; c++)
            for (var y = first; y < last; y++)
                destination.Slice((c * shape.H + y) * shape.W + begin, end - begin).Clear();
    }

    internal override void Check(Shape images)
    {
        if (_side >= Math.Min(images.H, images.W))
            throw new DataException($"A square of {_side}x{_side} covers whole images of {images.H}x{images.W}; it is smaller.");
    }
}
