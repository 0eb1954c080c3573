namespace ConvGpu.Tests.Data;

public class DatasetTests
{
    [Fact]
    public void DigitsAreSplitByTheSeedAndTheLastLinesKeptApart()
    {
        var one = Datasets.Digits(1);
        Assert.Equal((1077, 360, 360), (one.Train.Count, one.Test.Count, one.HardTest!.Count));
        Assert.Equal(new Shape(360, 1, 8, 8), one.Test.Shape);
        var two = Datasets.Digits(2);
        Assert.NotEqual(one.Test.Labels, two.Test.Labels);
        Assert.Equal(one.HardTest.Labels, two.HardTest!.Labels);
        Assert.Equal(one.Test.Labels, Datasets.Digits(1).Test.Labels);
        // The first line of the file is a 0 that starts 0,0,5,13.
        var all = one.Train.Labels.Concat(one.Test.Labels).Concat(one.HardTest.Labels);
        Assert.Equal(1797, all.Count());
        Assert.Equal(10, all.Distinct().Count());
    }

    [Fact]
    public void HeldOutImagesAreNotTrainedOn()
    {
        var pixels = Enumerable.Range(0, 50).Select(i => (byte)i).ToArray();
        var set = new ImageSet("counting", new Shape(50, 1, 1, 1), 10, pixels, [.. pixels.Select(p => p % 10)]);
        var (rest, part) = set.HoldOut(20, 1, "part");
        Assert.Equal((30, 20), (rest.Count, part.Count));
        Assert.Equal(pixels, rest.Pixels.Concat(part.Pixels).Order());
        Assert.All(part.Labels.Select((l, i) => (l, i)), x => Assert.Equal(part.Pixels[x.i] % 10, x.l));
        Assert.Throws<DataException>(() => set.HoldOut(50, 1, "all"));
    }

    [Fact]
    public void LabelsOutOfRangeAreRefusedByName() => Assert.Contains(
        "image 1 has label 10, but labels run from 0 to 9",
        Assert.Throws<DataException>(() => new ImageSet("x", new Shape(2, 1, 1, 1), 10, new byte[2], [9, 10])).Message);

    [Fact]
    public void AnUnknownDataSetIsRefused() =>
        Assert.Contains("no data set 'cats'", Assert.Throws<DataException>(() => Datasets.Open("cats")).Message);

    [Fact]
    public void MissingFilesSayHowToGetThem()
    {
        var error = Assert.Throws<DataException>(() => Datasets.FashionMnist(Path.Combine(Path.GetTempPath(), "convgpu-nothing-here")));
        Assert.Contains("train-images-idx3-ubyte", error.Message);
        Assert.Contains("dataset-fashion-mnist", error.Message);
    }
}
