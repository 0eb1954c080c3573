namespace ConvGpu.Tests.Data;

/// <summary>A folder of generated pictures that is removed when the test ends.</summary>
internal sealed class PictureFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("convgpu").FullName;

    /// <summary>Writes pictures of a class, whose colour tells it.</summary>
    /// <param name="folder">The folder under the root, such as train/cat.</param>
    /// <param name="count">How many.</param>
    /// <param name="colour">0 to 2, the channel that is bright.</param>
    /// <param name="extension">.png or .jpg.</param>
    /// <param name="side">Rows; columns are a few more, and both a few more for each picture where sizes differ.</param>
    /// <param name="isMixed">Whether sizes differ.</param>
    public void Add(string folder, int count, int colour, string extension = ".png", int side = 16, bool isMixed = false)
    {
        Directory.CreateDirectory(Path.Combine(Root, folder));
        for (var i = 0; i < count; i++)
        {
            var (height, width) = isMixed ? (side + i % 5, side + 3 * i % 7) : (side, side);
            var random = new Random(100 * colour + i);
            var pixels = new byte[3 * height * width];
            for (var p = 0; p < pixels.Length; p++) pixels[p] = (byte)((p / (height * width) == colour ? 160 : 40) + random.Next(60));
            new Image(3, height, width, pixels).Write(Path.Combine(Root, folder, $"{i:D3}{extension}"));
        }
    }

    public string File(string name) => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
