using ConvGpu.Tests.Formats;

namespace ConvGpu.Tests.Data;

/// <summary>Which files of a folder are pictures of a class: not those that are hidden, lie elsewhere, or are reached a second time through a link.</summary>
public sealed class ClassFolderTests : IDisposable
{
    private readonly PictureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void PicturesOfNoClassAreNamed()
    {
        AddParts();
        File.Copy(At("train/a/000.png"), At("train/lost.png"));
        File.Copy(At("train/a/000.png"), At("train/found.jpg"));
        File.WriteAllText(At("train/README.txt"), "what the classes are");
        var dataset = Datasets.Folder(_folder.Root);
        Assert.Equal(6, dataset.Train.Count);
        Assert.EndsWith("train: 2 pictures are passed over, lying in no class's folder: found.jpg; lost.png", dataset.Train.Files!.TakeReport());
    }

    [Fact]
    public void AFolderThatIsNoDataSetSaysWhatOneHolds()
    {
        File.WriteAllBytes(Path.Combine(_folder.Root, "lost.png"), []);
        var message = Assert.Throws<DataException>(() => Datasets.Open(_folder.Root)).Message;
        Assert.StartsWith($"{_folder.Root} is no data set: it holds neither a folder of .png and .jpg files for each class", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADataSetOfWhichAFileIsMissingNamesIt()
    {
        File.WriteAllBytes(Path.Combine(_folder.Root, "t10k-labels-idx1-ubyte.gz"), []);
        Assert.Contains(Path.Combine(_folder.Root, "train-images-idx3-ubyte[.gz] does not exist"), Assert.Throws<DataException>(() => Datasets.Open(_folder.Root)).Message);
    }

    /// <summary>As a shell does not see them: what macOS keeps beside files on other disks, and thumbnails.</summary>
    [Theory]
    [InlineData("a/._000.png")]
    [InlineData("a/.thumbnails/000.png")]
    [InlineData(".cache/000.png")]
    [InlineData("._lost.png")]
    public void HiddenFilesAreNoPictures(string hidden)
    {
        AddParts();
        Directory.CreateDirectory(Path.GetDirectoryName(At("train/" + hidden))!);
        File.WriteAllText(At("train/" + hidden), "resource fork");
        var dataset = Datasets.Folder(_folder.Root);
        Assert.Equal((6, 2), (dataset.Train.Count, dataset.Classes));
        Assert.Null(dataset.Train.Files!.TakeReport());
    }

    [Theory]
    [InlineData("a/loop", "train/a")]
    [InlineData("a/deep/loop", "train/a")]
    [InlineData("a/loop", "train")]
    [InlineData("a/loop", "")]
    [InlineData("loop", "train")]
    [InlineData("loop", "")]
    public void LinksBackEnd(string link, string target)
    {
        AddParts();
        Link("train/" + link, At(target));
        var dataset = Datasets.Folder(_folder.Root);
        Assert.Equal((6, 2), (dataset.Train.Count, dataset.Classes));
        Assert.EndsWith($"train: 1 link is passed over, leading back to a folder above: {link}", dataset.Train.Files!.TakeReport()!.Replace('\\', '/'));
        Assert.Equal(6, Datasets.Open(_folder.Root).Train.Count);
    }

    /// <summary>Two folders that lead into each other: each is read once from either side, and no further.</summary>
    [Fact]
    public void FoldersLinkedToEachOtherEnd()
    {
        AddParts();
        Link("train/a/x", At("train/b"));
        Link("train/b/y", Path.Combine("..", "a"));
        var dataset = Datasets.Folder(_folder.Root);
        Assert.Equal((12, 2), (dataset.Train.Count, dataset.Classes));
        Assert.Contains("2 links are passed over, leading back to a folder above: a/x/y; b/y/x", dataset.Train.Files!.TakeReport()!.Replace('\\', '/'));
    }

    [Fact]
    public void LinksToFilesAndFoldersElsewhereAreFollowed()
    {
        using var elsewhere = new PictureFolder();
        elsewhere.Add("store/n01", 4, 1);
        AddParts();
        Link("train/c", elsewhere.File("store/n01"));
        Link("all", At("train"));
        File.CreateSymbolicLink(At("train/a/linked.png"), elsewhere.File("store/n01/000.png"));
        var dataset = Datasets.Folder(_folder.Root);
        Assert.Equal(["a", "b", "c"], dataset.ClassNames!);
        Assert.Equal([4, 3, 4], Enumerable.Range(0, 3).Select(c => dataset.Train.Labels.Count(l => l == c)));
        Assert.Null(dataset.Train.Files!.TakeReport());
        for (var i = 0; i < dataset.Train.Count; i++) _ = dataset.Train.Image(i);
        var through = Datasets.Folder(At("all"));
        Assert.Equal((11, 3), (through.Train.Count + through.Test.Count, through.Classes));
    }

    /// <summary>A class on a disk that is not there would shift the numbers of the others without a word.</summary>
    [Fact]
    public void LinksThatLeadNowhereAreNamed()
    {
        AddParts();
        Link("train/a1", At("gone"));
        Link("train/a2", At("train/a2"));
        var dataset = Datasets.Folder(_folder.Root);
        Assert.Equal(2, dataset.Classes);
        Assert.EndsWith("train: 2 links are passed over, leading nowhere: a1; a2", dataset.Train.Files!.TakeReport());
    }

    [Fact]
    public void WhatAPictureIsItsBytesSay()
    {
        JpegTests.SkipWithoutJpeg();
        _folder.Add("a", 3, 0);
        _folder.Add("b", 3, 1, ".jpg");
        File.Move(At("a/000.png"), At("a/is-png.jpg"));
        File.Move(At("b/000.jpg"), At("b/is-jpeg.PNG"));
        var dataset = Datasets.Folder(_folder.Root);
        Assert.Equal(6, dataset.Train.Count + dataset.Test.Count);
        foreach (var images in (ImageSet[])[dataset.Train, dataset.Test])
        {
            for (var i = 0; i < images.Count; i++)
            {
                // 160 to 220 in the channel of the class, 40 to 100 in the others, with JPEG's loss.
                Assert.InRange(images.Image(i).Slice(images.Labels[i] * 256, 256).ToArray().Average(p => p), 170, 210);
                Assert.Equal(Image.Read(images.Files![i]).Pixels.ToArray(), images.Image(i).ToArray());
            }
        }
    }

    private string At(string name) => _folder.File(name);

    private void AddParts()
    {
        foreach (var part in (string[])["train", "val"])
            foreach (var name in (string[])["a", "b"]) _folder.Add($"{part}/{name}", 3, name == "a" ? 0 : 1);
    }

    private void Link(string name, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        try
        {
            Directory.CreateSymbolicLink(At(name), target);
        }
        catch (Exception e) when (OperatingSystem.IsWindows() && e is IOException or UnauthorizedAccessException)
        {
            Assert.Skip("Windows lets administrators and developers alone make links.");
        }
    }
}
