using ConvGpu.Tests.Formats;

namespace ConvGpu.Tests.Data;

public class ImageFolderTests
{
    [Fact]
    public void ClassesAreFoldersInTheOrderOfTheirNames()
    {
        using var folder = new PictureFolder();
        folder.Add("b", 6, 1);
        folder.Add("a/deeper", 4, 0);
        Directory.CreateDirectory(folder.File("an empty one"));
        Directory.CreateDirectory(folder.File(".hidden"));
        File.WriteAllText(folder.File("a/note.txt"), "no picture");
        var dataset = Datasets.Open(folder.Root);
        Assert.Equal(["a", "an empty one", "b"], dataset.ClassNames!);
        Assert.Equal((8, 2, 3), (dataset.Train.Count, dataset.Test.Count, dataset.Classes));
        Assert.Equal(4, dataset.Train.Labels.Concat(dataset.Test.Labels).Count(l => l == 0));
        Assert.True(dataset.Train.IsOnDisk);
        Assert.Equal(new Shape(8, 3, 16, 16), dataset.Train.Shape);
        var other = Datasets.Folder(folder.Root, seed: 1);
        Assert.Equal(dataset.Test.Files![0], other.Test.Files![0]);
        // Pictures of one size are used whole.
        Assert.Equal(Image.Read(dataset.Train.Files![3]).Pixels.ToArray(), dataset.Train.Image(3).ToArray());
    }

