using ConvGpu.Cli;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Cli;

/// <summary>The filters of the lectures through the convolution of every device.</summary>
public abstract class FilterRunTests(string device)
{
    /// <summary>The picture of ones and zeros that the third lecture blurs.</summary>
    private static readonly Image _lecture = new(1, 6, 6,
        [1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 0, 1, 1]);

    [Fact]
    public void BlurGivesTheNumbersOfTheLecture()
    {
        float[] printed = [.56f, .57f, .57f, .56f, .7f, .82f, .82f, .7f, .69f, .95f, .95f, .69f, .64f, .69f, .69f, .64f];
        AssertClose(printed, Apply(_lecture, "blur", new Size2D(1, 1)));
        // Strides of 2 and 3 keep every second and third.
        AssertClose([printed[0], printed[2], printed[8], printed[10]], Apply(_lecture, "blur", 2));
        AssertClose([printed[0], printed[3], printed[12], printed[15]], Apply(_lecture, "blur", 3));
        AssertClose([printed[0], printed[3], printed[4], printed[7], printed[8], printed[11], printed[12], printed[15]], Apply(_lecture, "blur", (1, 3)));
    }

    [Fact]
    public void EveryChannelIsFilteredByItself()
    {
        var picture = new Image(3, 1, 3, [10, 20, 40, 1, 1, 1, 0, 100, 0]);
        var (shape, values) = new FilterRun { Kernel = FilterKernel.Parse("1 0 -1", "difference"), Padding = Padding.Same, Offset = 5 }
            .Apply(picture, TestDevices.Open(device));
        Assert.Equal(picture.Shape, shape);
        Assert.Equal([-15, -25, 25, 4, 5, 6, -95, 5, 105], values);
    }

    private float[] Apply(Image image, string kernel, Size2D stride) =>
        new FilterRun { Kernel = FilterKernel.Find(kernel), Stride = stride }.Apply(image, TestDevices.Open(device)).Values;

    // Decimals of the kernel are rounded to float32, sums have nine terms of at most 1: far within half of a printed digit.
    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6);
    }
}

[Collection(OnDevice.Cpu)]
public sealed class FilterRunTestsOnCpu() : FilterRunTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class FilterRunTestsOnCpuAccelerator() : FilterRunTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class FilterRunTestsOnOpenCl() : FilterRunTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class FilterRunTestsOnCuda() : FilterRunTests(OnDevice.Cuda);

