namespace ConvGpu.Tests.Data;

/// <summary>Classes keep their numbers and names where a data set is written as files and read again, those without pictures among them.</summary>
[Collection("Console")]
public sealed class DatasetExportTests : IDisposable
{
    private readonly PictureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The class in the middle has pictures in one part, or in none; the folder has its parts, or a fifth is held out.</summary>
    [Theory]
    [InlineData("in/train", "in/val", false)]
    [InlineData("in/train", "in/val", true)]
    [InlineData("in", null, true)]
    public void AnEmptyClassKeepsItsPlace(string train, string? test, bool isInNeither)
    {
        foreach (var part in test is null ? [train] : (string[])[train, test])
            foreach (var (name, colour) in ((string, int)[])[("ant", 0), ("cow", 2)]) _folder.Add($"{part}/{name}", 5, colour);
        Directory.CreateDirectory(_folder.File(train + "/bee"));
        if (!isInNeither) _folder.Add(test + "/bee", 2, 1);
        var original = Datasets.Folder(_folder.File("in"));
        Assert.Equal(["ant", "bee", "cow"], original.ClassNames!);
        foreach (var target in (string[])["out", "out.npz"])
        {
            var (code, _, error) = Cli.CommandLineTests.Run("dataset", "export", _folder.File("in"), _folder.File(target));
            Assert.True(code == 0, error);
            Assert.Contains("1 class has no pictures: bee", error, StringComparison.Ordinal);
            var read = Datasets.Open(_folder.File(target));
            Assert.Equal(original.ClassNames, read.ClassNames);
            foreach (var (before, after) in ((ImageSet, ImageSet)[])[(original.Train, read.Train), (original.Test, read.Test)])
            {
                Assert.Equal((3, before.Count), (after.Classes, after.Count));
                Assert.Equal(Sums(before), Sums(after));
            }
        }
        foreach (var part in (string[])["train", "val"])
            Assert.Equal(["ant", "bee", "cow"], Directory.GetDirectories(_folder.File("out/" + part)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>For each picture, in an order of their own, its class and what its pixels add up to.</summary>
    private static List<(int, int)> Sums(ImageSet images) =>
        [.. Enumerable.Range(0, images.Count).Select(i => (images.Labels[i], images.Image(i).ToArray().Sum(p => p))).Order()];
}
