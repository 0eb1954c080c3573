using System.Text.Json;

namespace ConvGpu;

/// <summary>
/// Writes a line of JSON for each event: <c>start</c>, <c>step</c> where asked for, <c>epoch</c>, <c>warning</c>, <c>end</c>. An old file is
/// replaced; a run that is resumed goes on in it with another <c>start</c>, and of two lines of one step or epoch the later one counts.
/// </summary>
public sealed class JsonLinesTrainingLog : ITrainingObserver
{
    private readonly string _path;

    /// <summary>Creates a log; the file is written when training starts.</summary>
    /// <param name="path">The file.</param>
    /// <param name="everySteps">After how many steps a line is written, each reading the loss from the device; 0 for never.</param>
    public JsonLinesTrainingLog(string path, int everySteps = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(everySteps);
        (_path, StepInterval) = (path, everySteps);
    }

    /// <inheritdoc/>
    public bool WantsProgress => false;

    /// <inheritdoc/>
    public int StepInterval { get; }

    /// <inheritdoc/>
    /// <exception cref="FileFormatException">The file cannot be written.</exception>
    public void Started(TrainingStart start)
    {
        if (start.Resumed is null) LogFile.Write(_path, FileMode.Create, default);
        Line("start", json =>
        {
            json.WriteString("model", start.Model);
            json.WriteString("dataset", start.Dataset);
            json.WriteString("device", start.Device);
            json.WriteNumber("parameters", start.Parameters);
            json.WriteNumber("train_images", start.TrainImages);
            json.WriteNumber("validation_images", start.ValidationImages);
            json.WriteNumber("epochs", start.Epochs);
            json.WriteNumber("batch", start.BatchSize);
            json.WriteNumber("epochs_done", start.Done.Count);
        });
    }

    /// <inheritdoc/>
    public void Progressed(in TrainingProgress progress)
    {
        // Steps are asked for by their number.
    }

    /// <inheritdoc/>
    public void StepEnded(in TrainingStep step)
    {
        var (number, epoch, loss, rate) = (step.Step, step.Epoch, step.Loss, step.LearningRate);
        Line("step", json =>
        {
            json.WriteNumber("step", number);
            json.WriteNumber("epoch", epoch);
            Number(json, "loss", loss);
            Number(json, "learning_rate", rate);
        });
    }

    /// <inheritdoc/>
    public void Warned(string message) => Line("warning", json => json.WriteString("message", message));

    /// <inheritdoc/>
    public void EpochEnded(EpochResult epoch) => Line("epoch", json =>
    {
        json.WriteNumber("epoch", epoch.Epoch);
        Score(json, "train", epoch.Train);
        if (epoch.Validation is { } validation) Score(json, "validation", validation);
        Number(json, "learning_rate", epoch.LearningRate);
        Number(json, "seconds", Math.Round(epoch.Seconds, 3));
        Number(json, "images_per_second", Math.Round(epoch.ImagesPerSecond, 1));
    });

    /// <inheritdoc/>
    public void Finished(TrainingResult result) => Line("end", json =>
    {
        json.WriteNumber("epochs", result.Epochs.Count);
        json.WriteBoolean("stopped", result.Stopped);
        if (result.BestEpoch is { } best) json.WriteNumber("best_epoch", best);
        if (result.Test is { } test) Score(json, "test", test);
        if (result.HardTest is { } hard) Score(json, "hard_test", hard);
        Number(json, "train_seconds", Math.Round(result.TrainSeconds, 3));
        if (result.Checkpoint is { } checkpoint) json.WriteString("checkpoint", checkpoint);
    });

    private static void Score(Utf8JsonWriter json, string name, Score score)
    {
        Number(json, name + "_loss", score.Loss);
        Number(json, name + "_accuracy", score.Accuracy);
    }

    // JSON has no NaN and no infinity; as a float, so that the digits are those that identify the float.
    private static void Number(Utf8JsonWriter json, string name, float value)
    {
        if (float.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    private void Line(string what, Action<Utf8JsonWriter> write)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("event", what);
            write(json);
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        LogFile.Write(_path, FileMode.Append, line.ToArray());
    }
}
