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

    /// <summary>The files of the Debian package, where they are installed.</summary>
    [Fact]
    public void FashionMnistIsWhatItsAuthorsPublished()
    {
        const string Directory = "/usr/share/datasets/fashion-mnist";
        Assert.SkipUnless(System.IO.Directory.Exists(Directory), $"{Directory} does not exist: the package dataset-fashion-mnist is not installed.");
        var dataset = Datasets.FashionMnist();
        Assert.Equal(new Shape(60_000, 1, 28, 28), dataset.Train.Shape);
        Assert.Equal(new Shape(10_000, 1, 28, 28), dataset.Test.Shape);
        Assert.Equal([9, 0, 0, 3, 0, 2, 7, 2, 5, 5], dataset.Train.Labels.Take(10));
        Assert.Equal([9, 2, 1, 1, 6, 1, 4, 6, 5, 7], dataset.Test.Labels.Take(10));
        Assert.All(dataset.Train.Labels.CountBy(l => l), c => Assert.Equal(6000, c.Value));
        Assert.All(dataset.Test.Labels.CountBy(l => l), c => Assert.Equal(1000, c.Value));
        // Mean and deviation of the training pixels, as they are widely used to normalise it: 0.2860 and 0.3530 of 255.
        double sum = 0, squares = 0;
        foreach (var pixel in dataset.Train.Pixels) (sum, squares) = (sum + pixel, squares + pixel * pixel);
        var mean = sum / dataset.Train.Pixels.Length;
        Assert.Equal(0.2860, mean / 255, 1e-4);
        Assert.Equal(0.3530, Math.Sqrt(squares / dataset.Train.Pixels.Length - mean * mean) / 255, 1e-4);
    }
}
