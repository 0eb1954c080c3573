using System.Globalization;
using Spectre.Console;

namespace ConvGpu.Cli;

/// <summary>Shows training on the terminal: what will happen, a live progress bar, a table row an epoch, the test.</summary>
internal sealed class ConsoleObserver : ITrainingObserver
{
    private readonly ProgressTask? _task;
    private readonly IAnsiConsole _console;
    private int _epochs;

    private ConsoleObserver(IAnsiConsole console, ProgressTask? task) => (_console, _task) = (console, task);

    /// <summary>Runs <paramref name="train"/> with an observer; without a terminal there is no live bar, only lines.</summary>
    public static TrainingResult Show(Func<ITrainingObserver, TrainingResult> train)
    {
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected || !console.Profile.Capabilities.Interactive)
        {
            // Lines stay whole in a log.
            console.Profile.Width = Math.Max(console.Profile.Width, 250);
            return train(new ConsoleObserver(console, null));
        }
        return console.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => train(new ConsoleObserver(console, context.AddTask("starting"))));
    }

    /// <inheritdoc/>
    public bool WantsProgress => _task is not null;

    /// <inheritdoc/>
    public void Started(TrainingStart start)
    {
        _epochs = start.Epochs;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Row(grid, "model", Text($"{start.Model}, {start.Parameters:N0} parameters"));
        Row(grid, "data", Text($"{start.Dataset}: {start.TrainImages:N0} images to train, {start.ValidationImages:N0} to validate, {start.TestImages:N0} to test"));
        Row(grid, "images", start.Preparation);
        Row(grid, "device", start.Device);
        Row(grid, "batch", start.BatchText);
        Row(grid, "memory", start.MemoryPlan);
        _console.Write(grid);
        _console.WriteLine();
        _console.WriteLine("epoch  train loss  accuracy  valid. loss  accuracy  learning rate  images/s");
    }

    /// <inheritdoc/>
    public void Progressed(in TrainingProgress progress)
    {
        _task!.MaxValue = (double)progress.EpochTotal * progress.Epochs;
        _task.Value = (double)progress.EpochTotal * (progress.Epoch - 1) + progress.EpochImages;
        _task.Description = Text(
            $"epoch {progress.Epoch}/{progress.Epochs}  {progress.ImagesPerSecond:N0} images/s  loss {progress.Loss:F4}  {progress.Remaining:m\\:ss} left");
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochResult epoch)
    {
        var validation = epoch.Validation is { } v ? Text($"{v.Loss,11:F4}  {v.Accuracy,8:P2}") : $"{"-",11}  {"-",8}";
        _console.WriteLine(Text(
            $"{epoch.Epoch,5}  {epoch.Train.Loss,10:F4}  {epoch.Train.Accuracy,8:P2}  {validation}  {epoch.LearningRate,13:G4}  {epoch.ImagesPerSecond,8:N0}"));
    }

    /// <inheritdoc/>
    public void Finished(TrainingResult result)
    {
        _console.WriteLine();
        if (result.StoppedText(_epochs) is { } stopped) _console.WriteLine(stopped);
        if (result.Test is { } test) _console.WriteLine(Text($"test      accuracy {test.Accuracy:P2}, loss {test.Loss:F4}"));
        if (result.HardTest is { } hard) _console.WriteLine(Text($"hard test accuracy {hard.Accuracy:P2}, loss {hard.Loss:F4} (writers that the model has not seen)"));
        _console.WriteLine(Text(
            $"trained   {result.TrainSeconds:F1} s, {result.ImagesPerSecond:N0} images/s, at most {result.PeakDeviceBytes / (1024.0 * 1024):F1} MiB of device memory"));
    }

    private static void Row(Grid grid, string name, string text) => grid.AddRow(new Text(name), new Text(text));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
