using System.Globalization;

namespace ConvGpu.Cli;

/// <summary>Runs an experiment with some seeds and writes the medians as a table of Markdown.</summary>
internal static class ExperimentTable
{
    /// <summary>Runs every contender with the seeds 1 to <paramref name="seeds"/>.</summary>
    /// <param name="experiment">What to run.</param>
    /// <param name="seeds">How many runs of each contender.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="dataDirectory">Where the data set is, or null.</param>
    /// <param name="output">Where the table goes.</param>
    /// <returns>Whether the medians show the claim.</returns>
    public static bool Run(Experiment experiment, int seeds, ComputeDevice device, string? dataDirectory, TextWriter output)
    {
        Trial[] trials = [.. Enumerable.Range(1, seeds).Select(seed => new Trial(device, (ulong)seed, dataDirectory))];
        experiment.Open(trials[0]);
        output.WriteLine($"{experiment.Name}: {experiment.Claim}");
        output.WriteLine(experiment.Setting + (seeds == 1 ? "; seed 1." : $"; medians of seeds 1 to {seeds}."));
        output.WriteLine();
        output.WriteLine($"| | {string.Join(" | ", experiment.Measures.Select(m => m.Name))} |");
        output.WriteLine($"|---|{string.Concat(experiment.Measures.Select(_ => "---:|"))}");
        var (medians, tried) = (new Dictionary<string, double[]>(), new List<string>());
        foreach (var contender in experiment.Contenders)
        {
            var runs = contender.Run(trials);
            double[] middle = [.. experiment.Measures.Select((_, i) => Median([.. runs.Numbers.Select(run => run[i])]))];
            medians.Add(contender.Name, middle);
            var cells = experiment.Measures.Zip(middle, (m, value) => value.ToString(m.Format, CultureInfo.InvariantCulture));
            output.WriteLine($"| {contender.Name} | {string.Join(" | ", cells)} |");
            if (runs.RatesTried.Count > 0) tried.Add($"{contender.Name} {string.Join(", ", runs.RatesTried.Select(rate => rate.ToString(CultureInfo.InvariantCulture)))}");
        }
        if (tried.Count > 0)
        {
            output.WriteLine();
            output.WriteLine($"Rates tried with seed 1, judged by the validation images: {string.Join("; ", tried)}.");
        }
        var (text, shown) = experiment.Verdict(medians);
        output.WriteLine();
        output.WriteLine($"{(shown ? "shown" : "not shown")}: {text}");
        return shown;
    }

    /// <summary>The value in the middle; the mean of the two in the middle of an even number.</summary>
    internal static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
