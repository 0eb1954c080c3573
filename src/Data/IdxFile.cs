using System.Buffers.Binary;

namespace ConvGpu;

/// <summary>Reads the IDX files of MNIST and its relatives: a magic number, big-endian sizes, then bytes; plain or gzipped.</summary>
internal static class IdxFile
{
    /// <summary>Reads images and labels that belong together.</summary>
    /// <param name="imageFile">The file of the images.</param>
    /// <param name="labelFile">The file of their labels.</param>
    /// <param name="classes">The number of classes, or 0 for the largest label plus one.</param>
    /// <exception cref="DataException">A file is missing, truncated or not an IDX file.</exception>
    public static ImageSet Read(string imageFile, string labelFile, int classes = 0)
    {
        var (imageSizes, pixels) = ReadBytes(imageFile, rank: 3);
        var (_, labels) = ReadBytes(labelFile, rank: 1);
        var shape = new Shape(imageSizes[0], 1, imageSizes[1], imageSizes[2]);
        return new ImageSet(imageFile, shape, classes > 0 ? classes : labels.Max() + 1, pixels, [.. labels.Select(l => (int)l)]);
    }

    /// <summary>The path of a file that exists plain or with .gz, or null.</summary>
    public static string? Locate(string directory, string name) =>
        new[] { Path.Combine(directory, name), Path.Combine(directory, name + ".gz") }.FirstOrDefault(File.Exists);

    private static (int[] Sizes, byte[] Data) ReadBytes(string file, int rank) =>
        DataFile.Read(file, stream => ReadBytes(file, rank, stream));

    private static (int[] Sizes, byte[] Data) ReadBytes(string file, int rank, Stream stream)
    {
        Span<byte> word = stackalloc byte[4];
        stream.ReadExactly(word);
        var magic = BinaryPrimitives.ReadUInt32BigEndian(word);
        var expected = 0x0800u | (uint)rank;
        if (magic != expected)
        {
            throw new DataException(
                $"{file} is not an IDX file of bytes with {rank} dimensions: it starts with 0x{magic:X8}, not 0x{expected:X8}.");
        }
        var sizes = new int[rank];
        long count = 1;
        for (var i = 0; i < rank; i++)
        {
            stream.ReadExactly(word);
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(word);
            if (sizes[i] < 1) throw new DataException($"{file} has a dimension of {sizes[i]}; it holds nothing to train on.");
            count *= sizes[i];
            if (count > Array.MaxLength) throw new DataException($"{file} promises more than {Array.MaxLength:N0} bytes; its header is damaged.");
        }
        // Before memory is taken: a damaged header may promise much.
        if (stream.Length - stream.Position is var left && count > left) throw new EndOfStreamException($"it promises {count:N0} bytes, but {left:N0} follow its header.");
        var data = new byte[count];
        stream.ReadExactly(data);
        return (sizes, data);
    }
}
