namespace ConvGpu;

/// <summary>
/// A folder of pictures in folders, each of which is a class, also without pictures; and what else lies there. Names alone are read, in one walk.
/// </summary>
internal sealed class ClassFolders
{
    private static readonly string[] _extensions = [".png", ".jpg", ".jpeg"];

    private readonly string _directory;
    private readonly Dictionary<string, string[]> _pictures = new(StringComparer.Ordinal);
    private readonly List<string> _others = [], _stray = [], _broken = [], _loops = [], _unknown = [];

    /// <summary>Reads the names.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="classes">The classes, where the training images say which there are.</param>
    /// <exception cref="DataException">The folder, or one in it, cannot be read; or has pictures of another class.</exception>
    public ClassFolders(string directory, IReadOnlyList<string>? classes = null)
    {
        _directory = directory;
        Reading(directory, Walk);
        Names = classes ?? [.. _pictures.Keys.Order(StringComparer.Ordinal)];
        foreach (var name in _pictures.Keys.Except(Names).Order(StringComparer.Ordinal))
        {
            if (_pictures[name].Length > 0)
            {
                throw new DataException(
                    $"{directory} has a class '{name}' that is not among the {Names.Count} of the training images; make a folder for it there, which may be empty.");
            }
            _unknown.Add(name);
        }
    }

    /// <summary>The classes, in the order of their folders' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether a folder has pictures in folders.</summary>
    /// <exception cref="DataException">The folder, or one in it, cannot be read.</exception>
    public static bool AreIn(string directory)
    {
        var found = false;
        Reading(directory, () => found = new WalkedFolder(directory).Read([]).Folders.Exists(folder => folder.AllFiles([]).Any(IsPicture)));
        return found;
    }

    /// <summary>The pictures of a class, in an order that no file system changes; none where it has no folder.</summary>
    public IReadOnlyList<string> Pictures(string name) => _pictures.GetValueOrDefault(name) ?? [];

    /// <summary>What is no picture or no class though it lies where those do, and classes without pictures; null where nothing is.</summary>
    public string? Warning()
    {
        var warnings = new List<string>();
        Add(_others, "file is", "files are", "passed over, being neither .png nor .jpg");
        Add(_stray, "picture is", "pictures are", "passed over, lying in no class's folder");
        Add(_loops, "link is", "links are", "passed over, leading back to a folder above");
        Add(_broken, "link is", "links are", "passed over, leading nowhere");
        Add(_unknown, "folder is", "folders are", "passed over, having no pictures and being no class of the training images");
        Add([.. Names.Where(name => _pictures.TryGetValue(name, out var own) && own.Length == 0)], "class has", "classes have", "no pictures");
        return warnings.Count == 0 ? null : $"{_directory}: {string.Join(". ", warnings)}";

        void Add(List<string> names, string one, string several, string what)
        {
            if (names.Count > 0) warnings.Add($"{names.Count} {(names.Count == 1 ? one : several)} {what}: {ImageFiles.Some(names)}");
        }
    }

    private static bool IsPicture(string path) => _extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static void Reading(string directory, Action walk)
    {
        try
        {
            walk();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{directory} cannot be read: {e.Message}", e);
        }
    }

    private void Walk()
    {
        var loops = new List<string>();
        var (files, folders) = new WalkedFolder(_directory).Read(loops);
        _stray.AddRange(Named(files.Where(IsPicture)));
        _broken.AddRange(Named(files.Where(file => !IsPicture(file) && LeadsNowhere(file))));
        foreach (var folder in folders.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            var all = folder.AllFiles(loops).ToLookup(IsPicture);
            _pictures.Add(Path.GetFileName(folder.Path), [.. all[true].Order(StringComparer.Ordinal)]);
            _others.AddRange(Named(all[false]));
        }
        _loops.AddRange(Named(loops));
    }

    // For a link itself, File.Exists is true.
    private static bool LeadsNowhere(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is not null && !File.Exists(RealPath.Of(path));
        }
        catch (IOException)
        {
            // Links that lead to each other.
            return true;
        }
    }

    private IEnumerable<string> Named(IEnumerable<string> paths) => paths.Select(path => Path.GetRelativePath(_directory, path)).Order(StringComparer.Ordinal);
}
