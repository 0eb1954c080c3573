using System.Diagnostics;
using ConvGpu.Jpeg;

namespace ConvGpu.Tests.Formats;

public class JpegTests
{
    public JpegTests() => SkipWithoutJpeg();

    /// <summary>Skips a test where JPEG files cannot be read.</summary>
    internal static void SkipWithoutJpeg() => Assert.SkipWhen(TurboJpeg.Missing is not null, TurboJpeg.Missing ?? "");

    [Theory]
    [InlineData(3, 64, 48)]
    [InlineData(3, 17, 33)]
    [InlineData(1, 40, 8)]
    [InlineData(1, 1, 1)]
    public void WhatIsWrittenIsReadAgain(int channels, int height, int width)
    {
        var image = Smooth(channels, height, width);
        var again = Image.Decode(image.EncodeJpeg(100), "a.jpg");
        Assert.Equal((channels, height, width), (again.Channels, again.Height, again.Width));
        // Quality 100 divides coefficients by 1: rounding of 64 of them, of the colours to and fro, each below 1, of which few add up.
        for (var i = 0; i < image.Pixels.Length; i++) Assert.InRange(again.Pixels[i] - image.Pixels[i], -4, 4);
    }

    [Fact]
    public void FilesAreKnownByTheirBytesAndWrittenByTheirNames()
    {
        var folder = Directory.CreateTempSubdirectory("convgpu").FullName;
        var image = Smooth(3, 32, 32);
        foreach (var name in (string[])["a.jpg", "b.JPEG", "c.png"]) image.Write(Path.Combine(folder, name));
        Assert.Equal([0xFF, 0xD8], File.ReadAllBytes(Path.Combine(folder, "b.JPEG"))[..2]);
        File.Move(Path.Combine(folder, "a.jpg"), Path.Combine(folder, "a.png"));
        Assert.Equal(3, Image.Read(Path.Combine(folder, "a.png")).Channels);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(1.0, 100, 75)]
    [InlineData(0.51, 100, 75)]
    [InlineData(0.5, 50, 38)]
    [InlineData(0.26, 50, 38)]
    [InlineData(0.25, 25, 19)]
    [InlineData(0.125, 13, 10)]
    [InlineData(0.01, 13, 10)]
    public void FractionsAreDecoded(double leastScale, int height, int width)
    {
        using var decoder = new PictureDecoder();
        var image = Smooth(3, 100, 75);
        Assert.Equal((100, 75, false), decoder.Open(image.EncodeJpeg(100), "a.jpg"));
        var pixels = new PixelBuffer();
        decoder.Decode(pixels, leastScale);
        Assert.Equal((height, width), (pixels.Height, pixels.Width));
        // The middle of the smooth picture is where it was: a pixel of an eighth covers 8, over which values change by up to 3 a pixel.
        var (y, x) = (height / 2, width / 2);
        var expected = image.Plane(1)[(int)((y + 0.5) * 100 / height) * 75 + (int)((x + 0.5) * 75 / width)];
        Assert.InRange(pixels.Row(y)[4 * x + 1] - expected, -16, 16);
    }

    [Fact]
    public void InkBecomesColour()
    {
        // What cjpeg cannot write: CMYK through the library itself. Inverted, as Adobe's programs write it: 255 is no ink.
        byte[] inks = [.. Enumerable.Repeat<byte[]>([255, 128, 64, 200], 64).SelectMany(p => p)];
        var library = TurboJpeg.Instance;
        var encoder = library.NewEncoder();
        var file = library.TryEncode(encoder, inks, 8, 8, TurboJpeg.Cmyk, TurboJpeg.Sampling444, 100);
        library.Destroy(encoder);
        var image = Image.Decode(file, "a.jpg");
        Assert.Equal(3, image.Channels);
        // 255 * 200 / 255, 128 * 200 / 255, 64 * 200 / 255, within the rounding of the inks.
        for (var c = 0; c < 3; c++) Assert.InRange(image.Plane(c)[20] - ((int[])[200, 100, 50])[c], -3, 3);
    }

