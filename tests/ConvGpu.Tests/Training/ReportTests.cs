using System.Xml.Linq;
using ConvGpu.Report;

namespace ConvGpu.Tests.Training;

public sealed class ReportTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"convgpu-{Guid.NewGuid():N}.html");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void TheReportIsWholeAndSelfContained()
    {
        using var device = ComputeDevice.Open("cpu");
        using var trainer = new Trainer(ModelZoo.Create("lenet5"), device) { Observer = null, ValidationFraction = 0.1 };
        var data = Datasets.Digits();
        var result = trainer.Fit(data, 2, 64);
        TrainingReport.Write(_file, trainer, data, result, [.. Enumerable.Range(0, 10).Select(i => $"<{i}>")]);
        var html = File.ReadAllText(_file);
        Assert.DoesNotContain("http", html);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("<0>", html);
        Assert.Contains("&lt;0&gt;", html);
        // It is well-formed but for tags that HTML leaves open, so any XML reader finds an element that was forgotten.
        var xml = XDocument.Parse(System.Text.RegularExpressions.Regex.Replace(html.Replace("<!doctype html>", ""), "<(meta|img)([^>]*)>", "<$1$2/>"));
        var matrix = xml.Descendants("table").Single(t => t.Attribute("class")?.Value == "matrix");
        var counts = matrix.Descendants("td").Select(c => int.Parse(c.Value)).ToList();
        Assert.Equal(100, counts.Count);
        Assert.Equal(data.Test.Count, counts.Sum());
        Assert.Equal(result.Test!.Value.Accuracy, Enumerable.Range(0, 10).Sum(i => counts[11 * i]) / (double)data.Test.Count, 1e-12);
        Assert.Equal(3, xml.Descendants("svg").Count());
        Assert.Equal(2 * 4 + 2, xml.Descendants("circle").Count());
        Assert.Equal(24 + 1, xml.Descendants("img").Count());
        foreach (var source in xml.Descendants("img").Select(i => i.Attribute("src")!.Value))
            Assert.Equal(3, Image.Decode(Convert.FromBase64String(source["data:image/png;base64,".Length..]), "img").ToColour().Channels);
        var wrong = xml.Descendants("figcaption").Count(c => c.Value.Contains("taken for"));
        Assert.Equal(Math.Min(24, data.Test.Count - Enumerable.Range(0, 10).Sum(i => counts[11 * i])), wrong);
    }

    /// <summary>More classes than a matrix can show, fewer than the model has outputs, and images that are no pictures.</summary>
    [Fact]
    public void ManyClassesAreListedByTheirMistakes()
    {
        const int classes = 45;
        var random = new Random(2);
        ImageSet Set(string name, int count)
        {
            var pixels = new byte[count * 2 * 4 * 4];
            random.NextBytes(pixels);
            return new ImageSet(name, new Shape(count, 2, 4, 4), classes, pixels, [.. Enumerable.Range(0, count).Select(i => i % classes)]);
        }
        using var device = ComputeDevice.Open("cpu");
        using var trainer = new Trainer(Sequential.Of("wide", null, new Flatten(), new Dense(32, classes + 5)), device) { Observer = null };
        var data = new Dataset("noise", Set("noise", 200), Set("noise test", 100));
        TrainingReport.Write(_file, trainer, data, trainer.Fit(data, 1, 50));
        var html = File.ReadAllText(_file);
        Assert.Contains("<table class=\"pairs\">", html);
        Assert.DoesNotContain("<table class=\"matrix\">", html);
        Assert.Equal(1 + 20 + 1 + 20, html.Split("<tr>").Length - 1);
    }

    [Fact]
    public void ARunThatWasStoppedHasNoTestSection()
    {
        using var device = ComputeDevice.Open("cpu");
        using var stop = new CancellationTokenSource();
        using var trainer = new Trainer(ModelZoo.Create("mlp"), device) { Observer = null };
        stop.Cancel();
        TrainingReport.Write(_file, trainer, Datasets.Digits(), trainer.Fit(Datasets.Digits(), 2, 64, stop.Token));
        var html = File.ReadAllText(_file);
        Assert.DoesNotContain("Test set", html);
        Assert.Contains("not read", html);
        Assert.Contains("filters of 1x28x28", html);
    }

    [Theory]
    [InlineData(0, 2.3, new[] { 0, 0.5, 1, 1.5, 2, 2.5 })]
    [InlineData(0.9, 2.3, new[] { 0, 0.5, 1, 1.5, 2, 2.5 })]
    [InlineData(0.9, 0.98, new[] { 0.9, 0.92, 0.94, 0.96, 0.98 })]
    [InlineData(-1, 1, new[] { -1, -0.5, 0, 0.5, 1 })]
    [InlineData(0, 1e-6, new[] { 0, 2e-7, 4e-7, 6e-7, 8e-7, 1e-6 })]
    public void TicksAreRoundAndSpanTheValues(double least, double most, double[] expected)
    {
        var ticks = LineChart.Ticks(least, most);
        Assert.Equal(expected.Length, ticks.Length);
        for (var i = 0; i < ticks.Length; i++) Assert.Equal(expected[i], ticks[i], 1e-9 * Math.Max(Math.Abs(most), 1e-6));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    [InlineData(-5, -5)]
    [InlineData(1e30, 2e30)]
    public void TicksOfOneValueAreStillARange(double least, double most)
    {
        var ticks = LineChart.Ticks(least, most);
        Assert.True(ticks.Length is >= 2 and <= 12 && ticks[0] <= least + 1e-9 * Math.Abs(least) && ticks[^1] >= most - 1e-9 * Math.Abs(most) && ticks[^1] > ticks[0], string.Join(' ', ticks));
    }
}
