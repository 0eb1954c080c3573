using System.IO.Compression;

namespace ConvGpu;

/// <summary>
/// Arrays by name: an NPZ file, which is a ZIP archive of NPY files, plain or deflated. An array is read when it is asked for, and its
/// checksum is verified; what an archive claims to hold is held against its bytes before memory is taken.
/// </summary>
public sealed class NpzFile : IDisposable
{
    /// <summary>The most bytes that one byte of deflate data stands for (zlib's technical notes).</summary>
    private const int LargestExpansion = 1032;

    private const string Extension = ".npy";

    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];

    private NpzFile(Stream stream, string name)
    {
        Name = name;
        _archive = Guard(name, () => new ZipArchive(stream, ZipArchiveMode.Read));
        foreach (var entry in Guard(name, () => _archive.Entries))
        {
            if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal)) continue;
            var array = entry.FullName[..^Extension.Length];
            if (!_entries.TryAdd(array, entry)) throw new FileFormatException($"{name}: the NPZ file has two arrays '{array}'.");
        }
    }

    /// <summary>The path, or what the stream was called.</summary>
    public string Name { get; }

    /// <summary>The names of the arrays, in the order of the file.</summary>
    public IReadOnlyCollection<string> Arrays => _entries.Keys;

    /// <summary>Opens a file and reads its table of contents.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">The file is missing, damaged, or no NPZ file.</exception>
    public static NpzFile Open(string path) => Open(Guard(path, () => UserFile.Open(path)), path);

    /// <summary>Reads the table of contents of a stream.</summary>
    /// <param name="stream">A stream that can seek; the file disposes it.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="FileFormatException">The stream is damaged, or of another format.</exception>
    public static NpzFile Open(Stream stream, string name)
    {
        try
        {
            return new NpzFile(stream, name);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is an array of a name.</summary>
    /// <param name="array">The name, without .npy.</param>
    public bool Contains(string array) => _entries.ContainsKey(array);

    /// <summary>Reads an array.</summary>
    /// <param name="array">Its name, without .npy.</param>
    /// <exception cref="FileFormatException">There is no such array, or it is damaged or of a type that is not read.</exception>
    public NpyArray Read(string array)
    {
        if (!_entries.TryGetValue(array, out var entry))
            throw new FileFormatException($"{Name} has no array '{array}'; it has {(_entries.Count == 0 ? "none" : string.Join(", ", _entries.Keys.Take(20)))}.");
        var what = $"{Name}, {array}";
        if (entry.Length > Array.MaxLength) throw new FileFormatException($"{what} has {entry.Length} bytes, more than the {Array.MaxLength:N0} that are read.");
        if (entry.Length < 0 || (Int128)entry.Length > (Int128)entry.CompressedLength * LargestExpansion + LargestExpansion)
            throw new FileFormatException($"{what}: the NPZ file says it holds {entry.Length} bytes, but {entry.CompressedLength} packed bytes cannot.");
        var file = Guard(what, () =>
        {
            using var stream = entry.Open();
            var bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            return bytes;
        });
        if (Crc32.Of(file) != entry.Crc32) throw new FileFormatException($"{what}: the array is damaged: its checksum differs.");
        return NpyArray.Decode(file, what);
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; an old one is replaced when the new one is whole.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <param name="compressed">Whether they are deflated.</param>
    /// <exception cref="FileFormatException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">Two arrays have the same name.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays, bool compressed = false)
    {
        KeyValuePair<string, NpyArray>[] all = [.. arrays];
        if (all.DistinctBy(a => a.Key).Count() < all.Length) throw new ArgumentException("Two arrays have the same name.", nameof(arrays));
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, array) in all)
            {
                var entry = archive.CreateEntry(name + Extension, compressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                // The same arrays give the same file; 1980 is where ZIP's time begins.
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var packed = entry.Open();
                array.WriteTo(packed);
            }
        });
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _archive.Dispose();

    /// <summary>The failures by which the archive's reader tells of damage, in this format's words.</summary>
    private static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or UnauthorizedAccessException or OverflowException)
        {
            throw new FileFormatException($"{name} cannot be read as an NPZ file: {e.Message}", e);
        }
    }
}
