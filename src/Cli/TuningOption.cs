using System.CommandLine;

namespace ConvGpu.Cli;

/// <summary><c>--tune [FILE]</c>: measured algorithms, and where they are remembered.</summary>
internal static class TuningOption
{
    public static Option<string?> Create() => new("--tune")
    {
        Description = "Measure how each convolution is computed fastest, and remember it in FILE (one in the user's folder unless given). Other algorithms round otherwise.",
        HelpName = "FILE", Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The file of the option; null where it is not given.</summary>
    public static string? FileOf(ParseResult parsed, Option<string?> option) =>
        parsed.GetResult(option) is null ? null : parsed.GetValue(option) ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "convgpu", "tuning.json");

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
