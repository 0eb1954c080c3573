using System.Globalization;
using ConvGpu.TensorBoard;

namespace ConvGpu;

/// <summary>
/// Writes TensorBoard's event files: loss, accuracy, learning rate and speed by epoch, and the loss by step where asked for. Look at them
/// with <c>tensorboard --logdir FOLDER</c>.
/// </summary>
public sealed class TensorBoardLog : ITrainingObserver, IDisposable
{
    // Has no value where images have no classes.
    private const string Accuracy = "accuracy/";

    private readonly string _folder;
    private EventFile? _file;

    /// <summary>Creates a log; its file is made when training starts, and another one when it is resumed.</summary>
    /// <param name="folder">Where the files go; it is made where it does not exist. A folder a run keeps runs apart.</param>
    /// <param name="everySteps">After how many steps the loss is written, each reading it from the device; 0 for never.</param>
    public TensorBoardLog(string folder, int everySteps = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(everySteps);
        (_folder, StepInterval) = (folder, everySteps);
    }

    /// <inheritdoc/>
    public bool WantsProgress => false;

    /// <inheritdoc/>
    public int StepInterval { get; }

    /// <inheritdoc/>
    /// <exception cref="FileFormatException">The file cannot be made.</exception>
    public void Started(TrainingStart start)
    {
        _file?.Dispose();
        LogFile.Try(_folder, () =>
        {
            Directory.CreateDirectory(_folder);
            var time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            var name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{time / 1000}.{Environment.MachineName}.{Environment.ProcessId}.{time % 1000}");
            _file = new EventFile(Path.Combine(_folder, name));
        });
    }

    /// <inheritdoc/>
    public void Progressed(in TrainingProgress progress)
    {
        // Steps are asked for by their number.
    }

    /// <inheritdoc/>
    public void StepEnded(in TrainingStep step) => Write(step.Step, ("step/loss", step.Loss), ("step/learning_rate", step.LearningRate));

    /// <inheritdoc/>
    public void EpochEnded(EpochResult epoch)
    {
        Write(epoch.Epoch, ("loss/train", epoch.Train.Loss), (Accuracy + "train", epoch.Train.Accuracy), ("learning_rate", epoch.LearningRate), ("images_per_second", epoch.ImagesPerSecond));
        if (epoch.Validation is { } validation) Write(epoch.Epoch, ("loss/validation", validation.Loss), (Accuracy + "validation", validation.Accuracy));
    }

    /// <inheritdoc/>
    public void Finished(TrainingResult result)
    {
        if (result.Test is { } test) Write(result.Epochs.Count, ("loss/test", test.Loss), (Accuracy + "test", test.Accuracy));
        Dispose();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Write(long step, params ReadOnlySpan<(string Tag, double Value)> values)
    {
        if (_file is null) return;
        var summary = new Summary();
        foreach (var (tag, value) in values)
            if (!tag.StartsWith(Accuracy, StringComparison.Ordinal) || !double.IsNaN(value)) summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = (float)value });
        LogFile.Try(_folder, () => _file.Write(new Event { Step = step, Summary = summary }));
    }
}