    [Fact]
    public void DamageIsNamed()
    {
        var file = Smooth(3, 64, 64).EncodeJpeg();
        foreach (var length in (int[])[2, 10, 100, file.Length / 2, file.Length - 100])
            Assert.Contains("a.jpg: the JPEG file is damaged", Assert.Throws<FileFormatException>(() => Image.Decode(file.AsSpan(0, length), "a.jpg")).Message, StringComparison.Ordinal);
        // Bytes between segments are no damage.
        byte[] padded = [.. file[..^2], 1, 2, 3, .. file[^2..]];
        Assert.Equal(Image.Decode(file, "a.jpg").Pixels.ToArray(), Image.Decode(padded, "a.jpg").Pixels.ToArray());
    }

    [Fact]
    public void SizesThatTheBytesCannotHoldAreRefused()
    {
        var file = Smooth(1, 16, 16).EncodeJpeg();
        var frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (file[frame + 5], file[frame + 6], file[frame + 7], file[frame + 8]) = (0x10, 0, 0x10, 0);
        Assert.Contains("4096x4096 pixels, but its", Assert.Throws<FileFormatException>(() => Image.Decode(file, "a.jpg")).Message, StringComparison.Ordinal);
        (file[frame + 5], file[frame + 7]) = (0xFF, 0xFF);
        Assert.Contains("at most 100,000,000", Assert.Throws<FileFormatException>(() => Image.Decode(file, "a.jpg")).Message, StringComparison.Ordinal);
    }

    /// <summary>Freed twice, the second time would be somebody else's memory.</summary>
    [Fact]
    public void DisposingTwiceFreesOnce()
    {
        SkipWithoutJpeg();
        var decoder = new JpegDecoder();
        decoder.Dispose();
        decoder.Dispose();
        Assert.Equal(8, Image.Decode(Smooth(1, 8, 8).EncodeJpeg(), "a.jpg").Height);
    }

    [Fact]
    public void AnotherLibraryOfTheNameIsRefused()
    {
        var other = OperatingSystem.IsWindows() ? "kernel32.dll" : OperatingSystem.IsMacOS() ? "libSystem.dylib" : "libc.so.6";
        var message = Assert.Throws<FileFormatException>(() => TurboJpeg.Load([other])).Message;
        foreach (var part in (string[])[other, "tjInitDecompress", TurboJpeg.Variable]) Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingLibraryIsNamedWithHowToInstallIt()
    {
        var message = Assert.Throws<FileFormatException>(() => TurboJpeg.Open(["libno-such.so.0"])).Message;
        foreach (var part in (string[])["libno-such.so.0", "apt install libturbojpeg0", "dnf install turbojpeg", "brew install jpeg-turbo", "Windows", TurboJpeg.Variable])
            Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-progressive -restart 2")]
    [InlineData("-arithmetic -grayscale")]
    public void WhatAnotherProgramWritesIsRead(string arguments)
    {
        // libjpeg-turbo-progs' cjpeg, where it is installed.
        Assert.SkipUnless(File.Exists("/usr/bin/cjpeg"), "cjpeg is not installed (Debian: apt install libjpeg-turbo-progs)");
        var image = Smooth(3, 40, 50);
        byte[] ppm = [.. "P6 50 40 255\n"u8, .. Enumerable.Range(0, 2000).SelectMany(i => new[] { image.Plane(0)[i], image.Plane(1)[i], image.Plane(2)[i] })];
        using var cjpeg = Process.Start(new ProcessStartInfo("/usr/bin/cjpeg", $"-quality 100 -sample 1x1 {arguments}") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using (var input = cjpeg.StandardInput.BaseStream) input.Write(ppm);
        using var output = new MemoryStream();
        cjpeg.StandardOutput.BaseStream.CopyTo(output);
        var again = Image.Decode(output.ToArray(), "a.jpg");
        var expected = again.Channels == 1 ? image.ToGrey() : image;
        for (var i = 0; i < expected.Pixels.Length; i++) Assert.InRange(again.Pixels[i] - expected.Pixels[i], -4, 4);
    }

    /// <summary>A picture without edges, which JPEG keeps well.</summary>
    internal static Image Smooth(int channels, int height, int width)
    {
        var pixels = new byte[channels * height * width];
        for (var c = 0; c < channels; c++)
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                    pixels[(c * height + y) * width + x] = (byte)(128 + 60 * Math.Sin(0.05 * (y + 1) * (c + 1)) + 50 * Math.Cos(0.04 * x * (c + 1)));
        return new Image(channels, height, width, pixels);
    }
}
