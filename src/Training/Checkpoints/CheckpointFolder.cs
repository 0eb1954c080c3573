using System.Globalization;

namespace ConvGpu;

/// <summary>The checkpoints of a run: one file each, named by its step.</summary>
internal sealed class CheckpointFolder
{
    private const string Start = "checkpoint-";
    private const string End = ".safetensors";

    private readonly CheckpointOptions _options;
    private readonly Action<string> _warn;

    /// <summary>Makes the folder where it does not exist, and removes what a run that was killed left half-written.</summary>
    /// <exception cref="CheckpointException">An option is out of range, or the folder cannot be made.</exception>
    public CheckpointFolder(CheckpointOptions options, Action<string> warn)
    {
        options.Check();
        (_options, _warn) = (options, warn);
        try
        {
            Directory.CreateDirectory(options.Folder);
            foreach (var left in Directory.GetFiles(options.Folder, Start + "*" + End + AtomicFile.TemporarySuffix)) File.Delete(left);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CheckpointException($"Checkpoints cannot be kept in {options.Folder}: {e.Message}", e);
        }
        Newest = Files().FirstOrDefault();
    }

    /// <summary>The newest checkpoint that this run wrote or found, or null.</summary>
    public string? Newest { get; private set; }

    /// <summary>Opens the temporary file of a checkpoint; the file system unless a test fails it.</summary>
    internal Func<string, Stream>? Create { get; set; }

    /// <summary>Whether a checkpoint is due after so many steps.</summary>
    public bool IsDueAfterStep(long steps) => _options.EverySteps is { } every && steps % every == 0;

    /// <summary>Whether a checkpoint is due after so many epochs.</summary>
    public bool IsDueAfterEpoch(int epochs) => epochs % _options.EveryEpochs == 0;

    /// <summary>Refuses a folder that holds the checkpoints of another run.</summary>
    /// <exception cref="CheckpointException">It does.</exception>
    public void RequireEmpty()
    {
        if (Newest is not null)
            throw new CheckpointException($"{_options.Folder} holds checkpoints already, such as {Path.GetFileName(Newest)}: resume that run, or choose another folder.");
    }

    /// <summary>Opens the newest checkpoint that is whole; warns of those that are not and sets them aside.</summary>
    /// <returns>The checkpoint; null where there is none at all.</returns>
    /// <exception cref="CheckpointException">All are damaged, or one is of a newer version.</exception>
    public CheckpointFile? OpenNewest()
    {
        var damaged = new List<(string Path, string Message)>();
        foreach (var path in Files())
        {
            try
            {
                var file = CheckpointFile.Open(path);
                foreach (var (other, message) in damaged)
                {
                    _warn($"{message} Going on from {path}.");
                    SetAside(other);
                }
                Newest = path;
                return file;
            }
            catch (FileFormatException e)
            {
                damaged.Add((path, e.Message));
            }
        }
        if (damaged.Count > 0)
        {
            throw new CheckpointException(
                $"No checkpoint in {_options.Folder} can be used: {string.Join(" ", damaged.Select(d => d.Message))} "
                + "Put a sound copy in its place, or begin anew: in another folder, or in this one once it is empty.");
        }
        return null;
    }

    /// <summary>
    /// Writes a checkpoint and removes those that are too many. Where it cannot be written, such as for lack of room, that is a warning:
    /// the ones before are still there, and training goes on.
    /// </summary>
    /// <exception cref="ConvGpuException">A tensor is not finite.</exception>
    public void Save(Network network, TrainingPosition position, RunSettings settings, NetworkSnapshot? best)
    {
        var path = Path.Combine(_options.Folder, string.Create(CultureInfo.InvariantCulture, $"{Start}{position.Steps:D9}{End}"));
        try
        {
            CheckpointFile.Write(path, network, position, settings, best, _options.CommandLine, Create);
        }
        catch (FileFormatException e)
        {
            _warn($"A checkpoint was not saved: {e.Message} {(Newest is null ? "There is none before it" : $"The one before is {Newest}")}; training goes on.");
            return;
        }
        Newest = path;
        foreach (var old in Files().Skip(_options.Keep)) Remove(old);
    }

    /// <summary>What a message about the end of training says of the checkpoints.</summary>
    public string Describe() => Newest is null ? "No checkpoint was saved yet." : $"The last checkpoint is {Newest}: {_options.HowToResume}.";

    /// <summary>The checkpoints, newest first.</summary>
    private List<string> Files() =>
    [
        .. Directory.GetFiles(_options.Folder, Start + "*" + End).Select(path => (Path: path, Step: StepOf(path))).Where(f => f.Step >= 0)
            .OrderByDescending(f => f.Step).Select(f => f.Path),
    ];

    private static long StepOf(string path) =>
        long.TryParse(Path.GetFileName(path)[Start.Length..^End.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;

    // Left under its name it would count as one of those to keep.
    private static void SetAside(string path)
    {
        try
        {
            File.Move(path, path + ".damaged", overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is passed over again next time.
        }
    }

    private void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _warn($"An old checkpoint could not be removed: {e.Message}");
        }
    }
}
