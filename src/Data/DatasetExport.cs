using System.Globalization;

namespace ConvGpu;

/// <summary>Writes a data set as files that other programs read.</summary>
internal static class DatasetExport
{
    private static readonly char[] _notInNames = [.. Path.GetInvalidFileNameChars().Union(['/', '\\', ':', '*', '?', '"', '<', '>', '|'])];

    /// <summary>
    /// An NPZ file with x_train and x_test, bytes of (N, C, H, W), and y_train and y_test, int64, as torchvision's tensors; and <see cref="NpzImages.NamesArray"/>.
    /// </summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="path">The file; an old one is replaced when the new one is whole.</param>
    /// <param name="names">What the classes are called; null where they have numbers alone.</param>
    /// <returns>How many images of either part were written.</returns>
    /// <exception cref="FileFormatException">It cannot be written, or a picture on disk not read and the data set says that this is a failure.</exception>
    /// <exception cref="DataException">A part has more bytes than an array holds, or none of its pictures can be read.</exception>
    public static (int Train, int Test) ToNpz(Dataset dataset, string path, IReadOnlyList<string>? names)
    {
        var counts = new List<int>();
        var arrays = new List<KeyValuePair<string, NpyArray>>();
        foreach (var (name, images) in Parts(dataset, "train", "test"))
        {
            if (images.Shape.Count > Array.MaxLength)
            {
                throw new DataException(
                    $"{images.Name} has {images.Shape.Count:N0} values, more than the {Array.MaxLength:N0} of an array; export it to a folder.");
            }
            var item = (int)images.Shape.ItemCount;
            var pixels = new byte[images.Shape.Count];
            var labels = new List<long>();
            for (var i = 0; i < images.Count; i++)
            {
                if (Read(images, i) is not { } image) continue;
                image.CopyTo(pixels, labels.Count * item);
                labels.Add(images.Labels[i]);
            }
            RequireSome(labels.Count, images, name);
            if (labels.Count < images.Count) pixels = pixels[..(labels.Count * item)];
            arrays.Add(new("x_" + name, NpyArray.Of<byte>(pixels, labels.Count, images.Shape.C, images.Shape.H, images.Shape.W)));
            arrays.Add(new("y_" + name, NpyArray.Of<long>([.. labels], labels.Count)));
            counts.Add(labels.Count);
        }
        if (names is not null) arrays.Add(new(NpzImages.NamesArray, NpzImages.WrittenNames(names)));
        NpzFile.Write(path, arrays, compressed: true);
        return (counts[0], counts[1]);
    }

    /// <summary>Pictures in train/CLASS/ and val/CLASS/, of every class also without pictures. Where the data set's white is not 255, it becomes that.</summary>
    /// <param name="dataset">Grey or colour images.</param>
    /// <param name="folder">The folder, which does not exist yet or is empty.</param>
    /// <param name="names">What the classes are called; by their numbers unless given.</param>
    /// <returns>How many pictures of either part were written.</returns>
    /// <exception cref="DataException">The folder is not empty, images have other channels, or none of a part's pictures can be read.</exception>
    /// <exception cref="FileFormatException">A folder or picture cannot be written, or a picture on disk not read and the data set says that this is a failure.</exception>
    public static (int Train, int Test) ToFolder(Dataset dataset, string folder, IReadOnlyList<string>? names)
    {
        RequireNewFolder(folder);
        if (dataset.Train.Shape.C is not (1 or 3)) throw new DataException($"{dataset.Name} has images of {dataset.Train.Shape.C} channels; pictures have 1 or 3.");
        var folders = FolderNames(names, dataset);
        var existed = Directory.Exists(folder);
        var parts = Parts(dataset, "train", "val");
        try
        {
            return (Write(parts[0]), Write(parts[1]));
        }
        catch
        {
            // What is in these folders is what was written here.
            foreach (var (part, _) in parts) RemoveFolder(Path.Combine(folder, part), recursive: true);
            if (!existed) RemoveFolder(folder, recursive: false);
            throw;
        }

        int Write((string Name, ImageSet Images) part)
        {
            var (images, white, written) = (part.Images, part.Images.White, 0);
            // A class without pictures has a folder too: the numbers of those behind it are counted by folders.
            foreach (var name in folders) OutputFile.CreateFolder(Path.Combine(folder, part.Name, name));
            for (var i = 0; i < images.Count; i++)
            {
                if (Read(images, i) is not { } pixels) continue;
                var directory = Path.Combine(folder, part.Name, folders[images.Labels[i]]);
                for (var p = 0; white != byte.MaxValue && p < pixels.Length; p++) pixels[p] = (byte)(Math.Min(pixels[p], white) * byte.MaxValue / white);
                new Image(images.Shape.C, images.Shape.H, images.Shape.W, pixels).Write(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{i:D6}.png")));
                written++;
            }
            RequireSome(written, images, part.Name);
            return written;
        }
    }

    /// <summary>Refuses a folder that holds something, or that cannot be made.</summary>
    /// <exception cref="DataException">It is not empty.</exception>
    /// <exception cref="FileFormatException">It is no folder.</exception>
    public static void RequireNewFolder(string folder)
    {
        OutputFile.RequireFolder(folder);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new DataException($"{folder} is not empty; export to a new folder.");
    }

    /// <summary>A part without images is no data set.</summary>
    private static void RequireSome(int count, ImageSet images, string part)
    {
        if (images.Count == 0) throw new DataException($"{images.Name}: its part {part} has no images, so that nothing was exported.");
        if (count == 0) throw new DataException($"{images.Name}: none of the {images.Count} files of its part {part} can be read, so that nothing was exported.");
    }

    private static void RemoveFolder(string path, bool recursive)
    {
        try
        {
            Directory.Delete(path, recursive);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is not there, or holds something else; the failure that is on its way says more.
        }
    }

    /// <summary>An image; null for a picture that cannot be read and is left out.</summary>
    private static byte[]? Read(ImageSet images, int index)
    {
        try
        {
            return images.Image(index).ToArray();
        }
        catch (FileFormatException e) when (images.Files?.OnCorrupt == CorruptFiles.Skip)
        {
            images.Files.Report(index, e.Message);
            return null;
        }
    }

    private static (string Name, ImageSet Images)[] Parts(Dataset dataset, string train, string test) => [(train, dataset.Train), (test, dataset.Test)];

    /// <summary>
    /// What the classes' folders are called: as the data set's classes, where those are names of folders in the order in which they are read back; else
    /// by their numbers, with zeros in front for that order, and what can stand of the names in a folder's.
    /// </summary>
    private static string[] FolderNames(IReadOnlyList<string>? names, Dataset dataset)
    {
        var classes = dataset.Classes;
        var digits = (classes - 1).ToString(CultureInfo.InvariantCulture).Length;
        var numbers = Enumerable.Range(0, classes).Select(label => label.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')).ToArray();
        if (names is null) return numbers;
        string[] used = [.. names.Take(classes)];
        return dataset.ClassNames is not null && used.All(IsFolderName) && used.SequenceEqual(used.Order(StringComparer.Ordinal))
            && used.Distinct(StringComparer.OrdinalIgnoreCase).Count() == classes
            ? used
            : [.. numbers.Select((number, label) => $"{number}-{Safe(used[label])}")];
    }

    // Folders that begin with a dot are hidden, and passed over.
    private static bool IsFolderName(string name) =>
        name.Length > 0 && name == name.Trim() && name[0] != '.' && name[^1] != '.' && name.IndexOfAny(_notInNames) < 0;

    private static string Safe(string name) => string.Concat(name.Select(c => _notInNames.Contains(c) || c == ' ' ? '-' : c));
}
