using System.IO.Compression;

namespace ConvGpu.Tests.Formats;

public class NpzTests
{
    private static readonly byte[] Ones = NpyFile.Of(NpyFile.Header("<i4", "(1000,)"), [.. Enumerable.Range(0, 1000).SelectMany(_ => new byte[] { 1, 0, 0, 0 })]);

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void ArraysAreReadByName(CompressionLevel level)
    {
        using var file = NpzFile.Open(new MemoryStream(Zip(level, ("ones.npy", Ones), ("note.txt", [1]))), "a.npz");
        Assert.Equal(["ones"], file.Arrays);
        Assert.True(file.Contains("ones"));
        Assert.Equal(1000, file.Read("ones").ToInt64s().Sum());
        Assert.Contains("has no array 'twos'; it has ones", Assert.Throws<FileFormatException>(() => file.Read("twos")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatIsWrittenIsReadAgain(bool compressed)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("convgpu").FullName, "a.npz");
        NpzFile.Write(path, new Dictionary<string, NpyArray> { ["x"] = NpyArray.Of([1f, 2, 3], 3, 1), ["flag"] = NpyArray.Of([true]) }, compressed);
        using (var file = NpzFile.Open(path))
        {
            Assert.Equal(["x", "flag"], file.Arrays);
            Assert.Equal([1f, 2, 3], file.Read("x").AsSpan<float>().ToArray());
            Assert.Equal([true], file.Read("flag").AsSpan<bool>().ToArray());
        }
        var first = File.ReadAllBytes(path);
        NpzFile.Write(path, new Dictionary<string, NpyArray> { ["x"] = NpyArray.Of([1f, 2, 3], 3, 1), ["flag"] = NpyArray.Of([true]) }, compressed);
        Assert.Equal(first, File.ReadAllBytes(path));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void DamageIsNamed()
    {
        var whole = Zip(CompressionLevel.NoCompression, ("ones.npy", Ones));
        Assert.Throws<FileFormatException>(() => NpzFile.Open(new MemoryStream(whole[..(whole.Length / 2)]), "a.npz"));
        Assert.Throws<FileFormatException>(() => NpzFile.Open("none.npz"));
        // A value that is another one: only the checksum can tell.
        whole[500] ^= 1;
        Assert.Contains("checksum", ReadOnes(whole), StringComparison.Ordinal);
        Assert.Contains("two arrays 'ones'", Assert.Throws<FileFormatException>(() =>
            NpzFile.Open(new MemoryStream(Zip(CompressionLevel.NoCompression, ("ones.npy", Ones), ("ones.npy", Ones))), "a.npz")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SizesThatPackedBytesCannotHoldAreRefused()
    {
        var file = Zip(CompressionLevel.Optimal, ("ones.npy", Ones));
        // The size before packing, in the central directory: 24 bytes behind its signature.
        var directory = file.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(file.AsSpan(directory + 24), 0x7FFF_0000);
        Assert.Contains("cannot", ReadOnes(file), StringComparison.Ordinal);
    }

    private static string ReadOnes(byte[] bytes)
    {
        using var file = NpzFile.Open(new MemoryStream(bytes), "a.npz");
        return Assert.Throws<FileFormatException>(() => file.Read("ones")).Message;
    }

    private static byte[] Zip(CompressionLevel level, params (string Name, byte[] Data)[] files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var (name, data) in files)
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(data);
            }
        }
        return stream.ToArray();
    }
}
