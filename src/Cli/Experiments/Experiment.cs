namespace ConvGpu.Cli;

/// <summary>A claim of the lectures, and the runs that show it or do not.</summary>
internal sealed record Experiment
{
    /// <summary>The name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What the lectures say.</summary>
    public required string Claim { get; init; }

    /// <summary>Whether it reads Fashion-MNIST, whose directory the user may name.</summary>
    public bool ReadsFashionMnist { get; init; } = true;

    /// <summary>Data, epochs and all else that the runs share.</summary>
    public required string Setting { get; init; }

    /// <summary>Opens the data of all contenders: what is missing is told before any is trained.</summary>
    public Action<Trial> Open { get; init; } = _ => { };

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
    /// <summary>The rate that <see cref="Contender.AtBestRate"/> found.</summary>
    public static Measure Rate { get; } = new("rate", "G3");

    public static Measure Share(string name) => new(name, "P1");

    public static Measure Count(string name) => new(name, "N0");

    public static Measure Loss(string name) => new(name, "F3");
}

/// <summary>One of the things compared.</summary>
/// <param name="Name">The row's heading.</param>
/// <param name="Run">Trains and measures once for each trial; the trials differ in their seeds alone.</param>
internal sealed record Contender(string Name, Func<IReadOnlyList<Trial>, ContenderRuns> Run)
{
    /// <summary>A contender without a rate to choose.</summary>
    public static Contender Of(string name, Func<Trial, double[]> run) => new(name, trials => new ContenderRuns([.. trials.Select(run)], []));

    /// <summary>
    /// A contender that trains at the rate with the best validation accuracy in the first trial (<see cref="RateSearch"/>). The rate comes
    /// before the other numbers.
    /// </summary>
    /// <param name="name">The row's heading.</param>
    /// <param name="first">The rate to start the search from.</param>
    /// <param name="run">Trains with a rate, and measures.</param>
    /// <param name="validation">Which of the numbers that <paramref name="run"/> gives is the validation accuracy.</param>
    /// <param name="reach">How many rates to try on either side of <paramref name="first"/> in any case.</param>
    public static Contender AtBestRate(string name, float first, Func<Trial, float, double[]> run, int validation, int reach = 1) => new(name, trials =>
    {
        if (trials[0].IsTiny) return new ContenderRuns([.. trials.Select(trial => (double[])[first, .. run(trial, first)])], [first]);
        var search = new RateSearch(first, reach, rate => run(trials[0], rate), validation);
        return new ContenderRuns(
            [[search.Rate, .. search.Numbers], .. trials.Skip(1).Select(trial => (double[])[search.Rate, .. run(trial, search.Rate)])], [.. search.Tried]);
    });
}

/// <summary>What a contender measured.</summary>
/// <param name="Numbers">For each trial a number for each measure.</param>
/// <param name="RatesTried">The learning rates that were tried in the first trial, where one was chosen.</param>
internal sealed record ContenderRuns(IReadOnlyList<double[]> Numbers, IReadOnlyList<float> RatesTried);
