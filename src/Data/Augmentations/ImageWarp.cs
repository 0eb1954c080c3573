namespace ConvGpu;

/// <summary>Shears, turns, zooms and shifts images about their middle, bilinearly; black comes in from outside.</summary>
/// <param name="Degrees">Turn, clockwise.</param>
/// <param name="Zoom">How many times as large things become.</param>
/// <param name="Right">Shift to the right, in pixels.</param>
/// <param name="Down">Shift down, in pixels.</param>
/// <param name="Shear">Shear along the rows before the turn, in degrees: the lower half moves to the right.</param>
internal readonly record struct ImageWarp(double Degrees, double Zoom, double Right = 0, double Down = 0, double Shear = 0)
{
    /// <summary>A warp drawn evenly from up to so many degrees and pixels to either side, and from 1/zoom to zoom (in its logarithm).</summary>
    public static ImageWarp Draw(SeededRandom random, double degrees, double zoom, double shift)
    {
        double Even() => 2 * random.NextDouble() - 1;
        return new ImageWarp(degrees * Even(), Math.Pow(zoom, Even()), shift * Even(), shift * Even());
    }

    /// <summary>Warped copies of a set, with the labels of the originals.</summary>
    /// <param name="images">The originals.</param>
    /// <param name="copies">How many of each.</param>
    /// <param name="keepOriginals">Whether the originals come first.</param>
    /// <param name="warp">The warp of the next copy.</param>
    public static ImageSet Copies(ImageSet images, int copies, bool keepOriginals, Func<ImageWarp> warp)
    {
        var (pixels, labels) = (new List<byte>(), new List<int>());
        if (keepOriginals)
        {
            pixels.AddRange(images.Pixels);
            labels.AddRange(images.Labels);
        }
        for (var copy = 0; copy < copies; copy++)
        {
            for (var i = 0; i < images.Count; i++)
            {
                pixels.AddRange(warp().Apply(images.Image(i), images.Shape));
                labels.Add(images.Labels[i]);
            }
        }
        return new ImageSet($"{images.Name}, warped", images.Shape with { N = labels.Count }, images.Classes, [.. pixels], [.. labels]);
    }

    /// <summary>A warped image.</summary>
    /// <param name="image">Pixels in CHW order.</param>
    /// <param name="shape">Its channels, rows and columns.</param>
    public byte[] Apply(ReadOnlySpan<byte> image, Shape shape)
    {
        var result = new byte[image.Length];
        Apply(image, result, shape);
        return result;
    }

    /// <summary>Writes a warped image.</summary>
    /// <param name="image">Pixels in CHW order.</param>
    /// <param name="result">As many pixels.</param>
    /// <param name="shape">Its channels, rows and columns.</param>
    public void Apply(ReadOnlySpan<byte> image, Span<byte> result, Shape shape)
    {
        var slope = Math.Tan(Shear * Math.PI / 180);
        var (sine, cosine) = Math.SinCos(Degrees * Math.PI / 180);
        var (middleY, middleX, plane) = ((shape.H - 1) / 2.0, (shape.W - 1) / 2.0, shape.H * shape.W);
        for (var y = 0; y < shape.H; y++)
        {
            for (var x = 0; x < shape.W; x++)
            {
                // Where the pixel comes from: the warp backwards.
                var (dx, dy) = ((x - Right - middleX) / Zoom, (y - Down - middleY) / Zoom);
                var (fromX, fromY) = (middleX + cosine * dx + sine * dy, middleY - sine * dx + cosine * dy);
                fromX -= slope * (fromY - middleY);
                for (var c = 0; c < shape.C; c++) result[c * plane + y * shape.W + x] = Sample(image.Slice(c * plane, plane), shape, fromY, fromX);
            }
        }
    }

    private static byte Sample(ReadOnlySpan<byte> plane, Shape shape, double y, double x)
    {
        var (top, left) = ((int)Math.Floor(y), (int)Math.Floor(x));
        double sum = 0;
        for (var i = 0; i < 4; i++)
        {
            var (row, column) = (top + i / 2, left + i % 2);
            if ((uint)row >= (uint)shape.H || (uint)column >= (uint)shape.W) continue;
            sum += plane[row * shape.W + column] * (1 - Math.Abs(y - row)) * (1 - Math.Abs(x - column));
        }
        return (byte)Math.Round(sum);
    }
}
