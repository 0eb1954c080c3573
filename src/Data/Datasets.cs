using System.IO.Compression;

namespace ConvGpu;

/// <summary>The data sets that ship with the library or that it knows how to find.</summary>
public static class Datasets
{
    private const string FashionMnistDirectory = "/usr/share/datasets/fashion-mnist";
    private const int DigitsHeldOut = 360;
    private const int TenClasses = 10;

    private static readonly string[] _idxFiles = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>
    /// 1,797 handwritten digits of 8x8 pixels, embedded in the library (Alpaydin and Kaynak, UCI, 1998, CC BY 4.0). The last 360 lines
    /// come from other writers and are the hard test; of the others, 360 are held out by a seeded shuffle as the test. Neither is
    /// trained on.
    /// </summary>
    /// <param name="seed">The seed of the shuffle.</param>
    public static Dataset Digits(ulong seed = 1)
    {
        using var resource = typeof(Datasets).Assembly.GetManifestResourceStream("digits.csv.gz")
            ?? throw new DataException("The embedded digits are missing from ConvGpu.Data.dll; build it again.");
        using var text = new GZipStream(resource, CompressionMode.Decompress);
        var all = CsvImages.Read("digits", text, TenClasses);
        var lines = Enumerable.Range(0, all.Count).ToArray();
        var first = all.Select("digits", lines.AsSpan(0, all.Count - DigitsHeldOut));
        var (train, test) = first.HoldOut(DigitsHeldOut, seed, "the digits held out by a shuffle");
        var hard = all.Select($"the last {DigitsHeldOut} digits, of other writers", lines.AsSpan(all.Count - DigitsHeldOut));
        return new Dataset("digits", train, test, hard);
    }

    /// <summary>Fashion-MNIST: 60,000 and 10,000 grey images of clothes, 28x28, 10 classes (Xiao, Rasul and Vollgraf, 2017).</summary>
    /// <param name="directory">Where the four IDX files are, plain or gzipped; the Debian package's place when null.</param>
    /// <exception cref="DataException">The files are not there; the message says how to get them.</exception>
    public static Dataset FashionMnist(string? directory = null) => ReadIdx("fashion-mnist", directory ?? FashionMnistDirectory,
        "Install the Debian package dataset-fashion-mnist, or put the four IDX files of " +
        "https://github.com/zalandoresearch/fashion-mnist into a directory and name it with --data DIR", TenClasses);

    /// <summary>MNIST: 60,000 and 10,000 handwritten digits, 28x28, 10 classes (LeCun, Cortes and Burges).</summary>
    /// <param name="directory">Where the four IDX files are, plain or gzipped.</param>
    /// <exception cref="DataException">The files are not there.</exception>
    public static Dataset Mnist(string directory) =>
        ReadIdx("mnist", directory, "Put the four IDX files of MNIST into a directory and name it with --data DIR", TenClasses);

    /// <summary>CIFAR-10: 50,000 and 10,000 colour photographs, 32x32, 10 classes (Krizhevsky, 2009).</summary>
    /// <param name="directory">Where the six files of the binary version are, plain or gzipped.</param>
    /// <exception cref="DataException">The files are not there, or damaged.</exception>
    public static Dataset Cifar10(string directory) => CifarFile.Read10(directory);

    /// <summary>CIFAR-100: 50,000 and 10,000 colour photographs, 32x32, by their 100 fine classes (Krizhevsky, 2009).</summary>
    /// <param name="directory">Where train.bin and test.bin of the binary version are, plain or gzipped.</param>
    /// <exception cref="DataException">The files are not there, or damaged.</exception>
    public static Dataset Cifar100(string directory) => CifarFile.Read100(directory);

    /// <summary>
    /// A folder of pictures, PNG and JPEG mixed, in one folder a class: in train/ and val/ (or test/) as ImageNet's, or without them, when a
    /// fifth is held out as the test. Pictures stay on disk and are read while the network trains, so that the set may be larger than memory.
    /// </summary>
    /// <param name="directory">The folder.</param>
    /// <param name="seed">The seed of what is held out.</param>
    /// <param name="onCorrupt">What happens to files that cannot be read.</param>
    /// <exception cref="DataException">There are no pictures in folders, or train/ and val/ have different classes.</exception>
    /// <exception cref="FileFormatException">No picture can be read; or there are JPEG files and libjpeg-turbo is not installed.</exception>
    public static Dataset Folder(string directory, ulong seed = 1, CorruptFiles onCorrupt = CorruptFiles.Fail) => Directory.Exists(directory)
        ? ImageFolder.Read(directory, seed, onCorrupt)
        : throw new DataException($"{directory} is no folder; a data set of pictures is a folder with one folder a class.");

    /// <summary>
    /// Arrays of an NPZ file: images and labels (a fifth is held out as the test), or x_train, y_train, x_test and y_test, or train_images,
    /// train_labels, test_images and test_labels. Images are bytes of (N, H, W), (N, C, H, W) or (N, H, W, C); labels are whole numbers from 0.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">The seed of what is held out.</param>
    /// <param name="channels">Where the images have their channels; told by their number, 1 or 3, when null.</param>
    /// <exception cref="DataException">The arrays are missing, or of other types or sizes; or their sizes do not tell where the channels are.</exception>
    /// <exception cref="FileFormatException">The file cannot be read.</exception>
    public static Dataset Npz(string path, ulong seed = 1, ChannelOrder? channels = null) => NpzImages.Read(path, seed, channels);

