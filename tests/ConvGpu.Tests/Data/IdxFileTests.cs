using System.Buffers.Binary;
using System.IO.Compression;

namespace ConvGpu.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("convgpu-idx");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PlainAndGzippedFilesAreRead(bool gzip)
    {
        var images = Write("images", gzip, Idx([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
        var labels = Write("labels", gzip, Idx([2], [7, 9]));
        var set = IdxFile.Read(images, labels, 10);
        Assert.Equal(new Shape(2, 1, 2, 3), set.Shape);
        Assert.Equal([7, 8, 9, 10, 11, 12], set.Image(1).ToArray());
        Assert.Equal([7, 9], set.Labels);
    }

    [Fact]
    public void ADirectoryIsADataSet()
    {
        foreach (var part in new[] { "train", "t10k" })
        {
            Write($"{part}-images-idx3-ubyte", true, Idx([2, 2, 2], new byte[8]));
            Write($"{part}-labels-idx1-ubyte", false, Idx([2], [0, 1]));
        }
        Assert.Equal(2, Datasets.Open(_directory.FullName).Test.Count);
    }

    /// <summary>EMNIST's letters, for one, have more than ten classes.</summary>
    [Fact]
    public void ADirectoryHasAsManyClassesAsItsLabelsNeed()
    {
        // Letters are numbered from 1; the training images lack the last.
        foreach (var (part, labels) in new[] { ("train", 24), ("t10k", 25) })
        {
            Write($"{part}-images-idx3-ubyte", true, Idx([labels, 2, 2], new byte[4 * labels]));
            Write($"{part}-labels-idx1-ubyte", false, Idx([labels], [.. Enumerable.Range(1, labels).Select(label => (byte)label)]));
        }
        var dataset = Datasets.Open(_directory.FullName);
        Assert.Equal((26, 26), (dataset.Train.Classes, dataset.Test.Classes));
        Assert.Contains("label 10", Assert.Throws<DataException>(() => Datasets.Mnist(_directory.FullName)).Message);
    }

    [Fact]
    public void DamageIsToldFromTheFile()
    {
        var labels = Write("labels", false, Idx([2], [7, 9]));
        var whole = Idx([2, 2, 2], new byte[8]);
        AssertFails("is truncated", Write("short", false, whole[..^1]), labels);
        AssertFails("is truncated", Write("header", false, whole[..7]), labels);
        AssertFails("is truncated", Write("empty", false, []), labels);
        AssertFails("0x00000801, not 0x00000803", labels, labels);
        AssertFails("not a sound gzip file", Write("bad.gz", false, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), labels);
        AssertFails("2 images but 1 labels", Write("two", false, whole), Write("one", false, Idx([1], [0])));
        AssertFails("label 11", Write("two", false, whole), Write("eleven", false, Idx([2], [0, 11])));
        AssertFails("cannot be read", Path.Combine(_directory.FullName, "absent"), labels);
        AssertFails("header is damaged", Write("huge", false, Idx([int.MaxValue, int.MaxValue, 9], [])), labels);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static void AssertFails(string message, string images, string labels)
    {
        var error = Assert.Throws<DataException>(() => IdxFile.Read(images, labels, 10));
        Assert.Contains(message, error.Message);
        Assert.Contains("/", error.Message.Replace('\\', '/'));
    }

    private static byte[] Idx(int[] sizes, byte[] data)
    {
        var bytes = new byte[4 + 4 * sizes.Length + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, 0x0800 | sizes.Length);
        for (var i = 0; i < sizes.Length; i++) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * i), sizes[i]);
        data.CopyTo(bytes, 4 + 4 * sizes.Length);
        return bytes;
    }

    private string Write(string name, bool gzip, byte[] bytes)
    {
        var path = Path.Combine(_directory.FullName, name + (gzip ? ".gz" : ""));
        using var file = File.Create(path);
        using Stream stream = gzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(bytes);
        return path;
    }
}