/// <summary>The command around them.</summary>
[Collection("Console")]
public sealed class FilterCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("convgpu").FullName;

    private string Source => Path.Combine(_directory, "source.png");

    private string Target => Path.Combine(_directory, "target.png");

    public FilterCommandTests()
    {
        var pixels = new byte[3 * 10 * 12];
        new Random(1).NextBytes(pixels);
        new Image(3, 10, 12, pixels).Write(Source);
    }

    [Fact]
    public void IdentityChangesNothing()
    {
        Filter("--kernel", "identity");
        Assert.Equal(Image.Read(Source).Pixels.ToArray(), Image.Read(Target).Pixels.ToArray());
    }

    [Fact]
    public void ASymmetricKernelIsTheSameTurnedOrNot()
    {
        byte[] Filtered(params string[] options)
        {
            Filter(options);
            return Image.Read(Target).Pixels.ToArray();
        }
        foreach (var kernel in (string[])["gaussian", "blur", "sharpen"]) Assert.Equal(Filtered("--kernel", kernel), Filtered("--kernel", kernel, "--flip"));
        Assert.NotEqual(Filtered("--kernel", "emboss"), Filtered("--kernel", "emboss", "--flip"));
    }

    [Theory]
    [InlineData(10, 12, "--padding", "same")]
    [InlineData(8, 10, "--padding", "valid")]
    [InlineData(12, 14, "--padding", "full")]
    [InlineData(14, 16, "--padding", "3", "--mode", "edge")]
    [InlineData(9, 12, "--padding", "1,0,0,2")]
    [InlineData(8, 4, "--padding", "valid", "--stride", "1,3")]
    [InlineData(2, 8, "--padding", "valid", "--dilation", "4,2")]
    [InlineData(18, 16, "--padding", "full", "--dilation", "4,2")]
    public void ThePictureHasTheSizeOfTheFormula(int height, int width, params string[] options)
    {
        var output = Filter([.. options, "--kernel", "gaussian"]);
        var image = Image.Read(Target);
        Assert.Equal(new Shape(1, 3, height, width), image.Shape);
        Assert.Contains($"3x{height}x{width}", output);
    }

    [Fact]
    public void ResultsAreCutOffOrStretched()
    {
        new Image(1, 1, 4, [0, 100, 200, 50]).Write(Source);
        File.WriteAllText(Path.Combine(_directory, "kernel.txt"), "# twice, less what stands before\n-1, 2 0\n");
        var kernel = Path.Combine(_directory, "kernel.txt");
        Assert.Contains("from -100 to 300; 50.0 % cut off", Filter("--kernel", kernel));
        Assert.Equal([0, 200, 255, 0], Image.Read(Target).Pixels.ToArray());
        Filter("--kernel", kernel, "--normalize");
        Assert.Equal([64, 191, 255, 0], Image.Read(Target).Pixels.ToArray());
        Filter("--kernel", kernel, "--flip", "--offset", "10");
        // Turned: 2 times the pixel, less what stands behind it, and 10.
        Assert.Equal([0, 10, 255, 110], Image.Read(Target).Pixels.ToArray());
    }

    [Theory]
    [InlineData(2, "no kernel or file 'sobel'", "--kernel", "sobel")]
    [InlineData(2, "--padding is valid, same, full", "--kernel", "edge", "--padding", "1,2")]
    [InlineData(2, "--mode is zero, edge", "--kernel", "edge", "--mode", "mirror")]
    [InlineData(2, "--stride is a number of at least 1", "--kernel", "edge", "--stride", "0")]
    [InlineData(2, "--dilation is a number of at least 1", "--kernel", "edge", "--dilation", "1,2,3")]
    [InlineData(2, "--padding is at most 1024, not 1025", "--kernel", "edge", "--padding", "1025")]
    [InlineData(2, "--padding is at most 1024, not 99999999999", "--kernel", "edge", "--padding", "1,2,3,99999999999")]
    [InlineData(2, "--stride is at most 1024, not 99999", "--kernel", "edge", "--stride", "99999")]
    [InlineData(2, "--dilation is at most 1024, not 1025", "--kernel", "edge", "--dilation", "1,1025")]
    [InlineData(2, "--offset is a finite number, not NaN", "--kernel", "edge", "--offset", "nan")]
    [InlineData(2, "--offset is a finite number, not Infinity", "--kernel", "edge", "--offset", "1e99")]
    [InlineData(2, "--kernel", "--padding", "same")]
    [InlineData(1, "use a smaller kernel or dilation, more padding", "--kernel", "edge", "--padding", "valid", "--dilation", "20")]
    public void MistakesAreExplained(int expected, string message, params string[] options)
    {
        var (code, _, error) = CommandLineTests.Run(["filter", Source, "--device", "cpu", "--out", Target, .. options]);
        Assert.Equal(expected, code);
        Assert.Contains(message, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void OnlyPngAndJpegFilesAreWritten()
    {
        var other = Path.Combine(_directory, "target.gif");
        var (code, _, error) = CommandLineTests.Run(["filter", Source, "--device", "cpu", "--kernel", "edge", "--out", other]);
        Assert.Equal(2, code);
        Assert.Contains($"--out writes PNG and JPEG files only, not '{other}'", error);
        Assert.False(File.Exists(other));
    }

    [Theory]
    [InlineData("target.jpg")]
    [InlineData("target.JPEG")]
    public void JpegFilesAreWrittenByTheirNames(string name)
    {
        Formats.JpegTests.SkipWithoutJpeg();
        var target = Path.Combine(_directory, name);
        var (code, _, error) = CommandLineTests.Run(["filter", Source, "--device", "cpu", "--kernel", "identity", "--out", target]);
        Assert.True(code == 0, error);
        Assert.Equal([0xFF, 0xD8, 0xFF], File.ReadAllBytes(target)[..3]);
        Assert.Equal(Image.Read(Source).Height, Image.Read(target).Height);
    }

    [Theory]
    [InlineData("", "holds no numbers")]
    [InlineData("1 2\n3", "row 2 of the kernel has 1 numbers, the first has 2")]
    [InlineData("1 two", "'two' is not a number")]
    [InlineData("1 nan", "'nan' is not a number")]
    public void KernelFilesAreChecked(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FileFormatException>(() => FilterKernel.Parse(text, "kernel.txt")).Message);

    [Fact]
    public void TheLecturesKernelsSumToWhatTheirNamesSay()
    {
        float Sum(string name) => FilterKernel.Find(name).Weights.Sum();
        foreach (var edges in (string[])["sobel-x", "sobel-y", "prewitt-x", "edge", "strong-edge", "emboss"]) Assert.Equal(0, Sum(edges));
        foreach (var kept in (string[])["identity", "sharpen", "gaussian"]) Assert.Equal(1, Sum(kept));
        // The lecture prints a blur rounded to two digits, and later calls it brightening: it adds one percent.
        Assert.Equal(1.01, Sum("blur"), 1e-6);
        Assert.Equal(1.5, Sum("brighten"));
        Assert.Equal(0.5, Sum("darken"));
    }

    /// <summary>Row by row as the lectures print them; edge and strong-edge, of which they show the results, are the Laplacians of 4 and 8 neighbours.</summary>
    [Fact]
    public void TheKernelsAreTheMatricesOfTheLectures()
    {
        Dictionary<string, float[]> matrices = new()
        {
            ["identity"] = [0, 0, 0, 0, 1, 0, 0, 0, 0],
            ["sobel-x"] = [1, 0, -1, 2, 0, -2, 1, 0, -1],
            ["sobel-y"] = [1, 2, 1, 0, 0, 0, -1, -2, -1],
            ["prewitt-x"] = [-1, 0, 1, -1, 0, 1, -1, 0, 1],
            ["edge"] = [0, 1, 0, 1, -4, 1, 0, 1, 0],
            ["strong-edge"] = [-1, -1, -1, -1, 8, -1, -1, -1, -1],
            ["sharpen"] = [0, -1, 0, -1, 5, -1, 0, -1, 0],
            ["blur"] = [.06f, .13f, .06f, .13f, .25f, .13f, .06f, .13f, .06f],
            ["gaussian"] = [.0625f, .125f, .0625f, .125f, .25f, .125f, .0625f, .125f, .0625f],
            ["brighten"] = [0, 0, 0, 0, 1.5f, 0, 0, 0, 0],
            ["darken"] = [0, 0, 0, 0, 0.5f, 0, 0, 0, 0],
            ["emboss"] = [-1, -1, 0, -1, 0, 1, 0, 1, 1],
        };
        Assert.Equal(matrices.Keys, FilterKernel.All.Select(k => k.Name));
        foreach (var kernel in FilterKernel.All) Assert.Equal(matrices[kernel.Name], kernel.Weights);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Filter(params string[] options)
    {
        var (code, output, error) = CommandLineTests.Run(["filter", Source, "--device", "cpu", "--out", Target, .. options]);
        Assert.True(code == 0, error);
        return output;
    }
}
