namespace ConvGpu;

/// <summary>
/// Reads the binary files of CIFAR-10 and CIFAR-100 (Krizhevsky, 2009): for each image its labels, a byte each, and 3072 bytes of
/// 3x32x32, red, green and blue. CIFAR-100 has a coarse label before the fine one.
/// </summary>
internal static class CifarFile
{
    private const int Side = 32, Pixels = 3 * Side * Side;

    /// <summary>CIFAR-10: five files of training images and one of tests.</summary>
    /// <exception cref="DataException">A file is missing or damaged.</exception>
    public static Dataset Read10(string directory) => Read(
        "cifar-10", directory, [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")], "test_batch.bin", labels: 1, classes: 10);

    /// <summary>CIFAR-100, by its 100 fine classes.</summary>
    /// <exception cref="DataException">A file is missing or damaged.</exception>
    public static Dataset Read100(string directory) => Read("cifar-100", directory, ["train.bin"], "test.bin", labels: 2, classes: 100);

    private static Dataset Read(string name, string directory, string[] train, string test, int labels, int classes)
    {
        string Locate(string file) => IdxFile.Locate(directory, file) ?? throw new DataException(
            $"{name}: {Path.Combine(directory, file)}[.gz] does not exist. Unpack the binary version of "
            + "https://www.cs.toronto.edu/~kriz/cifar.html and name its directory with --data DIR.");
        return new Dataset(name, Read([.. train.Select(Locate)], labels, classes), Read([Locate(test)], labels, classes));
    }

    private static ImageSet Read(string[] files, int labels, int classes)
    {
        var (pixels, answers) = (new List<byte[]>(), new List<int>());
        foreach (var file in files)
        {
            var content = DataFile.Read(file, ReadToEnd);
            var record = labels + Pixels;
            if (content.Length == 0 || content.Length % record != 0)
                throw new DataException($"{file} has {content.Length:N0} bytes, which are no whole images of {record} bytes: it is truncated or no file of CIFAR.");
            var images = new byte[content.Length / record * Pixels];
            for (var i = 0; i < content.Length / record; i++)
            {
                answers.Add(content[i * record + labels - 1]);
                content.AsSpan(i * record + labels, Pixels).CopyTo(images.AsSpan(i * Pixels));
            }
            pixels.Add(images);
        }
        return new ImageSet(files[0], new Shape(answers.Count, 3, Side, Side), classes, [.. pixels.SelectMany(p => p)], [.. answers]);
    }

    private static byte[] ReadToEnd(Stream stream)
    {
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
