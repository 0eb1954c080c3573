namespace ConvGpu;

/// <summary>A rectangle of a picture, in its pixels.</summary>
internal readonly record struct PicturePart(double Top, double Left, double Height, double Width)
{
    /// <summary>The largest part of the middle with the ratio of sides of the target, times a share of its sides.</summary>
    public static PicturePart Middle(int height, int width, Shape target, double share)
    {
        // Of a height of 1 the target is this wide.
        var ratio = (double)target.W / target.H;
        var tall = Math.Min(height, width / ratio);
        // Whole pixels, as torchvision's crop; a picture of the target's ratio stays whole.
        var (h, w) = (Math.Max(1, Math.Round(tall * share)), Math.Max(1, Math.Round(tall * ratio * share)));
        return new PicturePart(Math.Floor((height - h) / 2), Math.Floor((width - w) / 2), h, w);
    }

    /// <summary>The same part of the picture in other sizes.</summary>
    public PicturePart Scaled(double down, double across) => new(Top * down, Left * across, Height * down, Width * across);
}
