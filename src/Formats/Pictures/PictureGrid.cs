namespace ConvGpu;

/// <summary>Small pictures of one size side by side, enlarged so that their pixels can be seen, on a blue ground.</summary>
internal static class PictureGrid
{
    private const int Gap = 2;
    private const int WantedSide = 720;
    private const int LargestScale = 32;

    private static readonly byte[] _ground = [40, 60, 120];

    /// <summary>How many columns make a grid about square.</summary>
    public static int SquareColumns(int count) => (int)Math.Ceiling(Math.Sqrt(count));

    /// <summary>Draws the grid, row by row.</summary>
    /// <param name="tiles">Pictures of one size, grey or in colours.</param>
    /// <param name="columns">Pictures a row.</param>
    public static Image Draw(IReadOnlyList<Image> tiles, int columns)
    {
        columns = Math.Min(columns, tiles.Count);
        var rows = (tiles.Count + columns - 1) / columns;
        var (tileHeight, tileWidth) = (tiles[0].Height, tiles[0].Width);
        var scale = Math.Clamp(WantedSide / Math.Max(rows * tileHeight, columns * tileWidth), 1, LargestScale);
        var (stepY, stepX) = (tileHeight * scale + Gap, tileWidth * scale + Gap);
        var (height, width) = (rows * stepY + Gap, columns * stepX + Gap);
        var pixels = new byte[checked(3 * height * width)];
        for (var c = 0; c < 3; c++) pixels.AsSpan(c * height * width, height * width).Fill(_ground[c]);
        for (var i = 0; i < tiles.Count; i++)
            Put(tiles[i].ToColour(), pixels, height, width, Gap + i / columns * stepY, Gap + i % columns * stepX, scale);
        return new Image(3, height, width, pixels);
    }

    private static void Put(Image tile, byte[] pixels, int height, int width, int top, int left, int scale)
    {
        for (var c = 0; c < 3; c++)
        {
            var plane = tile.Plane(c);
            for (var y = 0; y < tile.Height * scale; y++)
            {
                var row = pixels.AsSpan((c * height + top + y) * width + left, tile.Width * scale);
                for (var x = 0; x < row.Length; x++) row[x] = plane[y / scale * tile.Width + x / scale];
            }
        }
    }
}
