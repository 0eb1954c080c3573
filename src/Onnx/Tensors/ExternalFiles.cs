using Microsoft.Win32.SafeHandles;

namespace ConvGpu.Onnx;

/// <summary>
/// The files beside a model that hold values of its tensors. They are in its folder or below: a model says which are read, and nobody wants one to
/// name any other of this machine.
/// </summary>
internal sealed class ExternalFiles(string model)
{
    // Values of tensors that are the same may lie in one place; a small file is not to be made into many tensors, though.
    private const int MostTimes = 2;

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(model)) ?? Path.GetFullPath(model);
    private readonly Dictionary<string, long> _taken = [];
    private string[]? _folders;

    // Where a model is a link, as in stores of files by their content, the files beside it are links to the same place.
    private string[] Folders => _folders ??= [RealPath.Of(_folder), Path.GetDirectoryName(RealPath.Of(Path.GetFullPath(model))) ?? _folder];

    /// <summary>Opens the file of a tensor's values; so many bytes are there.</summary>
    /// <param name="tensor">The tensor's name.</param>
    /// <param name="sizes">Its sizes, for messages.</param>
    /// <param name="region">Where it says that its values are.</param>
    /// <param name="bytes">The bytes that it takes.</param>
    /// <exception cref="OnnxFormatException">The file is missing, outside of the model's folder, or too short.</exception>
    public ExternalFile Open(string tensor, string sizes, ExternalRegion? region, long bytes)
    {
        if (region is null) throw new OnnxFormatException($"Tensor '{tensor}' keeps its values in another file, but does not say in which.");
        try
        {
            var path = Find(tensor, region.Location);
            var available = new FileInfo(path).Length;
            var offset = region.Within(tensor, sizes, bytes, available);
            var taken = _taken[path] = _taken.GetValueOrDefault(path) + bytes;
            if (taken > MostTimes * available)
            {
                throw new OnnxFormatException(
                    $"Tensor '{tensor}' of {sizes} takes {bytes:N0} bytes of '{region.Location}', of whose {available:N0} bytes tensors before it took "
                    + $"{taken - bytes:N0}; all of them together take at most {MostTimes} times a file's bytes.");
            }
            // What has no bytes, as pipes have none, is not opened: that could take forever.
            return new(tensor, region.Location, bytes == 0 ? null : File.OpenHandle(path), offset);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new OnnxFormatException($"Tensor '{tensor}' keeps its values in '{region.Location}', which cannot be read: {e.Message}", e);
        }
    }

    private string Find(string tensor, string location)
    {
        // Models are written on other systems too.
        var parts = location.Split('/', '\\');
        if (Path.IsPathRooted(location) || parts[0].Length == 0 || parts[0].EndsWith(':') || parts.Contains(".."))
            throw Outside(tensor, location);
        var path = Path.Combine(_folder, Path.Combine(parts));
        if (!File.Exists(path))
        {
            throw new OnnxFormatException(
                $"Tensor '{tensor}' keeps its values in '{location}', which is not beside the model in {_folder}: the files of a model belong together.");
        }
        var real = RealPath.Of(path);
        return Array.Exists(Folders, folder => IsInside(folder, real)) ? real : throw Outside(tensor, location);
    }

    /// <summary>Whether a path without links leads into a folder, which may be the root.</summary>
    internal static bool IsInside(string folder, string path) =>
        path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static OnnxFormatException Outside(string tensor, string location) =>
        new($"Tensor '{tensor}' keeps its values in '{location}', which leads out of the model's folder; "
            + "files in it are read, by paths relative to it, and no others.");
}

/// <summary>The place of a tensor's values in a file that is open.</summary>
internal sealed class ExternalFile(string tensor, string location, SafeFileHandle? file, long offset) : IDisposable
{
    /// <summary>Reads bytes from a place among the tensor's own on.</summary>
    public void Read(long at, Span<byte> to)
    {
        try
        {
            for (var rest = to; !rest.IsEmpty;)
            {
                var read = RandomAccess.Read(file!, rest, offset + at + to.Length - rest.Length);
                if (read == 0) throw new OnnxFormatException($"Tensor '{tensor}' keeps its values in '{location}', which ended while it was read.");
                rest = rest[read..];
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OnnxFormatException($"Tensor '{tensor}' keeps its values in '{location}', which cannot be read: {e.Message}", e);
        }
    }

    public void Dispose() => file?.Dispose();
}
