namespace ConvGpu.Tests.Formats;

public class PngReaderTests
{
    public static TheoryData<int, int, bool> Kinds
    {
        get
        {
            var data = new TheoryData<int, int, bool>();
            foreach (var (type, depth) in PngFile.Kinds)
            {
                data.Add(type, depth, false);
                data.Add(type, depth, true);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ReadsEveryColourTypeDepthAndInterlacing(int type, int depth, bool interlaced)
    {
        var random = new Random(type * 100 + depth);
        foreach (var (height, width) in ((int, int)[])[(1, 1), (1, 9), (11, 1), (2, 3), (5, 4), (7, 13), (17, 19)])
        {
            var file = new PngFile(width, height, type, depth, interlaced) { ChunkBytes = 100 };
            var samples = new int[height, width, file.Samples];
            var colours = 1 << Math.Min(depth, 8);
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                    for (var s = 0; s < file.Samples; s++) samples[y, x, s] = random.Next(1 << depth);
            var palette = new byte[3 * colours];
            random.NextBytes(palette);
            if (type == 3) file.Extra.Add(("PLTE", palette));
            var image = Image.Decode(file.Write((y, x, s) => samples[y, x, s]), "test.png");
            Assert.Equal((type == 3 ? 3 : file.Samples, height, width), (image.Channels, image.Height, image.Width));
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                    for (var c = 0; c < image.Channels; c++)
                    {
                        var expected = type == 3 ? palette[3 * samples[y, x, 0] + c] : Math.Round(samples[y, x, c] * 255.0 / ((1 << depth) - 1));
                        Assert.Equal(expected, image.Plane(c)[y * width + x]);
                    }
        }
    }

    [Fact]
    public void OneAfterTheOtherIntoTheSameMemoryIsAsEachByItself()
    {
        using var decoder = new PictureDecoder();
        var pixels = new PixelBuffer();
        var random = new Random(5);
        foreach (var (type, depth) in PngFile.Kinds)
        {
            var (height, width) = (random.Next(1, 40), random.Next(1, 40));
            var file = new PngFile(width, height, type, depth, interlaced: random.Next(2) == 0);
            if (type == 3) file.Extra.AddRange([("PLTE", [.. Enumerable.Range(0, 3 << depth).Select(i => (byte)(i * 37))]), ("tRNS", [9, 100])]);
            var bytes = file.Write((_, _, _) => random.Next(1 << depth));
            Assert.Equal((height, width, type is 0 or 4), decoder.Open(bytes, "a.png"));
            decoder.Decode(pixels);
            var expected = Image.Decode(bytes, "a.png").ToColour();
            for (var i = 0; i < height * width; i++)
                for (var c = 0; c < 3; c++) Assert.Equal(expected.Plane(c)[i], pixels.Pixels[4 * i + c]);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void EveryFilterInEveryRowAndWidth(int type)
    {
        using var decoder = new PictureDecoder();
        var pixels = new PixelBuffer();
        var random = new Random(type);
        for (var width = 1; width <= 21; width++)
        {
            for (var first = 0; first < 5; first++)
            {
                var file = new PngFile(width, 6, type, 8, interlaced: false) { FirstFilter = first };
                // Steps of all sizes, up to those that wrap around; alpha is opaque, clear and between.
                var samples = new int[6, width, file.Samples];
                for (var y = 0; y < 6; y++)
                    for (var x = 0; x < width; x++)
                        for (var s = 0; s < file.Samples; s++) samples[y, x, s] = s == 3 ? (x % 3) switch { 0 => 255, 1 => 0, _ => random.Next(256) } : random.Next(2) == 0 ? random.Next(256) : 250 + random.Next(6);
                decoder.Open(file.Write((y, x, s) => samples[y, x, s]), "a.png");
                decoder.Decode(pixels);
                for (var y = 0; y < 6; y++)
                    for (var x = 0; x < width; x++)
                        for (var c = 0; c < 3; c++)
                        {
                            var alpha = type == 6 ? samples[y, x, 3] / 255.0 : 1;
                            Assert.Equal(Math.Floor(samples[y, x, c] * alpha + 255 * (1 - alpha) + 0.5), pixels.Row(y)[4 * x + c]);
                        }
            }
        }
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(0, false)]
    public void TheTopOfAPictureIsAsInTheWhole(int type, bool interlaced)
    {
        using var decoder = new PictureDecoder();
        var (whole, top, random) = (new PixelBuffer(), new PixelBuffer(), new Random(3));
        var file = new PngFile(13, 11, type, 8, interlaced).Write((_, _, _) => random.Next(256));
        foreach (var rows in (int[])[1, 2, 10, 11, 12])
        {
            decoder.Open(file, "a.png");
            decoder.Decode(whole);
            decoder.Decode(top, rows: rows);
            Assert.Equal((whole.Height, whole.Width), (top.Height, top.Width));
            for (var y = 0; y < Math.Min(rows, 11); y++)
                for (var x = 0; x < 13; x++) Assert.Equal(whole.Row(y).Slice(4 * x, 3).ToArray(), top.Row(y).Slice(4 * x, 3).ToArray());
        }
        // What is below is verified all the same.
        file[^20] ^= 1;
        decoder.Open(file, "a.png");
        Assert.Throws<FileFormatException>(() => decoder.Decode(top, rows: 1));
    }

    [Fact]
    public void TransparentValuesBecomeAlpha()
    {
        var grey = new PngFile(4, 1, 0, 2, false) { Extra = { ("tRNS", [0, 2]) } };
        Assert.Equal([0, 85, 170, 255, 255, 255, 0, 255], Image.Decode(grey.Write((_, x, _) => x), "grey").Pixels.ToArray());
        var colour = new PngFile(2, 1, 2, 16, false) { Extra = { ("tRNS", [1, 0, 1, 0, 1, 0]) } };
        Assert.Equal([1, 1, 1, 1, 1, 1, 255, 0], Image.Decode(colour.Write((_, x, _) => x == 1 ? 256 : 257), "colour").Pixels.ToArray());
        var indexed = new PngFile(2, 1, 3, 8, false) { Extra = { ("PLTE", [1, 2, 3, 4, 5, 6]), ("tRNS", [9]) } };
        Assert.Equal([1, 4, 2, 5, 3, 6, 9, 255], Image.Decode(indexed.Write((_, x, _) => x), "indexed").Pixels.ToArray());
    }

    [Fact]
    public void ChunksThatMayBeSkippedAre()
    {
        var file = new PngFile(2, 2, 0, 8, false) { Extra = { ("tEXt", [65, 0, 66]), ("gAMA", [0, 0, 1, 0]) } };
        Assert.Equal([0, 1, 10, 11], Image.Decode(file.Write((y, x, _) => 10 * y + x), "text").Pixels.ToArray());
    }

    [Fact]
    public void EveryCutAndEveryChangedByteIsNoticed()
    {
        var file = new PngFile(9, 5, 3, 4, true) { Extra = { ("PLTE", new byte[48]) }, ChunkBytes = 20 }.Write((y, x, _) => (x + y) % 16);
        for (var length = 0; length < file.Length; length++)
            Assert.Throws<FileFormatException>(() => Image.Decode(file.AsSpan(0, length), "cut.png"));
        for (var i = 0; i < file.Length; i++)
        {
            var damaged = file.ToArray();
            damaged[i] ^= 0x20;
            Assert.Throws<FileFormatException>(() => Image.Decode(damaged, "damaged.png"));
        }
    }

    [Theory]
    [InlineData("JPEG", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 })]
    [InlineData("BMP", new byte[] { 0x42, 0x4D, 0, 0 })]
    [InlineData("GIF", new byte[] { 0x47, 0x49, 0x46, 0x38 })]
    [InlineData("is empty; images are read from PNG and JPEG files", new byte[] { })]
    [InlineData("is a WebP file", new byte[] { 0x52, 0x49, 0x46, 0x46, 1, 0, 0, 0, 0x57, 0x45, 0x42, 0x50 })]
    [InlineData("is a HEIC file", new byte[] { 0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x68, 0x65, 0x69, 0x63 })]
    [InlineData("is a TIFF file", new byte[] { 0x49, 0x49, 0x2A, 0 })]
    [InlineData("is an SVG, HTML or XML file", new byte[] { 0x3C, 0x21, 0x64, 0x6F })]
    [InlineData("is a text file", new byte[] { 0x34, 0x30, 0x34, 0x0A })]
    [InlineData("is neither PNG nor JPEG (it begins with 01020304 in hexadecimal)", new byte[] { 1, 2, 3, 4, 5 })]
    public void OtherFormatsAreNamed(string kind, byte[] file) =>
        Assert.Contains(kind, Assert.Throws<FileFormatException>(() => Image.Decode(file, "picture")).Message);

    [Theory]
    [InlineData("no colour type 1", 4, 4, 1, 8)]
    [InlineData("1, 2, 4, 8 bits a sample, not 16", 4, 4, 3, 16)]
    [InlineData("8, 16 bits a sample, not 4", 4, 4, 2, 4)]
    [InlineData("image of 0x4", 4, 0, 0, 8)]
    [InlineData("no palette", 4, 4, 3, 8)]
    [InlineData("at most 100,000,000 are read", int.MaxValue, int.MaxValue, 6, 16)]
    [InlineData("its 12 bytes of data cannot", 10_000, 10_000, 0, 1)]
    public void HeadersThatCannotBeAreRefused(string message, int width, int height, int type, int depth)
    {
        var file = new PngFile(width, height, type, depth, true) { Data = new byte[12] };
        Assert.Contains(message, Refused(file));
    }

    [Theory]
    [InlineData("a chunk ABCD that is not known", 0, "ABCD", new byte[] { })]
    [InlineData("is grey and has a palette", 0, "PLTE", new byte[] { 1, 2, 3 })]
    [InlineData("has 4 bytes, not three for each", 3, "PLTE", new byte[] { 1, 2, 3, 4 })]
    [InlineData("has 0 bytes, not three for each", 3, "PLTE", new byte[] { })]
    [InlineData("transparency for 1 colours, but 0", 3, "tRNS", new byte[] { 1 })]
    [InlineData("transparency chunk of 1 bytes", 0, "tRNS", new byte[] { 1 })]
    [InlineData("transparency chunk of 2 bytes", 4, "tRNS", new byte[] { 0, 1 })]
    [InlineData("colour 1 of a palette of 1", 3, "PLTE", new byte[] { 1, 2, 3 })]
    public void ChunksThatDoNotFitAreRefused(string message, int type, string chunk, byte[] data) =>
        Assert.Contains(message, Refused(new PngFile(2, 1, type, 8, false) { Extra = { (chunk, data) } }));

    [Fact]
    public void PixelsThatDoNotFitAreRefused()
    {
        Assert.Contains("damaged or too few", Refused(new PngFile(9, 9, 0, 8, false) { Data = PngFile.Pack(new byte[89]) }));
        Assert.Contains("damaged or too few", Refused(new PngFile(2, 2, 0, 8, false) { Data = [.. Enumerable.Repeat((byte)77, 30)] }));
        // A stream that asks for a dictionary.
        Assert.Contains("damaged or too few", Refused(new PngFile(2, 2, 0, 8, false) { Data = [0x78, 0x20, 0, 0, 0, 1, 1, 0] }));
        Assert.Contains("no filter 5", Refused(new PngFile(2, 2, 0, 8, false) { Data = PngFile.Pack([5, 1, 1, 0, 1, 1]) }));
        Assert.Contains("end chunk", Assert.Throws<FileFormatException>(() => Image.Decode(new PngFile(2, 2, 0, 8, false).Write((_, _, _) => 0).AsSpan()[..^12], "x")).Message);
    }

    [Fact]
    public void PixelsApartAreRefused()
    {
        var file = new List<byte>(new PngFile(2, 2, 0, 8, false) { ChunkBytes = 4 }.Write((_, _, _) => 0));
        var text = new List<byte>();
        PngFile.AddChunk(text, "tEXt", [1]);
        // Signature, header, and the first chunk of pixels.
        file.InsertRange(8 + 25 + 16, text);
        Assert.Contains("IDAT at the wrong place", Assert.Throws<FileFormatException>(() => Image.Decode([.. file], "apart")).Message);
    }

    [Fact]
    public void AMissingFileIsNamed() =>
        Assert.Contains("no-such-picture.png cannot be read", Assert.Throws<FileFormatException>(() => Image.Read("no-such-picture.png")).Message);

    private static string Refused(PngFile file) =>
        Assert.Throws<FileFormatException>(() => Image.Decode(file.Write((_, x, _) => x), "test.png")).Message;
}
