namespace ConvGpu.Cli;

/// <summary>A claim of the lectures, and the runs that show it or do not.</summary>
internal sealed record Experiment
{
    /// <summary>The name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What the lectures say.</summary>
    public required string Claim { get; init; }

    /// <summary>Data, epochs and all else that the runs share.</summary>
    public required string Setting { get; init; }

    /// <summary>What each run measures, in the order of its numbers.</summary>
    public required IReadOnlyList<Measure> Measures { get; init; }

    /// <summary>What is compared.</summary>
    public required IReadOnlyList<Contender> Contenders { get; init; }

    /// <summary>Whether the medians show the claim, in words and as a truth value; medians by contender.</summary>
    public required Func<IReadOnlyDictionary<string, double[]>, (string Text, bool Shown)> Verdict { get; init; }
}

/// <summary>A number that every run gives.</summary>
/// <param name="Name">The column's heading.</param>
/// <param name="Format">How .NET writes the number.</param>
internal sealed record Measure(string Name, string Format)
{
    public static Measure Share(string name) => new(name, "P1");

    public static Measure Count(string name) => new(name, "N0");

    public static Measure Loss(string name) => new(name, "F3");
}

/// <summary>One of the things compared.</summary>
/// <param name="Name">The row's heading.</param>
/// <param name="Run">Trains and measures, from a data directory or null, with a seed, on a device.</param>
internal sealed record Contender(string Name, Func<Trial, double[]> Run);
