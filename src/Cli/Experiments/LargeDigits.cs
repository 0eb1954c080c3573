namespace ConvGpu.Cli;

/// <summary>The embedded digits as pictures of 28x28, enlarged, turned and shifted in one bilinear step.</summary>
internal static class LargeDigits
{
    /// <summary>Rows and columns.</summary>
    public const int Size = 28;

    /// <summary>Warped copies.</summary>
    /// <param name="digits">Digits of 8x8.</param>
    /// <param name="random">Draws the warps.</param>
    /// <param name="copies">How many of each.</param>
    /// <param name="enlarge">How many times as large they are in the middle of what is drawn.</param>
    /// <param name="degrees">The farthest turn to either side.</param>
    /// <param name="zoom">The largest further zoom, and one over the smallest.</param>
    /// <param name="shift">The farthest shift to each side, in pixels.</param>
    public static ImageSet Warped(ImageSet digits, SeededRandom random, int copies, double enlarge, double degrees, double zoom, double shift) =>
        ImageWarp.Copies(Centred(digits), copies, keepOriginals: false, () =>
        {
            var warp = ImageWarp.Draw(random, degrees, zoom, shift);
            return warp with { Zoom = enlarge * warp.Zoom };
        });

    /// <summary>Small images in the middle of larger black ones, with the 17 greys of the digits stretched to 256.</summary>
    internal static ImageSet Centred(ImageSet images)
    {
        var (height, width) = (images.Shape.H, images.Shape.W);
        var pixels = new byte[images.Count * Size * Size];
        for (var i = 0; i < images.Count; i++)
        {
            for (var p = 0; p < height * width; p++)
                pixels[(i * Size + p / width + (Size - height) / 2) * Size + p % width + (Size - width) / 2] = (byte)(images.Image(i)[p] * 255 / 16);
        }
        return new ImageSet(images.Name, new Shape(images.Count, 1, Size, Size), images.Classes, pixels, [.. images.Labels]);
    }
}
