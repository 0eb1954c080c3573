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
    /// <param name="ratio">The largest ratio of the sides, relative to the image's own (that of the input it becomes, where pictures have several sizes), from 1 to 10; the smallest is its inverse.</param>
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
        var (height, width) = Sizes(shape.H, shape.W, (double)shape.W / shape.H, ref random);
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

    /// <summary>Draws a part of a picture whose sides have the target's ratio times one of this augmentation's.</summary>
    /// <param name="height">The picture's rows.</param>
    /// <param name="width">The picture's columns.</param>
    /// <param name="target">What the part becomes.</param>
    /// <param name="random">Numbers of this image's own.</param>
    internal PicturePart Draw(int height, int width, Shape target, ref ImageRandom random)
    {
        var (h, w) = Sizes(height, width, (double)target.W / target.H, ref random);
        return new PicturePart(random.Between(0, height - h), random.Between(0, width - w), h, w);
    }

    // A part that does not fit is drawn again; after some tries the largest of the ratio is taken.
    private (int Height, int Width) Sizes(int height, int width, double targetRatio, ref ImageRandom random)
    {
        for (var i = 0; i < Tries; i++)
        {
            var area = random.Between(_share, 1) * height * width;
            var ratio = targetRatio * Math.Exp(random.Between(-_logRatio, _logRatio));
            var (h, w) = ((int)Math.Round(Math.Sqrt(area / ratio)), (int)Math.Round(Math.Sqrt(area * ratio)));
            if (h >= 1 && w >= 1 && h <= height && w <= width) return (h, w);
        }
        var tall = Math.Min(height, width / targetRatio);
        return (Math.Max(1, (int)Math.Round(tall)), Math.Clamp((int)Math.Round(tall * targetRatio), 1, width));
    }
}
