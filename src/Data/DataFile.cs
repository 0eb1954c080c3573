using System.Buffers.Binary;
using System.IO.Compression;

namespace ConvGpu;

/// <summary>Opens files of images, plain or gzipped, and says what is wrong with those that cannot be read.</summary>
internal static class DataFile
{
    private const int LengthBytes = 4;

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its path; one that ends in .gz is decompressed.</param>
    /// <param name="read">Reads the content.</param>
    /// <exception cref="DataException">The file is missing, unreadable, truncated or not a sound gzip file.</exception>
    public static T Read<T>(string file, Func<Stream, T> read)
    {
        try
        {
            using var raw = UserFile.Open(file);
            if (!file.EndsWith(".gz", StringComparison.Ordinal)) return read(raw);
            using var content = Decompress(raw);
            return read(content);
        }
        catch (EndOfStreamException e)
        {
            throw new DataException($"{file} is truncated: {e.Message} Fetch the file again.", e);
        }
        catch (InvalidDataException e)
        {
            throw new DataException($"{file} is not a sound gzip file ({e.Message}). Fetch the file again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{file} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>GZipStream takes the end of a file for the end of its content; the length that a whole file ends with tells (RFC 1952, 2.3.1).</summary>
    private static MemoryStream Decompress(FileStream raw)
    {
        var content = new MemoryStream();
        using (var gzip = new GZipStream(raw, CompressionMode.Decompress, leaveOpen: true)) gzip.CopyTo(content);
        Span<byte> end = stackalloc byte[LengthBytes];
        raw.Position = Math.Max(0, raw.Length - LengthBytes);
        if (raw.ReadAtLeast(end, LengthBytes, throwOnEndOfStream: false) < LengthBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(end) != (uint)content.Length)
            throw new EndOfStreamException("its compressed content has no end.");
        content.Position = 0;
        return content;
    }
}
