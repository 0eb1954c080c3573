using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace ConvGpu.Cli;

/// <summary><c>convgpu summary MODEL</c>: what each layer puts out, holds, computes and sees.</summary>
internal static class SummaryCommand
{
    private const int DefaultBatch = 16;

    public static Command Create()
    {
        var model = CommonOptions.Model();
        var input = new Option<string?>("--input")
        {
            HelpName = "CxHxW", Description = "Channels, rows and columns of the input, such as 3x224x224; the model's own unless given.",
        };
        var batch = CommonOptions.Number("--batch", "Images a step, for the memory that training takes.", DefaultBatch);
        var device = new Option<string?>("--device")
        {
            HelpName = "DEVICE", Description = "Whose memory is planned: cpu unless given. Nothing is allocated there.",
        };
        var budget = ByteSize.Option("--memory-budget", "Memory that training may take; some layers are then computed again in the "
            + "backward pass.");
        var precision = CommonOptions.Precision();
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("summary", "Shows each layer's output, parameters, multiply-adds, receptive field (padding "
            + "counted, so that it may be larger than the input) and activation bytes, and the memory of a training step.")
        {
            model, input, batch, device, budget, precision, json,
        };
        command.SetAction(parsed =>
        {
            var name = CommonOptions.RequireModel(parsed.GetValue(model)!);
            var size = parsed.GetValue(input) is { } sizes ? ParseInput(sizes) : (Shape?)null;
            var inference = new NetworkOptions
            {
                MaxBatch = CommonOptions.AtLeastOne(parsed.GetValue(batch), "--batch"), Precision = CommonOptions.ParsePrecision(parsed.GetValue(precision)!),
            };
            var id = parsed.GetValue(device) ?? "cpu";
            CommonOptions.RequireDeviceName(id);
            var graph = NamedModel.Create(name);
            var summary = ModelSummary.Of(graph, size);
            using var planned = CommonOptions.OpenDevice(id);
            inference = inference with { InputShape = summary.Input };
            var training = Training(graph, planned, inference with { Optimizer = new Sgd(0.01f, momentum: 0.9f), MemoryBudget = parsed.GetValue(budget) });
            var memory = training ?? NetworkMemory.Of(graph, planned, inference);
            if (parsed.GetValue(json)) Console.WriteLine(Json(summary, memory, training is not null));
            else Print(summary, memory, planned.Id, training is not null);
            return 0;
        });
        return command;
    }

    /// <summary>The memory of a training step; null for a model that cannot be trained, for lack of parameters or of a layer's gradient.</summary>
    private static NetworkMemory? Training(Graph graph, ComputeDevice device, NetworkOptions options)
    {
        var output = new ShapedGraph(graph, options.InputShape!.Value).Output;
        try
        {
            return NetworkMemory.Of(graph, device, options with { Loss = output.ItemCount == output.C ? new SoftmaxCrossEntropy() : new MeanSquaredError() });
        }
        catch (Exception e) when (e is NotSupportedException or ShapeException)
        {
            return null;
        }
    }

    private static Shape ParseInput(string text)
    {
        int[] sizes = [.. text.Split('x').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0)];
        return sizes.Length == 3 && sizes.All(s => s >= 1)
            ? new Shape(1, sizes[0], sizes[1], sizes[2])
            : throw new UsageException($"--input is channels, rows and columns such as 3x224x224, not '{text}'.");
    }

    private static void Print(ModelSummary summary, NetworkMemory memory, string device, bool trains)
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
        Console.WriteLine(trains ? $"training with SGD and momentum on {device}, {memory}" : $"it cannot be trained; inference on {device}, {memory}");
        if (!trains) return;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"for comparison: parameters, gradients and momentum with the most that lives at once beside them are {NetworkMemory.Size(memory.BoundBytes)}; planned are {(double)memory.PeakBytes / memory.BoundBytes:F2} of that"));
        foreach (var again in memory.Recomputed)
            Console.WriteLine($"computed again: {again}, {again.Layers} layers, {NetworkMemory.Size(again.DroppedBytes)} not kept, {Number(again.Flops)} operations a step");
    }

    private static string Json(ModelSummary summary, NetworkMemory memory, bool trains) => JsonSerializer.Serialize(new
    {
        model = summary.Model,
        input = Axes(summary.Input),
        parameters = summary.Parameters,
        multiply_adds = summary.MultiplyAdds,
        activation_bytes = summary.ActivationBytes,
        convolution_parameter_share = summary.ConvolutionParameterShare,
        convolution_multiply_add_share = summary.ConvolutionMultiplyAddShare,
        // Null for a model that cannot be trained.
        training_memory = !trains ? null : new
        {
            batch = memory.MaxBatch,
            peak_bytes = memory.PeakBytes,
            persistent_bytes = memory.PersistentBytes,
            arena_bytes = memory.ArenaBytes,
            bound_bytes = memory.BoundBytes,
            recomputed = memory.Recomputed.Select(r => new { first = r.First, last = r.Last, layers = r.Layers, dropped_bytes = r.DroppedBytes, flops = r.Flops }),
        },
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
