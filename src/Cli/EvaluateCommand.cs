using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ConvGpu.Threading;

namespace ConvGpu.Cli;

/// <summary><c>convgpu evaluate</c>: loss, accuracy by class, and how long a forward pass takes.</summary>
internal static class EvaluateCommand
{
    // A longer table is not read; its worst classes are.
    private const int MostClasses = 40, Worst = 20, TopClasses = 5;

    public static Command Create()
    {
        var options = new InferenceOptions();
        var split = new Option<string>("--split")
        {
            HelpName = "test|train", Description = "test, or train.", DefaultValueFactory = _ => "test",
        };
        var workers = CommonOptions.Workers();
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("evaluate", "Measures trained weights on a data set: loss, accuracy, a table of the classes, "
            + "latency.") { split, workers, json };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var part = parsed.GetValue(split)!;
            if (part is not ("test" or "train")) throw new UsageException($"--split is test or train, not '{part}'.");
            CommonOptions.AtLeastOne(parsed.GetValue(workers) ?? 1, "--workers");
            var asJson = parsed.GetValue(json);
            using var model = options.Open(parsed, needsDataset: true, asJson ? Console.Error : Console.Out);
            var images = part == "train" ? model.Dataset!.Train : model.Dataset!.Test;
            var evaluation = Evaluation.Of(model, images, parsed.GetValue(workers) ?? WorkerPool.ThreadCount);
            if (images.Files?.TakeReport() is { } report) Console.Error.WriteLine($"convgpu: {report}");
            if (asJson) Console.WriteLine(Json(model, evaluation));
            else Print(model, images, evaluation);
            return 0;
        });
        return command;
    }

    private static void Print(InferenceModel model, ImageSet images, Evaluation result)
    {
        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine(Text($"{result.Labels.Count:N0} images of {images.Name}, {model.Transform.Description}"));
        Console.WriteLine(Text($"loss {result.Loss:F4}, accuracy {100 * result.TopOne:F2} %, within the first {TopClasses} {100 * result.TopFive:F2} %"));
        var matrix = result.Matrix;
        var used = Enumerable.Range(0, matrix.Classes).Where(c => result.Labels.Contains(c)).ToList();
        if (used.Count > MostClasses)
        {
            used = [.. used.OrderBy(matrix.F1).Take(Worst)];
            Console.WriteLine($"the {Worst} classes with the least F1:");
        }
        var width = Math.Max("class".Length, used.Max(c => model.NameOf(c).Length));
        Console.WriteLine($"{"class".PadRight(width)}  {"images",7}  precision  recall     F1");
        foreach (var c in used)
        {
            var count = Enumerable.Range(0, matrix.Classes).Sum(p => matrix[c, p]);
            Console.WriteLine(Text($"{model.NameOf(c).PadRight(width)}  {count,7:N0}  {matrix.Precision(c),9:F3}  {matrix.Recall(c),6:F3}  {matrix.F1(c),5:F3}"));
        }
        var latency = Text($"median {result.Latency(0.5):F2} ms, 90 % {result.Latency(0.9):F2} ms, 99 % {result.Latency(0.99):F2} ms");
        Console.WriteLine(Text(
            $"forward pass of {model.Network.Options.MaxBatch} on {model.Device.Id}: {latency}; {result.ImagesPerSecond:F0} images a second with their reading"));
    }

    private static string Json(InferenceModel model, Evaluation result) => JsonSerializer.Serialize(new
    {
        model = model.Network.Shapes.Graph.Name,
        dataset = model.Dataset!.Name,
        device = model.Device.Id,
        images = result.Labels.Count,
        batch = model.Network.Options.MaxBatch,
        loss = double.IsFinite(result.Loss) ? result.Loss : (double?)null,
        accuracy = result.TopOne,
        top_five = result.TopFive,
        macro_f1 = result.Matrix.MeanF1,
        latency_ms = new { p50 = result.Latency(0.5), p90 = result.Latency(0.9), p99 = result.Latency(0.99) },
        images_per_second = result.ImagesPerSecond,
        classes = Enumerable.Range(0, result.Matrix.Classes).Select(c => new
        {
            name = model.NameOf(c), images = result.Labels.Count(l => l == c), precision = result.Matrix.Precision(c), recall = result.Matrix.Recall(c), f1 = result.Matrix.F1(c),
        }),
    });
}
