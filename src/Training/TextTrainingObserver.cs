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
        var validation = epoch.Validation is { } v ? Text($", validation loss {v.Loss:F4}, accuracy {v.Accuracy:P2}") : "";
        _writer.WriteLine(Text($"epoch {epoch.Epoch}: loss {epoch.Train.Loss:F4}, accuracy {epoch.Train.Accuracy:P2}{validation}, {epoch.ImagesPerSecond:N0} images/s"));
    }

    /// <inheritdoc/>
    public void Finished(TrainingResult result)
    {
        if (result.StopReason is { } reason) _writer.WriteLine(reason);
        if (result.BestEpoch is { } best) _writer.WriteLine(Text($"best epoch: {best}, validation loss {result.Epochs[best - 1].Validation!.Value.Loss:F4}"));
        if (result.StoppedText(_epochs) is { } stopped) _writer.WriteLine(stopped);
        if (result.Test is { } test) _writer.WriteLine(Text($"test: loss {test.Loss:F4}, accuracy {test.Accuracy:P2}"));
        if (result.HardTest is { } hard) _writer.WriteLine(Text($"hard test: loss {hard.Loss:F4}, accuracy {hard.Accuracy:P2}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
