using System.Buffers;
using System.Text;

namespace ConvGpu;

/// <summary>What a file is that was taken for a picture, by its first bytes and whatever its name ends in, for messages.</summary>
internal static class PictureKind
{
    private const int Shown = 4, Looked = 256;

    private static readonly (int At, byte[] Bytes, string Kind)[] _kinds =
    [
        (0, "BM"u8.ToArray(), "a BMP file"),
        (0, "GIF8"u8.ToArray(), "a GIF file"),
        (8, "WEBP"u8.ToArray(), "a WebP file"),
        (0, "II*\0"u8.ToArray(), "a TIFF file"),
        (0, "MM\0*"u8.ToArray(), "a TIFF file"),
        (4, "ftypavif"u8.ToArray(), "an AVIF file"),
        (4, "ftyphei"u8.ToArray(), "a HEIC file"),
        (4, "ftyp"u8.ToArray(), "a video or HEIF file"),
        (4, "jP  "u8.ToArray(), "a JPEG 2000 file"),
        (4, "JXL "u8.ToArray(), "a JPEG XL file"),
        (0, [0xFF, 0x0A], "a JPEG XL file"),
        (0, "8BPS"u8.ToArray(), "a Photoshop file"),
        (0, "%PDF"u8.ToArray(), "a PDF file"),
        (1, "NUMPY"u8.ToArray(), "an NPY file"),
        (0, "PK"u8.ToArray(), "a ZIP or NPZ file"),
        (0, [0x1F, 0x8B], "a gzip file"),
        (0, "<"u8.ToArray(), "an SVG, HTML or XML file"),
    ];

    /// <summary>What the file is, with its article; of what is not known the first bytes.</summary>
    public static string Of(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty) return "empty";
        foreach (var (at, bytes, kind) in _kinds)
            if (file.Length >= at && file[at..].StartsWith(bytes)) return kind;
        var start = file[..Math.Min(file.Length, Looked)];
        return IsText(start, isWhole: file.Length <= Looked)
            ? "a text file"
            : $"neither PNG nor JPEG (it begins with {Convert.ToHexString(start[..Math.Min(start.Length, Shown)])} in hexadecimal)";
    }

    /// <summary>Whether bytes are text of UTF-8; the last character of a part may be cut.</summary>
    private static bool IsText(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status == OperationStatus.NeedMoreData && !isWhole) return true;
            if (status != OperationStatus.Done || (Rune.IsControl(rune) && rune.Value is not ('\n' or '\r' or '\t'))) return false;
            bytes = bytes[length..];
        }
        return true;
    }
}
