using System.Globalization;
using System.Text;

namespace ConvGpu;

/// <summary>
/// Writes a table of comma-separated values with a row an epoch; what was not measured is left empty. An old file is replaced; where training
/// is resumed, the rows of the epochs before come first again.
/// </summary>
public sealed class CsvTrainingLog : ITrainingObserver
{
    private const string Header = "epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds,images_per_second\n";

    private readonly string _path;

    /// <summary>Creates a log; the file is written when training starts.</summary>
    /// <param name="path">The file.</param>
    public CsvTrainingLog(string path) => _path = path;

    /// <inheritdoc/>
    public bool WantsProgress => false;

    /// <inheritdoc/>
    /// <exception cref="FileFormatException">The file cannot be written.</exception>
    public void Started(TrainingStart start) => Write(FileMode.Create, Header + string.Concat(start.Done.Select(Row)));

    /// <inheritdoc/>
    public void Progressed(in TrainingProgress progress)
    {
        // A row an epoch is enough for a table.
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochResult epoch) => Write(FileMode.Append, Row(epoch));

    /// <inheritdoc/>
    public void Finished(TrainingResult result)
    {
        // The file is not kept open.
    }

    private void Write(FileMode mode, string text) => LogFile.Write(_path, mode, Encoding.UTF8.GetBytes(text));

    private static double? Accuracy(Score? score) => score is { Accuracy: var accuracy } && !double.IsNaN(accuracy) ? accuracy : null;

    private static string Row(EpochResult e) => string.Create(CultureInfo.InvariantCulture,
        $"{e.Epoch},{e.Train.Loss},{Accuracy(e.Train)},{e.Validation?.Loss},{Accuracy(e.Validation)},{e.LearningRate},{Math.Round(e.Seconds, 3)},{Math.Round(e.ImagesPerSecond, 1)}\n");
}
