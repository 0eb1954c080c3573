using ConvGpu.Jpeg;
using ConvGpu.Png;

namespace ConvGpu;

/// <summary>
/// Reads pictures one after the other with memory that is used again: first the sizes, so that the part that is wanted can be chosen, then
/// the pixels, of JPEG at a fraction of the size where that is enough. One decoder is for one thread.
/// </summary>
internal sealed class PictureDecoder : IDisposable
{
    private static readonly int[] _denominators = [8, 4, 2, 1];

    private readonly PngScratch _png = new();
    private JpegDecoder? _jpeg;
    private byte[] _file = [];
    private string _name = "";
    private int _length;
    private bool _isJpeg;
    private int _height, _width;

    /// <summary>Reads the sizes of a picture's file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">The file is missing, damaged, or neither PNG nor JPEG.</exception>
    public (int Height, int Width, bool IsGrey) Open(string path)
    {
        try
        {
            using var handle = UserFile.OpenHandle(path, FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(handle);
            if (length > Array.MaxLength) throw new FileFormatException($"{path} has {length} bytes, more than a picture's file has.");
            PixelBuffer.Reserve(ref _file, (int)length);
            _length = 0;
            for (int read; _length < length && (read = RandomAccess.Read(handle, _file.AsSpan(_length, (int)length - _length), _length)) > 0;) _length += read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new FileFormatException($"{path} cannot be read: {e.Message}", e);
        }
        return ReadSizes(path);
    }

    /// <summary>Reads the sizes of a picture in memory.</summary>
    /// <exception cref="FileFormatException">It is damaged, or neither PNG nor JPEG.</exception>
    public (int Height, int Width, bool IsGrey) Open(ReadOnlySpan<byte> file, string name)
    {
        PixelBuffer.Reserve(ref _file, file.Length);
        file.CopyTo(_file);
        _length = file.Length;
        return ReadSizes(name);
    }

    /// <summary>Decodes the picture that was opened.</summary>
    /// <param name="pixels">Becomes the picture.</param>
    /// <param name="leastScale">The smallest share of its sizes that is enough, up to 1.</param>
    /// <param name="rows">How many of its rows from the top are wanted, at least 1; those below may hold anything.</param>
    /// <exception cref="FileFormatException">It is damaged.</exception>
    public void Decode(PixelBuffer pixels, double leastScale = 1, int rows = int.MaxValue)
    {
        var file = _file.AsSpan(0, _length);
        if (!_isJpeg)
        {
            PngReader.Read(file, _name, _png, pixels, rows);
            return;
        }
        var denominator = Math.Max(1, Array.Find(_denominators, d => 1.0 / d >= leastScale));
        pixels.Resize((_height + denominator - 1) / denominator, (_width + denominator - 1) / denominator);
        _jpeg!.Decode(file, _name, pixels.Pixels, pixels.Height, pixels.Width);
    }

    public void Dispose() => _jpeg?.Dispose();

    private (int Height, int Width, bool IsGrey) ReadSizes(string name)
    {
        _name = name;
        var file = _file.AsSpan(0, _length);
        _isJpeg = JpegDecoder.IsJpeg(file);
        (_height, _width, var grey) = _isJpeg ? (_jpeg ??= new JpegDecoder()).Open(file, name) : PngReader.ReadSizes(file, name);
        return (_height, _width, grey);
    }
}
