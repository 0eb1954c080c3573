using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace ConvGpu.Cli;

/// <summary><c>convgpu summary MODEL</c>: what each layer puts out, holds, computes and sees.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        var model = CommonOptions.Model();
        var input = new Option<string?>("--input") { Description = "Channels, rows and columns of the input, such as 3x224x224; the model's own unless given." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("summary", "Shows each layer's output, parameters, multiply-adds, receptive field (padding counted, so that it may be larger than the input) and activation bytes.") { model, input, json };
        command.SetAction(parsed =>
        {
            var graph = ModelZoo.Create(CommonOptions.RequireModel(parsed.GetValue(model)!));
            var summary = ModelSummary.Of(graph, parsed.GetValue(input) is { } sizes ? ParseInput(sizes) : null);
            if (parsed.GetValue(json)) Console.WriteLine(Json(summary));
            else Print(summary);
            return 0;
        });
        return command;
    }

    private static Shape ParseInput(string text)
    {
        int[] sizes = [.. text.Split('x').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0)];
        return sizes.Length == 3 && sizes.All(s => s >= 1)
            ? new Shape(1, sizes[0], sizes[1], sizes[2])
            : throw new UsageException($"--input is channels, rows and columns such as 3x224x224, not '{text}'.");
    }

    private static void Print(ModelSummary summary)
    {
        string[][] rows =
        [
            ["layer", "output", "parameters", "multiply-adds", "receptive field", "activation bytes"],
            .. summary.Layers.Select(l => (string[])
                [l.Name, Sizes(l.Output), Number(l.Parameters), Number(l.MultiplyAdds), l.ReceptiveField.ToString(), Number(l.ActivationBytes)]),
            ["total", "", Number(summary.Parameters), Number(summary.MultiplyAdds), "", Number(summary.ActivationBytes)],
        ];
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(r => r[column].Length))];
        Console.WriteLine($"{summary.Model}, input {Sizes(summary.Input)}; for one item, in float32");
        foreach (var row in rows)
            Console.WriteLine(string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"convolutions hold {100 * summary.ConvolutionParameterShare:F1} % of the parameters and do {100 * summary.ConvolutionMultiplyAddShare:F1} % of the multiply-adds"));
    }

    private static string Json(ModelSummary summary) => JsonSerializer.Serialize(new
    {
        model = summary.Model,
        input = Axes(summary.Input),
        parameters = summary.Parameters,
        multiply_adds = summary.MultiplyAdds,
        activation_bytes = summary.ActivationBytes,
        convolution_parameter_share = summary.ConvolutionParameterShare,
        convolution_multiply_add_share = summary.ConvolutionMultiplyAddShare,
        layers = summary.Layers.Select(l => new
        {
            name = l.Name,
            kind = l.Kind,
            output = Axes(l.Output),
            parameters = l.Parameters,
            multiply_adds = l.MultiplyAdds,
            receptive_field = (int[])[l.ReceptiveField.Height, l.ReceptiveField.Width],
            activation_bytes = l.ActivationBytes,
        }),
    });

    private static int[] Axes(Shape shape) => [shape.C, shape.H, shape.W];

    private static string Sizes(Shape shape) => $"{shape.C}x{shape.H}x{shape.W}";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
