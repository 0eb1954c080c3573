namespace ConvGpu;

/// <summary>Reads a part of pictures' files in a given size, with memory that is used again. One reader is for one thread.</summary>
internal sealed class PictureReader : IDisposable
{
    private readonly PictureDecoder _decoder = new();
    private readonly PixelBuffer _pixels = new();
    private readonly PictureResizer _resizer = new();

    /// <summary>Writes the middle of a picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">1 channel for grey, or 3; rows and columns.</param>
    /// <param name="share">The share of its sides.</param>
    /// <param name="destination">Room for the target, in CHW order.</param>
    /// <exception cref="FileFormatException">The file cannot be read.</exception>
    public void Read(string path, Shape target, double share, Span<byte> destination)
    {
        var (height, width, _) = _decoder.Open(path);
        Read(PicturePart.Middle(height, width, target, share), height, width, target, destination);
    }

    /// <summary>Writes a random part of a picture.</summary>
    /// <exception cref="FileFormatException">The file cannot be read.</exception>
    public void Read(string path, Shape target, ResizedCropAugmentation crop, ref ImageRandom random, Span<byte> destination)
    {
        var (height, width, _) = _decoder.Open(path);
        Read(crop.Draw(height, width, target, ref random), height, width, target, destination);
    }

    /// <summary>Decodes all of a picture, also what is not taken when it is read.</summary>
    /// <exception cref="FileFormatException">The file cannot be read.</exception>
    public void Check(string path)
    {
        _ = _decoder.Open(path);
        _decoder.Decode(_pixels);
    }

    /// <summary>The sizes of a picture, and whether it is grey.</summary>
    /// <exception cref="FileFormatException">The file cannot be read.</exception>
    public (int Height, int Width, bool IsGrey) ReadSizes(string path) => _decoder.Open(path);

    public void Dispose() => _decoder.Dispose();

    private void Read(PicturePart part, int height, int width, Shape target, Span<byte> destination)
    {
        _decoder.Decode(_pixels, Math.Max(target.H / part.Height, target.W / part.Width), (int)Math.Ceiling(part.Top + part.Height));
        _resizer.Resize(_pixels, part.Scaled((double)_pixels.Height / height, (double)_pixels.Width / width), target, destination);
    }
}
