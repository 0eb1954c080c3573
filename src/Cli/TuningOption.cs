using System.CommandLine;

namespace ConvGpu.Cli;

/// <summary><c>--tune</c> and <c>--tune-file FILE</c>: measured algorithms, and where they are remembered.</summary>
internal sealed class TuningOption
{
    private readonly Option<bool> _tune = new("--tune")
    {
        Description = "Measure how each convolution is computed fastest with these threads, and remember it. Other algorithms "
            + "round otherwise.",
    };

    private readonly Option<string?> _file = new("--tune-file")
    {
        Description = "With --tune: where it is remembered; convgpu/tuning.json in the user's folder unless given.", HelpName = "FILE",
    };

    /// <summary>Adds both to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_tune);
        command.Options.Add(_file);
    }

    /// <summary>The file; null where nothing is to be measured.</summary>
    public string? FileOf(ParseResult parsed)
    {
        var file = parsed.GetValue(_file);
        if (parsed.GetValue(_tune))
            return file ?? Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "convgpu", "tuning.json");
        return file is null ? null : throw new UsageException("--tune-file is for --tune.");
    }

    /// <summary>What <paramref name="make"/> makes, with the algorithms of a file, to which it adds those that were measured.</summary>
    public static T Tuned<T>(string? file, Func<AlgorithmTuning?, T> make)
    {
        if (file is null) return make(null);
        var tuning = TuningFile.Load(file);
        var made = make(tuning);
        if (tuning.Measured > 0) TuningFile.Save(file, tuning);
        return made;
    }
}
