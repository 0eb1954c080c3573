using System.Globalization;
using System.Net;
using System.Text;
using ConvGpu.Report;

namespace ConvGpu;

/// <summary>
/// One HTML file about a training run, which needs nothing beside itself: curves, the confusion matrix and the measures of the classes, the
/// images that the model is most wrong about, and the filters of the first layer.
/// </summary>
public static class TrainingReport
{
    private const int MostFilters = 64;

    /// <summary>Writes the report. Where the test set was read, its images are classified once more.</summary>
    /// <param name="path">The file; an old one is replaced.</param>
    /// <param name="trainer">What trained.</param>
    /// <param name="dataset">What it was trained on.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="classNames">What the classes are called; by their numbers unless given.</param>
    /// <exception cref="FileFormatException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">Nothing was trained yet.</exception>
    /// <exception cref="DataException">A picture of the test cannot be read, and the data set says that this is a failure; or none can.</exception>
    /// <exception cref="ShapeException">The test's images have other channels than those trained on.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public static void Write(string path, Trainer trainer, Dataset dataset, TrainingResult result, IReadOnlyList<string>? classNames = null)
    {
        var network = trainer.Network ?? throw new InvalidOperationException("Nothing was trained yet: call Fit first.");
        var names = Enumerable.Range(0, dataset.Classes).Select(c => classNames?.ElementAtOrDefault(c) ?? c.ToString(CultureInfo.InvariantCulture)).ToList();
        var title = $"{network.Shapes.Graph.Name} on {dataset.Name}";
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            + $"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{Text(title)}</title>\n<style>\n{Style()}</style></head><body>\n");
        html.Append(CultureInfo.InvariantCulture, $"<h1>{Text(title)}</h1>\n<p>{Text(network.Device.ToString())}</p>\n");
        AppendFacts(html, network, result);
        AppendCurves(html, result);
        if (result.Test is not null && dataset.Test.Classes > 0) TestSection.Append(html, trainer, dataset.Test, names);
        AppendFilters(html, network);
        html.Append("</body></html>\n");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(html.ToString())));
    }

    /// <summary>A text in HTML.</summary>
    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A picture in HTML.</summary>
    internal static string Source(Image image) => $"data:image/png;base64,{Convert.ToBase64String(image.Encode())}";

    private static void AppendFacts(StringBuilder html, Network network, TrainingResult result)
    {
        var facts = new List<(string Name, string Value)>
        {
            Test("test", result.Test), ("parameters", Number($"{network.ParameterCount:N0}")),
            ("epochs", Number($"{result.Epochs.Count}")), ("batch", Number($"{result.BatchSize:N0}")), ("images per second", Number($"{result.ImagesPerSecond:N0}")),
            ("training time", Number($"{TimeSpan.FromSeconds(Math.Round(result.TrainSeconds)):g}")), ("device memory", Number($"{result.PeakDeviceBytes / (1024.0 * 1024):F1} MiB")),
        };
        if (result.HardTest is { } hard) facts.Insert(1, Test("harder test", hard));
        if (result.BestEpoch is { } best)
        {
            facts.Add(("best epoch", Number($"{best}")));
            facts.Add(("its validation loss", Number($"{result.Epochs[best - 1].Validation!.Value.Loss:G4}")));
        }
        html.Append("<dl class=\"facts\">");
        foreach (var (name, value) in facts) html.Append(CultureInfo.InvariantCulture, $"<div><dt>{name}</dt><dd>{value}</dd></div>");
        html.Append("</dl>\n");
        if (result.StopReason is { } reason) html.Append(CultureInfo.InvariantCulture, $"<p>{Text(reason)}</p>\n");
    }

    private static (string Name, string Value) Test(string name, Score? score) => score switch
    {
        null => (name, "not read"),
        { Accuracy: double.NaN } s => ($"{name} loss", Number($"{s.Loss:G4}")),
        { } s => ($"{name} accuracy", Number($"{s.Accuracy:P2}")),
    };

    private static void AppendCurves(StringBuilder html, TrainingResult result)
    {
        html.Append("<h2>Curves</h2>\n<div class=\"charts\">");
        Chart("Loss by epoch", e => e.Loss, "G4");
        if (!result.Epochs.All(e => double.IsNaN(e.Train.Accuracy))) Chart("Accuracy by epoch", e => e.Accuracy, "P1");
        html.Append(CultureInfo.InvariantCulture, $"<figure>{LineChart.Draw("Learning rate of an epoch's first step", [("rate", [.. result.Epochs.Select(e => (double)e.LearningRate)])], "G3", null)}</figure>");
        html.Append("</div>\n");

        void Chart(string title, Func<Score, double> value, string format)
        {
            var lines = new List<(string, double[])> { ("training", [.. result.Epochs.Select(e => value(e.Train))]) };
            if (result.Epochs.Any(e => e.Validation is not null)) lines.Add(("validation", [.. result.Epochs.Select(e => e.Validation is { } v ? value(v) : double.NaN)]));
            html.Append(CultureInfo.InvariantCulture, $"<figure>{LineChart.Draw(title, lines, format, result.BestEpoch)}</figure>");
        }
    }

    private static void AppendFilters(StringBuilder html, Network network)
    {
        var first = network.Shapes.Nodes.FirstOrDefault(n => n.Layer is Conv2D or Dense);
        if (first is null) return;
        var (shape, values) = FilterPicture.Read(network, first);
        var shown = Math.Min(shape.N, MostFilters);
        html.Append(CultureInfo.InvariantCulture, $"<h2>Filters of {Text(first.Name)}</h2>\n<p>{shown} of {shape.N} filters of "
            + $"{shape.C}x{shape.H}x{shape.W}: 0 is grey, negative darker, positive lighter.</p>\n");
        html.Append(CultureInfo.InvariantCulture, $"<img class=\"filters\" alt=\"filters of {Text(first.Name)}\" src=\"{Source(FilterPicture.Draw(shape, values, MostFilters))}\">\n");
    }

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Style()
    {
        using var reader = new StreamReader(typeof(TrainingReport).Assembly.GetManifestResourceStream("report.css")!);
        return reader.ReadToEnd();
    }
}
