using System.Globalization;
using Spectre.Console;

namespace ConvGpu.Cli;

/// <summary>Shows training on the terminal: what will happen, a live progress bar, a table row an epoch, the test.</summary>
internal sealed class ConsoleObserver : ITrainingObserver
{
    private readonly ProgressTask? _task;
    private readonly IAnsiConsole _console;
    private int _epochs;

    /// <summary>Whether the result and warnings are shown alone; as the command line in this process asks.</summary>
    public static bool Quiet { get; set; }

    private ConsoleObserver(IAnsiConsole console, ProgressTask? task) => (_console, _task) = (console, task);

    /// <summary>Runs <paramref name="train"/> with an observer; without a terminal there is no live bar, only lines.</summary>
    public static TrainingResult Show(Func<ITrainingObserver, TrainingResult> train)
    {
        var console = AnsiConsole.Console;
        if (Quiet || Console.IsOutputRedirected || !console.Profile.Capabilities.Interactive) return train(new ConsoleObserver(console, null));
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
        if (Quiet) return;
        Facts(
            ("model", Text($"{start.Model}, {start.Parameters:N0} parameters")),
            ("data", Text($"{start.Dataset}: {start.TrainImages:N0} images to train, {start.ValidationImages:N0} to validate, {start.TestImages:N0} to test")),
            ("images", start.Preparation),
            ("device", start.Device),
            ("batch", start.BatchText),
            ("memory", start.MemoryPlan));
        if (start.Resumed is { } resumed) Line($"goes on {resumed}");
        Line("");
        Line("epoch  train loss  accuracy  valid. loss  accuracy  learning rate  images/s");
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
    public void Warned(string message)
    {
        // On a terminal a line that passes the live bar by would tear it.
        if (_task is not null && !Console.IsErrorRedirected) Line($"warning: {message}");
        else Console.Error.WriteLine($"warning: {message}");
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochResult epoch)
    {
        if (Quiet) return;
        var validation = epoch.Validation is { } v ? Text($"{v.Loss,11:F4}  {Accuracy(v),8}") : $"{"-",11}  {"-",8}";
        Line(Text(
            $"{epoch.Epoch,5}  {epoch.Train.Loss,10:F4}  {Accuracy(epoch.Train),8}  {validation}  {epoch.LearningRate,13:G4}  {epoch.ImagesPerSecond,8:N0}"));
    }

    /// <inheritdoc/>
    public void Finished(TrainingResult result)
    {
        if (!Quiet) Line("");
        if (result.StopReason is { } reason) Line(reason);
        if (result.BestEpoch is { } best) Line(Text($"best epoch {best}, validation loss {result.Epochs[best - 1].Validation!.Value.Loss:F4}"));
        if (result.StoppedText(_epochs) is { } stopped) Line(stopped);
        if (result.Test is { } test) Line(Text($"test      accuracy {test.Accuracy:P2}, loss {test.Loss:F4}"));
        if (result.HardTest is { } hard) Line(Text($"hard test accuracy {hard.Accuracy:P2}, loss {hard.Loss:F4} (writers that the model has not seen)"));
        Line(Text(
            $"trained   {result.TrainSeconds:F1} s, {result.ImagesPerSecond:N0} images/s, at most {result.PeakDeviceBytes / (1024.0 * 1024):F1} MiB of device memory"));
    }

    private void Facts(params (string Name, string Text)[] facts)
    {
        if (_task is null)
        {
            foreach (var (name, text) in facts) Line($"{name,-7} {text}");
            return;
        }
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, text) in facts) grid.AddRow(new Text(name), new Text(text));
        _console.Write(grid);
    }

    /// <summary>A line; in a log it is neither wrapped nor padded.</summary>
    private void Line(string text)
    {
        if (_task is null) _console.Profile.Out.Writer.WriteLine(text);
        else _console.WriteLine(text);
    }

    private static string Accuracy(Score score) => double.IsNaN(score.Accuracy) ? "-" : Text($"{score.Accuracy:P2}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
