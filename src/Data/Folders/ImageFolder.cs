namespace ConvGpu;

/// <summary>
/// Reads data sets that are folders of pictures: a folder a class, in train/ and val/ (or test/) as ImageNet's, or without them, when a fifth
/// is held out. Only names are read at first, and the sizes of a few pictures.
/// </summary>
internal static class ImageFolder
{
    /// <summary>Rows and columns of pictures of several sizes, where the model does not say.</summary>
    public const int UsualSide = 224;

    /// <summary>The share of the sides of pictures of several sizes that is looked at: torchvision resizes to 256 and takes the middle 224.</summary>
    public const double UsualShare = 224.0 / 256;

    /// <summary>How many pictures are looked at to know what the others are.</summary>
    private const int Looked = 64;

    private const int TestShare = 5;

    private static readonly string[] _extensions = [".png", ".jpg", ".jpeg"];
    private static readonly string[] _tests = ["val", "test"];

    /// <summary>Whether a directory is a data set of this kind.</summary>
    public static bool Is(string directory) => Classes(TrainOf(directory) ?? directory).Count > 0;

    /// <summary>Reads the names.</summary>
    /// <exception cref="DataException">A folder cannot be read, a class has no pictures, or train/ and val/ have different ones.</exception>
    public static Dataset Read(string directory, ulong seed, CorruptFiles onCorrupt)
    {
        if (TrainOf(directory) is not { } train)
        {
            var (all, names) = ReadClasses(directory, null, onCorrupt, null);
            if (all.Count < 2) throw new DataException($"{directory} holds one picture; some are held out as the test, so there must be more.");
            var (rest, held) = all.HoldOut(Math.Max(1, all.Count / TestShare), seed, directory + " (held out)");
            return new Dataset(directory, rest, held) { ClassNames = names };
        }
        var test = _tests.Select(t => Path.Combine(directory, t)).FirstOrDefault(Directory.Exists)
            ?? throw new DataException($"{directory} has train/ but neither val/ nor test/; add one with pictures to test on.");
        var (images, classes) = ReadClasses(train, null, onCorrupt, null);
        return new Dataset(directory, images, ReadClasses(test, classes, onCorrupt, images).Images) { ClassNames = classes };
    }

    /// <summary>The pictures under a folder, in an order that no file system changes.</summary>
    /// <exception cref="DataException">The folder, or one in it, cannot be read.</exception>
    public static List<string> Pictures(string folder) => Listed(folder, () => Unordered(folder).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Unordered(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsPicture);

    private static bool IsPicture(string path) => _extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static List<string> Listed(string folder, Func<IEnumerable<string>> names)
    {
        try
        {
            return [.. names()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{folder} cannot be read: {e.Message}", e);
        }
    }

    private static string? TrainOf(string directory) => Path.Combine(directory, "train") is var train && Directory.Exists(train) ? train : null;

    private static List<string> Classes(string directory) => Listed(directory, () => Directory.EnumerateDirectories(directory)
        .Where(d => !IsHidden(d) && Unordered(d).Any()).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal));

    private static bool IsHidden(string path) => Path.GetFileName(path).StartsWith('.');

    /// <summary>What is no picture or no class though it lies where those do; null where nothing is.</summary>
    private static string? PassedOver(string directory, IReadOnlyList<string> classes)
    {
        var folders = Listed(directory, () => Directory.EnumerateDirectories(directory).Where(d => !IsHidden(d)).Order(StringComparer.Ordinal));
        string Named(string path) => Path.GetRelativePath(directory, path);
        string[] files =
        [
            .. folders.SelectMany(folder => Listed(
                folder, () => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => !IsPicture(f) && !IsHidden(f)).Order(StringComparer.Ordinal)))
                .Select(Named),
        ];
        string[] empty = [.. folders.Select(Named).Except(classes)];
        var warnings = new List<string>();
        if (files.Length > 0) warnings.Add($"{files.Length} {(files.Length == 1 ? "file is" : "files are")} passed over, being neither .png nor .jpg: {ImageFiles.Some(files)}");
        if (empty.Length > 0) warnings.Add($"{empty.Length} {(empty.Length == 1 ? "folder has" : "folders have")} no pictures: {ImageFiles.Some(empty)}");
        return warnings.Count == 0 ? null : $"{directory}: {string.Join(". ", warnings)}";
    }

    private static (ImageSet Images, IReadOnlyList<string> Classes) ReadClasses(string directory, IReadOnlyList<string>? classes, CorruptFiles onCorrupt, ImageSet? like)
    {
        var found = Classes(directory);
        if (classes is not null && found.Except(classes).FirstOrDefault() is { } unknown)
            throw new DataException($"{directory} has a class '{unknown}' that is not among the {classes.Count} of the training images.");
        classes ??= found;
        var (paths, labels) = (new List<string>(), new List<int>());
        for (var c = 0; c < classes.Count; c++)
        {
            if (!found.Contains(classes[c])) continue;
            foreach (var path in Pictures(Path.Combine(directory, classes[c])))
            {
                paths.Add(path);
                labels.Add(c);
            }
        }
        if (paths.Count == 0) throw new DataException($"{directory} holds no pictures (.png, .jpg) in folders, one a class.");
        var (shape, share) = like is null ? Look(paths) : (like.Shape, like.Files!.Share);
        var files = new ImageFiles([.. paths], share, onCorrupt);
        if (PassedOver(directory, found) is { } warning) files.Note(warning);
        return (new ImageSet(directory, shape with { N = paths.Count }, classes.Count, files, [.. labels]), classes);
    }

    /// <summary>Grey where all are; of the sizes that all have, or of the usual ones.</summary>
    private static (Shape Shape, double Share) Look(List<string> paths)
    {
        using var reader = new PictureReader();
        (int Height, int Width)? size = null;
        var (isGrey, isMixed) = (true, false);
        var step = Math.Max(1, paths.Count / Looked);
        for (var i = 0; i < paths.Count; i += step)
        {
            try
            {
                var (height, width, grey) = reader.ReadSizes(paths[i]);
                size ??= (height, width);
                isGrey &= grey;
                isMixed |= size != (height, width);
            }
            catch (FileFormatException) when (i + step < paths.Count || size is not null)
            {
                // It is named when its turn comes; a set without one sound file fails here.
            }
        }
        var (h, w) = isMixed ? (UsualSide, UsualSide) : size!.Value;
        return (new Shape(1, isGrey ? 1 : 3, h, w), isMixed ? UsualShare : 1);
    }
}
