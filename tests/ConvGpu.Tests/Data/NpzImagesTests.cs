namespace ConvGpu.Tests.Data;

public class NpzImagesTests
{
    [Fact]
    public void ImagesAndLabelsAreRead()
    {
        // Image n, row y, column x and channel c is 100 n + 10 y + 3 x + c, in each of the three orders.
        static byte Value(int n, int c, int y, int x) => (byte)(20 * n + 10 * y + 3 * x + c);
        byte[] last = [.. from n in Enumerable.Range(0, 10) from y in Enumerable.Range(0, 2) from x in Enumerable.Range(0, 4) from c in Enumerable.Range(0, 3) select Value(n, c, y, x)];
        byte[] first = [.. from n in Enumerable.Range(0, 10) from c in Enumerable.Range(0, 3) from y in Enumerable.Range(0, 2) from x in Enumerable.Range(0, 4) select Value(n, c, y, x)];
        long[] labels = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0];
        var (of, expected) = (Open(("x_train", NpyArray.Of(last, 10, 2, 4, 3)), ("y_train", NpyArray.Of(labels, 10)), ("x_test", NpyArray.Of(first, 10, 3, 2, 4)), ("y_test", NpyArray.Of(labels, 10, 1))), first);
        Assert.Equal(new Shape(10, 3, 2, 4), of.Train.Shape);
        Assert.Equal(expected, of.Train.Pixels);
        Assert.Equal(expected, of.Test.Pixels);
        Assert.Equal(3, of.Classes);
        var grey = Open(("images", NpyArray.Of(first, 10, 6, 4)), ("labels", NpyArray.Of(labels, 10)));
        Assert.Equal((new Shape(8, 1, 6, 4), 2), (grey.Train.Shape, grey.Test.Count));
    }

    [Fact]
    public void WhatIsNoDataSetIsNamed()
    {
        var (images, labels) = (NpyArray.Of(new byte[40], 10, 2, 2), NpyArray.Of(new int[10], 10));
        Refused("has the arrays a; a data set has images and labels, or x_train", ("a", images));
        Refused("has no array 'labels'", ("images", images));
        Refused("images is f4", ("images", NpyArray.Of(new float[40], 10, 2, 2)), ("labels", labels));
        Refused("images is u1 [10, 4]", ("images", NpyArray.Of(new byte[40], 10, 4)), ("labels", labels));
        Refused("labels is i4 [9]", ("images", images), ("labels", NpyArray.Of(new int[9], 9)));
        Refused("labels is f4 [10]", ("images", images), ("labels", NpyArray.Of(new float[10], 10)));
        Refused("labels holds -1", ("images", images), ("labels", NpyArray.Of([-1, 0, 0, 0, 0, 0, 0, 0, 0, 0], 10)));
        Refused("labels holds a larger number", ("images", images), ("labels", NpyArray.Of<ulong>([ulong.MaxValue, 0, 0, 0, 0, 0, 0, 0, 0, 0], 10)));
        Refused("neither the second nor the last size is 1 or 3 channels; say where the channels are: --channels", ("images", NpyArray.Of(new byte[80], 10, 2, 2, 2)), ("labels", labels));
    }

    [Theory]
    [InlineData("""["a", "a"]""", "has a name twice")]
    [InlineData("""["a", " "]""", "calls a class \" \"")]
    [InlineData("""["a", "b\u001b[31m"]""", "no control characters")]
    public void NamesThatAreNoneAreRefused(string json, string message)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(json);
        Refused(
            message, ("images", NpyArray.Of(new byte[40], 10, 2, 2)), ("labels", NpyArray.Of<int>([0, 1, 0, 1, 0, 1, 0, 1, 0, 1], 10)),
            (NpzImages.NamesArray, NpyArray.Of(bytes, bytes.Length)));
    }

    // A file's names are not paths, and the order of folders is that of the classes.
    [Theory]
    [InlineData("../../escaped", "/tmp/escaped", "0-..-..-escaped", "1--tmp-escaped")]
    [InlineData("zebra", "ant", "0-zebra", "1-ant")]
    [InlineData(".x", "y", "0-.x", "1-y")]
    [InlineData("cat", "Cat", "0-cat", "1-Cat")]
    [InlineData("Ant", "golden zebra", "Ant", "golden zebra")]
    public void FoldersOfNamedClasses(string first, string second, string firstFolder, string secondFolder)
    {
        var folder = Directory.CreateTempSubdirectory("convgpu-names-");
        try
        {
            var names = NpzImages.WrittenNames([first, second]);
            var set = Open(
                ("x_train", NpyArray.Of(new byte[16], 4, 2, 2)), ("y_train", NpyArray.Of<int>([0, 1, 0, 1], 4)),
                ("x_test", NpyArray.Of(new byte[16], 4, 2, 2)), ("y_test", NpyArray.Of<int>([0, 1, 0, 1], 4)), (NpzImages.NamesArray, names));
            var target = Path.Combine(folder.FullName, "inner", "out");
            DatasetExport.ToFolder(set, target, set.ClassNames);
            Assert.Equal(
                new[] { firstFolder, secondFolder }.Order(StringComparer.Ordinal),
                Directory.GetDirectories(Path.Combine(target, "train")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.Equal(["out"], Directory.GetFileSystemEntries(Path.Combine(folder.FullName, "inner")).Select(Path.GetFileName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A width of 1 or 3 behind 1 or 3 channels, or the other way round.</summary>
    [Theory]
    [InlineData(3, 5, 3)]
    [InlineData(1, 5, 3)]
    [InlineData(3, 5, 1)]
    [InlineData(1, 5, 1)]
    public void OrdersThatSizesDoNotTellAreAskedFor(int second, int third, int last)
    {
        var pixels = new byte[10 * second * third * last];
        new Random(1).NextBytes(pixels);
        (string, NpyArray)[] arrays = [("images", NpyArray.Of(pixels, 10, second, third, last)), ("labels", NpyArray.Of(new int[10], 10))];
        Refused("both the second and the last size may be 1 or 3 channels; say where the channels are: --channels first or last", arrays);
        var first = Open(ChannelOrder.First, arrays).Train;
        Assert.Equal((second, third, last), (first.Shape.C, first.Shape.H, first.Shape.W));
        var behind = Open(ChannelOrder.Last, arrays).Train;
        Assert.Equal((last, second, third), (behind.Shape.C, behind.Shape.H, behind.Shape.W));
        // The same images are held out; of the first one both hold the same values, in another order.
        for (var c = 0; c < last; c++)
            for (var p = 0; p < second * third; p++) Assert.Equal(first.Image(0)[p * last + c], behind.Image(0)[c * second * third + p]);
    }

    [Fact]
    public void AnyNumberOfChannelsIsReadWhereTheirPlaceIsSaid()
    {
        (string, NpyArray)[] arrays = [("images", NpyArray.Of(new byte[10 * 2 * 6 * 4], 10, 2, 6, 4)), ("labels", NpyArray.Of(new int[10], 10))];
        Assert.Equal(new Shape(8, 4, 2, 6), Open(ChannelOrder.Last, arrays).Train.Shape);
        Assert.Equal(new Shape(8, 2, 6, 4), Open(ChannelOrder.First, arrays).Train.Shape);
    }

    [Theory]
    [InlineData("[\"a\"]")]
    [InlineData("[\"a\", null]")]
    [InlineData("{\"a\": 1}")]
    [InlineData("[\"a\", ")]
    public void NamesOfClassesAreAListOfTexts(string json)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(json);
        Refused(
            "class_names_json is u1 [", ("images", NpyArray.Of(new byte[10 * 4], 10, 2, 2)), ("labels", NpyArray.Of([0, 1, 0, 1, 0, 1, 0, 1, 0, 1], 10)),
            ("class_names_json", NpyArray.Of(bytes, bytes.Length)));
    }

    private static void Refused(string message, params (string Name, NpyArray Array)[] arrays) =>
        Assert.Contains(message, Assert.ThrowsAny<ConvGpuException>(() => Open(arrays)).Message, StringComparison.Ordinal);

    private static Dataset Open(params (string Name, NpyArray Array)[] arrays) => Open(null, arrays);

    private static Dataset Open(ChannelOrder? channels, (string Name, NpyArray Array)[] arrays)
    {
        var path = Path.Combine(Path.GetTempPath(), $"convgpu-{Guid.NewGuid():N}.npz");
        try
        {
            NpzFile.Write(path, arrays.Select(a => KeyValuePair.Create(a.Name, a.Array)));
            return Datasets.Open(path, channels: channels);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
