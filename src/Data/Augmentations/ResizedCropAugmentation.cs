namespace ConvGpu;

/// <summary>
/// Takes a part of the image, of a random share of its area and a random ratio of width to height, and makes it as large as the image,
/// bilinearly with half-pixel centres; torchvision's RandomResizedCrop, which Szegedy et al., 2014, introduced.
/// </summary>
public sealed class ResizedCropAugmentation : ImageAugmentation
{
    private const int Tries = 10;

    private readonly double _share, _logRatio;

    /// <summary>Creates the augmentation.</summary>
    /// <param name="share">The smallest share of the area, above 0 to 1.</param>
    /// <param name="ratio">The largest ratio of the sides, relative to the image's own, from 1 to 10; the smallest is its inverse.</param>
    /// <exception cref="DataException">A number is out of range.</exception>
    public ResizedCropAugmentation(double share = 0.08, double ratio = 4.0 / 3)
    {
        _share = Checked(share, 1e-4, 1, "The smallest share of a resized crop");
        _logRatio = Math.Log(Checked(ratio, 1, 10, "The ratio of a resized crop"));
    }

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"cropped to {100 * _share:0.##} to 100 % of the area");

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<byte> source, Span<byte> destination, Shape shape, ref ImageRandom random)
    {
        var (height, width) = Sizes(shape, ref random);
        var (top, left) = (random.Between(0, shape.H - height), random.Between(0, shape.W - width));
        var (stepY, stepX, plane) = ((float)height / shape.H, (float)width / shape.W, shape.H * shape.W);
        for (var y = 0; y < shape.H; y++)
        {
            var fromY = Math.Clamp((y + 0.5f) * stepY - 0.5f, 0, height - 1);
            var row = (int)fromY;
            var down = fromY - row;
            var next = Math.Min(row + 1, height - 1);
            for (var c = 0; c < shape.C; c++)
            {
                var upper = source.Slice(c * plane + (top + row) * shape.W + left, width);
                var lower = source.Slice(c * plane + (top + next) * shape.W + left, width);
                var target = destination.Slice(c * plane + y * shape.W, shape.W);
                for (var x = 0; x < target.Length; x++)
                {
                    var fromX = Math.Clamp((x + 0.5f) * stepX - 0.5f, 0, width - 1);
                    var column = (int)fromX;
                    var (across, right) = (fromX - column, Math.Min(column + 1, width - 1));
                    var above = upper[column] + across * (upper[right] - upper[column]);
                    var below = lower[column] + across * (lower[right] - lower[column]);
                    target[x] = (byte)(above + down * (below - above) + 0.5f);
                }
            }
        }
    }

    // A part that does not fit is drawn again; after some tries the whole image is taken.
    private (int Height, int Width) Sizes(Shape shape, ref ImageRandom random)
    {
        for (var i = 0; i < Tries; i++)
        {
            var area = random.Between(_share, 1);
            var ratio = Math.Exp(random.Between(-_logRatio, _logRatio));
            var (height, width) = ((int)Math.Round(shape.H * Math.Sqrt(area / ratio)), (int)Math.Round(shape.W * Math.Sqrt(area * ratio)));
            if (height >= 1 && width >= 1 && height <= shape.H && width <= shape.W) return (height, width);
        }
        return (shape.H, shape.W);
    }
}
