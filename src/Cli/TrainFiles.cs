using System.CommandLine;
using System.Globalization;

namespace ConvGpu.Cli;

/// <summary>The options of <c>convgpu train</c> that name files: checkpoints, weights, logs.</summary>
internal sealed class TrainFileOptions
{
    private readonly Option<string?> _checkpoint = new("--checkpoint") { Description = "A folder for checkpoints of this run: saved after each epoch, and by Ctrl-C." };

    private readonly Option<string?> _every = new("--checkpoint-every")
    {
        Description = "Save a checkpoint after every so many steps, such as 500, or epochs, such as 2e.",
    };

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Go on from the newest checkpoint of --checkpoint, bit by bit as if never interrupted; from the beginning where there is none yet.",
    };

    private readonly WeightOptions _weights = new();
    private readonly Option<string?> _save = new("--save") { Description = "Write the trained weights to this safetensors file." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_checkpoint, _every, _resume]) command.Options.Add(option);
        _weights.AddTo(command);
        command.Options.Add(_save);
    }

    /// <exception cref="UsageException">Options do not go together, or a folder does not exist.</exception>
    public TrainFiles Read(ParseResult parsed)
    {
        var (folder, every) = (parsed.GetValue(_checkpoint), parsed.GetValue(_every));
        if (folder is null && (every is not null || parsed.GetValue(_resume)))
            throw new UsageException($"{(every is null ? "--resume goes on from" : "--checkpoint-every is for")} the folder of --checkpoint; give it.");
        var (steps, epochs) = ReadEvery(every);
        var checkpoints = folder is null ? null : new CheckpointOptions
        {
            Folder = folder, EverySteps = steps, EveryEpochs = epochs ?? 1,
            CommandLine = "convgpu " + string.Join(' ', parsed.Tokens.Select(t => t.Value.Contains(' ') ? $"'{t.Value}'" : t.Value)),
            HowToResume = "the same command with --resume goes on from it",
        };
        return new TrainFiles(checkpoints, parsed.GetValue(_resume), _weights.Read(parsed), InFolder(parsed.GetValue(_save), "--save"));
    }

    /// <summary>A file to be written, whose folder is refused before the training where it does not exist.</summary>
    private static string? InFolder(string? path, string option)
    {
        if (path is null) return null;
        if (Directory.Exists(path)) throw new UsageException($"{option} {path} is a folder; name a file.");
        return Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))
            ? path
            : throw new UsageException($"{option} {path}: there is no such folder.");
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
}
