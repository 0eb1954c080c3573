using System.CommandLine;
using System.Globalization;

namespace ConvGpu.Cli;

/// <summary>The options of <c>convgpu train</c> that name files: checkpoints, weights, logs.</summary>
internal sealed class TrainFileOptions
{
    private readonly Option<string?> _checkpoint = new("--checkpoint")
    {
        HelpName = "DIR", Description = "A folder for checkpoints of this run: saved after each epoch, and by Ctrl-C.",
    };

    private readonly Option<string?> _every = new("--checkpoint-every")
    {
        HelpName = "STEPS",
        Description = "Save a checkpoint after every so many steps, such as 500, or epochs, such as 2e.",
    };

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Go on from the newest checkpoint of --checkpoint, bit by bit as if never interrupted; from the beginning "
            + "where there is none yet.",
    };

    private readonly WeightOptions _weights = new();
    private readonly Option<string?> _save = new("--save")
    {
        HelpName = "FILE", Description = "Write the trained weights to this safetensors file, or with the ending .onnx the model as an ONNX file.",
    };
    private readonly Option<string?> _log = new("--log")
    {
        HelpName = "FILE", Description = "Write a row an epoch to a .csv file, or a line of JSON an event to a .jsonl file or a "
            + "stream such as /dev/stderr or >(command).",
    };
    private readonly Option<string?> _tensorBoard = new("--tensorboard")
    {
        HelpName = "DIR", Description = "Write TensorBoard's event files into this folder.",
    };
    private readonly Option<int> _steps = CommonOptions.Number("--log-steps", "Also log the loss of every so many steps, to .jsonl "
        + "and TensorBoard; each waits for the device.", 0);
    private readonly Option<string?> _report = new("--report")
    {
        HelpName = "FILE", Description = "Write one HTML file with curves, confusion matrix, worst images and filters.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_checkpoint, _every, _resume]) command.Options.Add(option);
        _weights.AddTo(command);
        foreach (var option in (Option[])[_save, _log, _tensorBoard, _steps, _report]) command.Options.Add(option);
    }

    /// <exception cref="UsageException">Options do not go together, or a folder does not exist.</exception>
    public TrainFiles Read(ParseResult parsed)
    {
        var (folder, every) = (Writable(parsed.GetValue(_checkpoint), "--checkpoint", OutputFile.RequireFolder), parsed.GetValue(_every));
        if (folder is null && (every is not null || parsed.GetValue(_resume)))
            throw new UsageException($"{(every is null ? "--resume goes on from" : "--checkpoint-every is for")} the folder of --checkpoint; give it.");
        var (steps, epochs) = ReadEvery(every);
        var checkpoints = folder is null ? null : new CheckpointOptions
        {
            Folder = folder, EverySteps = steps, EveryEpochs = epochs ?? 1,
            CommandLine = "convgpu " + string.Join(' ', parsed.Tokens.Select(t => t.Value.Contains(' ') ? $"'{t.Value}'" : t.Value)),
            HowToResume = "the same command with --resume goes on from it",
        };
        RequireDifferent(parsed);
        return new TrainFiles(checkpoints, parsed.GetValue(_resume), _weights.Read(parsed), Writable(parsed.GetValue(_save), "--save", AtomicFile.Require))
        {
            Log = ReadLog(parsed), LogSteps = parsed.GetValue(_steps),
            TensorBoard = Writable(parsed.GetValue(_tensorBoard), "--tensorboard", OutputFile.RequireFolder),
            Report = Writable(parsed.GetValue(_report), "--report", AtomicFile.Require),
        };
    }

    private string? ReadLog(ParseResult parsed)
    {
        var (log, steps) = (Writable(parsed.GetValue(_log), "--log", OutputFile.Require), parsed.GetValue(_steps));
        if (log is not null && !TrainFiles.IsCsv(log) && !TrainFiles.IsJsonLines(log)) throw new UsageException($"--log writes .csv and .jsonl files, not {log}.");
        if (steps < 0) throw new UsageException($"--log-steps is at least 0, not {steps}.");
        if (steps > 0 && parsed.GetValue(_tensorBoard) is null && (log is null || TrainFiles.IsCsv(log)))
            throw new UsageException("--log-steps is for --tensorboard and for a --log that ends with .jsonl.");
        return log;
    }

    /// <summary>Refuses files of which one would be written in place of the other.</summary>
    private void RequireDifferent(ParseResult parsed)
    {
        var files = ((Option<string?>[])[_log, _save, _report]).Select(option => (option.Name, Path: parsed.GetValue(option)))
            .Where(file => !string.IsNullOrEmpty(file.Path) && !OutputFile.IsStream(file.Path));
        if (files.GroupBy(file => Path.GetFullPath(file.Path!)).FirstOrDefault(same => same.Count() > 1)?.ToList() is { } twice)
            throw new UsageException($"{twice[0].Name} and {twice[1].Name} name the same file, {twice[0].Path}; name two.");
    }

    /// <summary>What is to be written, which is refused before the training where it cannot be.</summary>
    private static string? Writable(string? path, string option, Action<string> require)
    {
        try
        {
            if (path is not null) require(path);
            return path;
        }
        catch (FileFormatException e)
        {
            throw new UsageException($"{option}: {e.Message}");
        }
    }

    private static (int? Steps, int? Epochs) ReadEvery(string? text)
    {
        if (text is null) return (null, null);
        var ofEpochs = text.EndsWith('e');
        if (!int.TryParse(ofEpochs ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            throw new UsageException($"--checkpoint-every takes a number of steps, such as 500, or of epochs, such as 2e, not '{text}'.");
        return ofEpochs ? (null, number) : (number, null);
    }
}

/// <summary>The files of a training run.</summary>
internal sealed record TrainFiles(CheckpointOptions? Checkpoints, bool Resume, WeightChoice Weights, string? Save)
{
    public static TrainFiles None { get; } = new(null, false, WeightChoice.None, null);

    public string? Log { get; init; }

    public string? TensorBoard { get; init; }

    /// <summary>Steps from one that is logged to the next; 0 for epochs only.</summary>
    public int LogSteps { get; init; }

    public string? Report { get; init; }

    public static bool IsCsv(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether events are written as lines of JSON: to files that are called so, and to streams.</summary>
    public static bool IsJsonLines(string path) => path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || OutputFile.IsStream(path);

    /// <summary>An observer that tells another one and writes the logs.</summary>
    public ITrainingObserver Observing(ITrainingObserver shown)
    {
        var all = new List<ITrainingObserver> { shown };
        if (Log is not null) all.Add(IsCsv(Log) ? new CsvTrainingLog(Log) : new JsonLinesTrainingLog(Log, LogSteps));
        if (TensorBoard is not null) all.Add(new TensorBoardLog(TensorBoard, LogSteps));
        return all.Count == 1 ? shown : new TrainingObservers(all);
    }
}
