using System.Globalization;

namespace ConvGpu;

/// <summary>Writes what happens as plain lines: one at the start, one an epoch, one at the end.</summary>
public sealed class TextTrainingObserver : ITrainingObserver
{
    private readonly TextWriter _writer;
    private int _epochs;

    /// <summary>Creates an observer.</summary>
    /// <param name="writer">Where the lines go.</param>
    public TextTrainingObserver(TextWriter writer) => _writer = writer;

    /// <inheritdoc/>
    public bool WantsProgress => false;

    /// <inheritdoc/>
    public void Started(TrainingStart start)
    {
        _epochs = start.Epochs;
        _writer.WriteLine(Text($"{start.Model} ({start.Parameters:N0} parameters) on {start.Dataset}: {start.TrainImages:N0} images to train, {start.ValidationImages:N0} to validate, {start.TestImages:N0} to test"));
        _writer.WriteLine($"device {start.Device}");
        _writer.WriteLine($"images: {start.Preparation}");
        _writer.WriteLine($"batch: {start.BatchText}");
        _writer.WriteLine($"memory: {start.MemoryPlan}");
        if (start.Resumed is { } resumed) _writer.WriteLine($"goes on {resumed}");
    }

    /// <inheritdoc/>
    public void Warned(string message) => _writer.WriteLine($"warning: {message}");

    /// <inheritdoc/>
    public void Progressed(in TrainingProgress progress)
    {
        // Lines an epoch are enough for a text log.
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochResult epoch)
    {
        var validation = epoch.Validation is { } v ? $", validation {v.Text}" : "";
        _writer.WriteLine(Text($"epoch {epoch.Epoch}: {epoch.Train.Text}{validation}, {epoch.ImagesPerSecond:N0} images/s"));
    }

    /// <inheritdoc/>
    public void Finished(TrainingResult result)
    {
        if (result.StopReason is { } reason) _writer.WriteLine(reason);
        if (result.BestEpoch is { } best) _writer.WriteLine(Text($"best epoch: {best}, validation loss {result.Epochs[best - 1].Validation!.Value.Loss:F4}"));
        if (result.StoppedText(_epochs) is { } stopped) _writer.WriteLine(stopped);
        if (result.Test is { } test) _writer.WriteLine($"test: {test.Text}");
        if (result.HardTest is { } hard) _writer.WriteLine($"hard test: {hard.Text}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