    /// <summary>Finds a data set by name or path.</summary>
    /// <param name="nameOrPath"><c>digits</c>, <c>fashion-mnist</c>, <c>mnist</c>, <c>cifar-10</c>, <c>cifar-100</c>, a directory with the
    /// four IDX files of MNIST's format (as many classes as the largest label and one) or with a folder of pictures a class
    /// (<see cref="Folder"/>), a .npz file (<see cref="Npz"/>), or a .csv or .csv.gz file of square grey images (the pixels, then the class; a
    /// fifth is held out as the test).</param>
    /// <param name="directory">Where the files of a named data set are, or null for the usual place.</param>
    /// <param name="seed">The seed of a held-out test.</param>
    /// <param name="onCorrupt">What happens to pictures of a folder that cannot be read.</param>
    /// <param name="channels">Where the images of a .npz file have their channels, as <see cref="Npz"/> takes it.</param>
    /// <exception cref="DataException">There is no such data set, or its files are missing or damaged.</exception>
    /// <exception cref="FileFormatException">A .npz file, or every picture of a folder, is damaged.</exception>
    public static Dataset Open(
        string nameOrPath, string? directory = null, ulong seed = 1, CorruptFiles onCorrupt = CorruptFiles.Fail, ChannelOrder? channels = null)
    {
        switch (nameOrPath)
        {
            case "digits": return Digits(seed);
            case "fashion-mnist": return FashionMnist(directory);
            case "mnist": return Mnist(directory ?? "mnist");
            case "cifar-10": return Cifar10(directory ?? "cifar-10-batches-bin");
            case "cifar-100": return Cifar100(directory ?? "cifar-100-binary");
        }
        if (Directory.Exists(nameOrPath))
        {
            if (_idxFiles.Any(file => IdxFile.Locate(nameOrPath, file) is not null))
                return WithoutGaps(ReadIdx(nameOrPath, nameOrPath, "A data set's directory holds the four IDX files that MNIST has", classes: 0));
            if (ImageFolder.Is(nameOrPath)) return ImageFolder.Read(nameOrPath, seed, onCorrupt);
            throw new DataException(
                $"{nameOrPath} is no data set: it holds neither a folder of .png and .jpg files for each class, as in {nameOrPath}/cat/1.png, "
                + $"nor the four IDX files that MNIST has ({_idxFiles[0]}, ...).");
        }
        if (File.Exists(nameOrPath) && nameOrPath.EndsWith(".npz", StringComparison.OrdinalIgnoreCase)) return WithoutGaps(NpzImages.Read(nameOrPath, seed, channels));
        if (File.Exists(nameOrPath))
        {
            var all = CsvImages.ReadFile(nameOrPath);
            var (train, test) = all.HoldOut(Math.Max(1, all.Count / 5), seed, nameOrPath + " (held out)");
            return WithoutGaps(new Dataset(nameOrPath, train, test));
        }
        throw new DataException(
            $"There is no data set '{nameOrPath}': it is not digits, fashion-mnist, mnist, cifar-10 or cifar-100, and no such file or directory exists.");
    }

    /// <summary>Whether <see cref="Open"/> looks for a data set's files in a directory that the user may name.</summary>
    internal static bool TakesDirectory(string nameOrPath) => nameOrPath is "fashion-mnist" or "mnist" or "cifar-10" or "cifar-100";

    /// <summary>A wrong label in files whose classes nobody states would make a class of its own, and of every number below it.</summary>
    /// <exception cref="DataException">A class below the largest has no image.</exception>
    private static Dataset WithoutGaps(Dataset dataset)
    {
        if (dataset.ClassNames is not null) return dataset;
        var used = new bool[dataset.Train.Classes];
        foreach (var label in dataset.Train.Labels.Concat(dataset.Test.Labels)) used[label] = true;
        // Some number their classes from 1.
        var gap = used.Length < 2 ? -1 : Array.IndexOf(used, false, 1);
        if (gap < 0) return dataset;
        var largest = used.Length - 1;
        var images = dataset.Train.Labels.Contains(largest) ? dataset.Train : dataset.Test;
        throw new DataException(
            $"{dataset.Name}: an image has label {largest} ({images.Labels.Count(l => l == largest)} of {images.Count} in {images.Name}), but none has " +
            $"label {gap}. Classes are numbered from 0 or 1 without gaps; correct the label or number the classes anew.");
    }

    private static Dataset ReadIdx(string name, string directory, string howToGet, int classes)
    {
        string Locate(string file) => IdxFile.Locate(directory, file)
            ?? throw new DataException($"{name}: {Path.Combine(directory, file)}[.gz] does not exist. {howToGet}.");
        string[] files = [.. _idxFiles.Select(Locate)];
        var (train, test) = (IdxFile.Read(files[0], files[1], classes), IdxFile.Read(files[2], files[3], classes));
        if (train.Shape with { N = 1 } != test.Shape with { N = 1 })
            throw new DataException($"{name}: training images are {train.Shape with { N = 1 }} but test images {test.Shape with { N = 1 }}.");
        // Either file may lack the last classes.
        var most = Math.Max(train.Classes, test.Classes);
        return new Dataset(name, train.WithClasses(most), test.WithClasses(most));
    }
}
