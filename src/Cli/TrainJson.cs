using System.Text.Json;

namespace ConvGpu.Cli;

/// <summary>The line that <c>train --json</c> ends with.</summary>
internal static class TrainJson
{
    public static string Line(TrainRun run, ComputeDevice device, TrainingResult result, int threads)
    {
        var last = result.Epochs.Count > 0 ? result.Epochs[^1] : null;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("model", run.Model);
            json.WriteString("dataset", run.Dataset);
            json.WriteString("device", device.Id);
            json.WriteString("device_name", device.Info.Name);
            json.WriteString("compiler", device.Compiler);
            json.WriteString("precision", run.Precision.ToString().ToLowerInvariant());
            json.WriteNumber("epochs", result.Epochs.Count);
            json.WriteNumber("batch", result.BatchSize);
            json.WriteNumber("seed", run.Seed);
            json.WriteNumber("threads", threads);
            Number(json, "first_loss", result.FirstLoss);
            Number(json, "final_loss", result.FinalLoss);
            Number(json, "train_accuracy", last?.Train.Accuracy);
            Number(json, "validation_accuracy", last?.Validation?.Accuracy);
            Number(json, "test_accuracy", result.Test?.Accuracy);
            if (result.HardTest is { } hard) Number(json, "hard_test_accuracy", hard.Accuracy);
            Number(json, "train_seconds", Math.Round(result.TrainSeconds, 3));
            Number(json, "images_per_second", Math.Round(result.ImagesPerSecond, 1));
            json.WriteNumber("peak_device_bytes", result.PeakDeviceBytes);
            if (result.BestEpoch is { } best) json.WriteNumber("best_epoch", best);
            if (result.TestProblem is { } problem) json.WriteString("test_problem", problem);
            if (result.Checkpoint is { } checkpoint) json.WriteString("checkpoint", checkpoint);
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>JSON has no NaN and no infinity: they become null, as does what was not measured.</summary>
    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    private static void Number(Utf8JsonWriter json, string name, float value)
    {
        // As a float, so that the digits are those that identify the float.
        if (float.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
