using System.Buffers.Binary;
using System.Text;

namespace ConvGpu.Tests.Formats;

/// <summary>safetensors files, put together from text and bytes as the format's description says, not by the writer under test.</summary>
public class SafeTensorsTests
{
    private const string Two = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}""";

    [Fact]
    public void EveryTypeIsReadAsFloats()
    {
        (string Type, byte[] Bytes, float[] Values)[] rows =
        [
            // 1.5 and -2 in each: sign, exponent and fraction are worked out by hand.
            ("F32", [0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0], [1.5f, -2]),
            ("F16", [0, 0x3E, 0, 0xC0], [1.5f, -2]),
            ("BF16", [0xC0, 0x3F, 0, 0xC0], [1.5f, -2]),
            ("F64", [0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0], [1.5f, -2]),
            ("I64", [7, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [7, -1]),
            ("I32", [7, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF], [7, -1]),
            ("U8", [7, 255], [7, 255]),
        ];
        foreach (var (type, bytes, values) in rows)
        {
            using var file = Open($$$"""{"t":{"dtype":"{{{type}}}","shape":[2,1],"data_offsets":[0,{{{bytes.Length}}}]}}""", bytes);
            Assert.Equal(values, file.ReadFloats("t"));
            var raw = new byte[bytes.Length];
            file.ReadBytes("t", raw);
            Assert.Equal(bytes, raw);
            Assert.Equal($"{type} [2, 1]", file.Find("t")!.ToString());
        }
    }

    [Fact]
    public void ScalarsEmptyTensorsMetadataAndUnknownKeysAreRead()
    {
        using var file = Open(
            """ {"__metadata__":{"format":"pt","é":"\u00e9"},"empty":{"dtype":"F32","shape":[0,5],"data_offsets":[4,4]},"one":{"more":[{}],"data_offsets":[0,4],"shape":[],"dtype":"F32"}}   """.Trim() + "   ",
            [0, 0, 0x80, 0x3F]);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("é", file.Metadata["é"]);
        Assert.Equal(["one", "empty"], file.Tensors.Select(t => t.Name));
        Assert.Equal([1f], file.ReadFloats("one"));
        Assert.Empty(file.ReadFloats("empty"));
        using var none = Open("{}", []);
        Assert.Empty(none.Tensors);
        Assert.Contains("has no tensor 'x'", Assert.Throws<FileFormatException>(() => none.ReadFloats("x")).Message);
    }

    [Fact]
    public void ManyValuesOfANarrowTypeAreReadInParts()
    {
        var bytes = new byte[150_000];
        new Random(1).NextBytes(bytes);
        using var file = Open("""{"t":{"dtype":"F16","shape":[75000],"data_offsets":[0,150000]}}""", bytes);
        var values = file.ReadFloats("t");
        for (var i = 0; i < values.Length; i++) Assert.Equal((float)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(2 * i)), values[i]);
    }

    [Theory]
    [InlineData("damaged at byte 8: the header does not begin with '{'", " {}", 0)]
    [InlineData("the header does not begin with '{'", "", 0)]
    [InlineData("the header is no JSON", """{"a":""", 0)]
    [InlineData("the header is no JSON", "{}{}", 0)]
    [InlineData("damaged at byte 13: the tensor 'a' is no object", """{"a":3}""", 0)]
    [InlineData("lacks dtype", """{"a":{"shape":[],"data_offsets":[0,4]}}""", 4)]
    [InlineData("lacks shape", """{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4)]
    [InlineData("lacks data_offsets", """{"a":{"dtype":"F32","shape":[]}}""", 4)]
    [InlineData("is of type F8_E4M3; read are F32, F16", """{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 4)]
    [InlineData("the dtype of 'a' is no text", """{"a":{"dtype":1,"shape":[],"data_offsets":[0,4]}}""", 4)]
    [InlineData("shape of 'a' is no list", """{"a":{"dtype":"F32","shape":4,"data_offsets":[0,4]}}""", 4)]
    [InlineData("shape of 'a' holds -1", """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("shape of 'a' holds 1.5", """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4)]
    [InlineData("shape of 'a' holds 9223372036854775808", """{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}}""", 4)]
    [InlineData("a shape of more than 2^63 bytes", """{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,4]}}""", 4)]
    [InlineData("has 4 bytes, but F32 [2] takes 8", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4)]
    [InlineData("has the offsets [0, 8], but there are 4 bytes", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4)]
    [InlineData("has the offsets [4, 0]", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4)]
    [InlineData("has the offsets [0]", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4)]
    [InlineData("the tensor 'a' is there twice", """{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[],"data_offsets":[4,8]}}""", 8)]
    [InlineData("has dtype twice", """{"a":{"dtype":"F32","dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4)]
    [InlineData("__metadata__ is no object", """{"__metadata__":[]}""", 0)]
    [InlineData("'x' of __metadata__ is no text", """{"__metadata__":{"x":1}}""", 0)]
    [InlineData("'x' of __metadata__ is there twice", """{"__metadata__":{"x":"","x":""}}""", 0)]
    [InlineData("__metadata__ is there twice", """{"__metadata__":{},"__metadata__":{}}""", 0)]
    [InlineData("'b' begins at byte 4 of the data, within the one before, which ends at 8", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12)]
    [InlineData("bytes 0 to 4 of the data belong to no tensor", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)]
    [InlineData("the tensors end at byte 4 of the data, of which there are 5", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5)]
    [InlineData("holds a text that is none", """{"\ud800":{}}""", 0)]
    public void DamageIsNamedWithItsByte(string message, string header, int data)
    {
        var error = Assert.Throws<FileFormatException>(() => Open(header, new byte[data]));
        Assert.Contains(message, error.Message);
        Assert.Matches("^test: the safetensors file is damaged at byte [0-9]+: ", error.Message);
    }

    [Fact]
    public void LengthsBeyondTheFileAreRefusedBeforeMemoryIsTaken()
    {
        foreach (var length in (ulong[])[3, 100_000_001, 1UL << 31, 1UL << 63, ulong.MaxValue])
        {
            var file = new byte[10];
            BinaryPrimitives.WriteUInt64LittleEndian(file, length);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var error = Assert.Throws<FileFormatException>(() => SafeTensorsFile.Open(new MemoryStream(file), "test"));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
            Assert.Contains($"its header is of {length} bytes, but 2 follow", error.Message);
        }
        Assert.Contains("has 3 bytes", Assert.Throws<FileFormatException>(() => SafeTensorsFile.Open(new MemoryStream(new byte[3]), "test")).Message);
        Assert.Contains("cannot be read", Assert.Throws<FileFormatException>(() => SafeTensorsFile.Open("no-such-file.safetensors")).Message);
    }

    [Fact]
    public void DamagedFilesAreReadOrRefusedAndNothingElse()
    {
        var whole = Bytes(Two, [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 1, 2, 3]);
        var random = new Random(5);
        var refused = 0;
        var count = Environment.GetEnvironmentVariable("CONVGPU_TEST") == "full" ? 100_000 : 5_000;
        for (var i = 0; i < count; i++)
        {
            var file = whole.AsSpan(0, i % 3 == 0 ? random.Next(whole.Length) : whole.Length).ToArray();
            for (var flips = random.Next(i % 3 == 0 ? 0 : 1, 4); flips > 0; flips--)
                if (file.Length > 0) file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var read = SafeTensorsFile.Open(new MemoryStream(file), "test");
                foreach (var tensor in read.Tensors) read.ReadFloats(tensor.Name);
            }
            catch (FileFormatException)
            {
                refused++;
            }
            // What an exception and two dictionaries take; sizes that the file claims would be far above.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
        }
        Assert.InRange(refused, count / 4, count);
    }

    [Fact]
    public void WhatIsWrittenIsReadBackAndLaidOutAsOthersDo()
    {
        using var stream = new MemoryStream();
        var writer = new SafeTensorsWriter(stream,
            [new("w", SafeTensorType.Float32, [2, 3]), new("n", SafeTensorType.UInt8, [3]), new("s", SafeTensorType.Float32, [])],
            new Dictionary<string, string> { ["format"] = "pt", ["über"] = "\"quoted\"\n" });
        writer.Write([1, 2, 3, 4, 5, float.NaN]);
        Assert.Contains("'n' is U8 [3], 3 bytes, but 2 were given", Assert.Throws<ShapeException>(() => writer.Write([1, 2])).Message);
        writer.Write((ReadOnlySpan<byte>)[7, 8, 9]);
        writer.Write([0.5f]);
        Assert.Throws<InvalidOperationException>(() => writer.Write([0.5f]));

        var bytes = stream.ToArray();
        var length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(8 + length + 24 + 3 + 4, bytes.Length);
        Assert.StartsWith("""{"__metadata__":{"format":"pt",""", Encoding.UTF8.GetString(bytes.AsSpan(8, (int)length)));
        Assert.Equal(2f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan((int)(8 + length + 4))));
        using var file = SafeTensorsFile.Open(new MemoryStream(bytes), "test");
        Assert.Equal("\"quoted\"\n", file.Metadata["über"]);
        Assert.Equal([2L, 3L], file.Find("w")!.Shape);
        Assert.Equal([1, 2, 3, 4, 5, float.NaN], file.ReadFloats("w"));
        Assert.Equal([7f, 8f, 9f], file.ReadFloats("n"));
        Assert.Equal([0.5f], file.ReadFloats("s"));
        Assert.Throws<ShapeException>(() => file.ReadBytes("w", new byte[23]));
        Assert.Throws<ArgumentException>(() => new SafeTensorsWriter(new MemoryStream(), [new("a", SafeTensorType.UInt8, []), new("a", SafeTensorType.UInt8, [])]));
    }

    [Fact]
    public void AFailedWriteLeavesTheOldFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"convgpu-{Guid.NewGuid():N}.safetensors");
        try
        {
            AtomicFile.Write(path, stream => stream.Write("old"u8));
            Assert.Contains("No space left", Assert.Throws<FileFormatException>(() => AtomicFile.Write(path, stream =>
            {
                stream.Write("new"u8);
                throw new IOException("No space left on device");
            })).Message);
            Assert.Equal("old", File.ReadAllText(path));
            Assert.False(File.Exists(path + AtomicFile.TemporarySuffix));
            AtomicFile.Write(path, stream => stream.Write("newer"u8));
            Assert.Equal("newer", File.ReadAllText(path));
            Assert.Contains("cannot be written", Assert.Throws<FileFormatException>(() => AtomicFile.Write("no-such-folder/x", _ => { })).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static SafeTensorsFile Open(string header, byte[] data) => SafeTensorsFile.Open(new MemoryStream(Bytes(header, data)), "test");

    private static byte[] Bytes(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }
}
