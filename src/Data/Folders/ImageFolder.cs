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

    private static readonly string[] _tests = ["val", "test"];

    /// <summary>Whether a directory is a data set of this kind.</summary>
    public static bool Is(string directory) => ClassFolders.AreIn(TrainOf(directory) ?? directory);

    /// <summary>Reads the names.</summary>
    /// <exception cref="DataException">A folder cannot be read, there are no pictures, or val/ has a class that train/ has no folder for.</exception>
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

    private static string? TrainOf(string directory) => Path.Combine(directory, "train") is var train && Directory.Exists(train) ? train : null;

    private static (ImageSet Images, IReadOnlyList<string> Classes) ReadClasses(string directory, IReadOnlyList<string>? classes, CorruptFiles onCorrupt, ImageSet? like)
    {
        var folders = new ClassFolders(directory, classes);
        var (paths, labels) = (new List<string>(), new List<int>());
        for (var c = 0; c < folders.Names.Count; c++)
        {
            var pictures = folders.Pictures(folders.Names[c]);
            paths.AddRange(pictures);
            labels.AddRange(Enumerable.Repeat(c, pictures.Count));
        }
        if (paths.Count == 0) throw new DataException($"{directory} holds no pictures (.png, .jpg) in folders, one a class.");
        var (shape, share) = like is null ? Look(paths) : (like.Shape, like.Files!.Share);
        var files = new ImageFiles([.. paths], share, onCorrupt);
        if (folders.Warning() is { } warning) files.Note(warning);
        return (new ImageSet(directory, shape with { N = paths.Count }, folders.Names.Count, files, [.. labels]), folders.Names);
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