    /// <summary>Files of other types and classes without pictures are named and counted once, in a warning.</summary>
    [Fact]
    public void WhatIsPassedOverIsNamed()
    {
        using var folder = new PictureFolder();
        foreach (var part in (string[])["train", "val"])
            foreach (var name in (string[])["a", "b"]) folder.Add($"{part}/{name}", 3, name == "a" ? 0 : 1);
        Directory.CreateDirectory(folder.File("train/empty"));
        for (var i = 0; i < 7; i++) File.WriteAllText(folder.File($"train/a/{i}.gif"), "no picture");
        File.WriteAllText(folder.File("train/a/.DS_Store"), "hidden");
        Directory.CreateDirectory(folder.File("train/.hidden"));
        var dataset = Datasets.Folder(folder.Root);
        Assert.Equal((6, 3), (dataset.Train.Count, dataset.Classes));
        var warning = dataset.Train.Files!.TakeReport()!.Replace('\\', '/');
        Assert.Contains("train: 7 files are passed over, being neither .png nor .jpg: a/0.gif; a/1.gif; a/2.gif; a/3.gif; a/4.gif; and 2 more. ", warning, StringComparison.Ordinal);
        Assert.EndsWith("1 class has no pictures: empty", warning, StringComparison.Ordinal);
        Assert.Null(dataset.Train.Files.TakeReport());
        Assert.Null(dataset.Test.Files!.TakeReport());
        var (code, _, error) = Cli.CommandLineTests.Run("dataset", "info", folder.Root);
        Assert.Equal(0, code);
        Assert.Contains("7 files are passed over", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("val")]
    [InlineData("test")]
    public void TrainAndValidationFoldersAreTaken(string test)
    {
        using var folder = new PictureFolder();
        folder.Add("train/a", 5, 0, isMixed: true);
        folder.Add("train/b", 5, 1, isMixed: true);
        folder.Add(test + "/b", 3, 1);
        var dataset = Datasets.Folder(folder.Root);
        Assert.Equal((10, 3), (dataset.Train.Count, dataset.Test.Count));
        Assert.All(dataset.Test.Labels, l => Assert.Equal(1, l));
        Assert.Equal(new Shape(3, 3, 224, 224), dataset.Test.Shape);
        Directory.CreateDirectory(folder.File(test + "/c"));
        dataset = Datasets.Folder(folder.Root);
        Assert.Equal(2, dataset.Test.Classes);
        Assert.EndsWith("1 folder is passed over, having no pictures and being no class of the training images: c", dataset.Test.Files!.TakeReport(), StringComparison.Ordinal);
        folder.Add(test + "/c", 1, 2);
        Assert.Contains("class 'c'", Assert.Throws<DataException>(() => Datasets.Folder(folder.Root)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(folder.File("train/c"));
        Assert.Equal((3, 4), (Datasets.Folder(folder.Root).Classes, Datasets.Folder(folder.Root).Test.Count));
    }

    [Fact]
    public void WhatIsMissingIsNamed()
    {
        using var folder = new PictureFolder();
        Assert.Contains("is no folder", Assert.Throws<DataException>(() => Datasets.Folder(folder.File("none"))).Message, StringComparison.Ordinal);
        Assert.Contains("holds no pictures", Assert.Throws<DataException>(() => Datasets.Folder(folder.Root)).Message, StringComparison.Ordinal);
        Assert.Contains("folder of .png and .jpg files for each class", Assert.Throws<DataException>(() => Datasets.Open(folder.Root)).Message, StringComparison.Ordinal);
        folder.Add("train/a", 1, 0);
        Assert.Contains("neither val/ nor test/", Assert.Throws<DataException>(() => Datasets.Folder(folder.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatCannotBeReadIsNamed()
    {
        using var folder = new PictureFolder();
        Assert.Contains("none cannot be read", Assert.Throws<DataException>(() => new ClassFolders(folder.File("none"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatIsClosedIsNamed()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows closes folders by other means.");
            return;
        }

        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Nothing is closed to an administrator.");
        using var folder = new PictureFolder();
        folder.Add("a", 3, 0);
        folder.Add("b/closed", 3, 1);
        File.SetUnixFileMode(folder.File("b/closed"), UnixFileMode.None);
        try
        {
            Assert.Contains("cannot be read", Assert.Throws<DataException>(() => Datasets.Open(folder.Root)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(folder.File("b/closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void GreyPicturesMakeAGreySet()
    {
        using var folder = new PictureFolder();
        Directory.CreateDirectory(folder.File("a"));
        for (var i = 0; i < 5; i++) new Image(1, 4, 4, [.. Enumerable.Range(0, 16).Select(p => (byte)(p * i))]).Write(folder.File($"a/{i}.png"));
        var dataset = Datasets.Folder(folder.Root);
        Assert.Equal(new Shape(4, 1, 4, 4), dataset.Train.Shape);
        var transform = new ImageTransform(dataset.Train, new Shape(1, 1, 4, 4));
        var sum = 0.0;
        var values = new float[16];
        for (var i = 0; i < dataset.Train.Count; i++)
        {
            transform.Apply(dataset.Train.Image(i), values);
            sum += values.Sum(v => (double)v);
        }
        // The mean of four images of 16 values of magnitude up to 3, each rounded to 24 bits, from a mean that is rounded too.
        Assert.InRange(sum / 64, -1e-5, 1e-5);
    }

    [Fact]
    public void JpegAndPngStandSideBySide()
    {
        JpegTests.SkipWithoutJpeg();
        using var folder = new PictureFolder();
        folder.Add("a", 3, 0, ".jpg", isMixed: true);
        folder.Add("a", 3, 0, ".png", isMixed: true);
        folder.Add("b", 3, 1, ".jpeg");
        var dataset = Datasets.Folder(folder.Root);
        Assert.Equal(9, dataset.Train.Count + dataset.Test.Count);
        for (var i = 0; i < dataset.Train.Count; i++)
        {
            var plane = 224 * 224;
            var bright = dataset.Train.Image(i).Slice(dataset.Train.Labels[i] * plane, plane).ToArray().Average(p => p);
            // 160 to 220, with JPEG's loss and the resize.
            Assert.InRange(bright, 170, 210);
        }
    }

    [Fact]
    public void NormalisationIsTorchvisions()
    {
        var transform = ImageTransform.Torchvision(new Shape(1, 3, 1, 1));
        var values = new float[3];
        transform.Apply([255, 128, 0], values);
        // (pixel / 255 - mean) / deviation, within the rounding of two constants and two operations.
        Assert.Equal((1 - 0.485) / 0.229, values[0], 1e-5);
        Assert.Equal((128 / 255.0 - 0.456) / 0.224, values[1], 1e-5);
        Assert.Equal(-0.406 / 0.225, values[2], 1e-5);
        Assert.Throws<ShapeException>(() => ImageTransform.Torchvision(new Shape(1, 1, 1, 1)));
    }
}
