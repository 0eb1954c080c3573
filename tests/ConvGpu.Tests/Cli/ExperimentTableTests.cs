using System.Globalization;
using ConvGpu.Cli;

namespace ConvGpu.Tests.Cli;

/// <summary>The tables of docs/lectures.md show what they are said to show.</summary>
public class ExperimentTableTests
{
    private const string Upright = "LeNet-5, upright digits", Warped = "LeNet-5, warped digits", Transformed = "behind a spatial transformer, warped digits";

    public static TheoryData<string> Names => [.. ExperimentCommand.All.Select(e => e.Name)];

    /// <summary>A section for each experiment of docs/lectures.md: its name, and all that stands below.</summary>
    internal static string[] Sections() =>
        [.. File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "docs", "lectures.md")).Split("\n### ").Skip(1).Select(s => s.Split("\n## ")[0])];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheTableShowsTheClaim(string name)
    {
        var (experiment, medians) = Table(name);
        Assert.True(experiment.Verdict(medians).Shown, experiment.Verdict(medians).Text);
    }

    /// <summary>Each claim of so many points is shown at that many and not below.</summary>
    [Theory]
    [InlineData("rotation-and-zoom", "with two turned and zoomed copies of each", "upright images", "turned test", 5)]
    [InlineData("rotation-and-zoom", "with two turned and zoomed copies of each", "upright images", "zoomed test", 5)]
    [InlineData("spatial-transformer", Transformed, Warped, "test", 3)]
    [InlineData("spatial-transformer", Warped, Upright, "test", 5)]
    [InlineData("pretraining", "pretrained, convolutions frozen", "from scratch", "test", 3)]
    public void AMarginBelowItsBoundIsNotEnough(string name, string better, string than, string measure, double points)
    {
        var (experiment, medians) = Table(name);
        var column = experiment.Measures.Select(m => m.Name).ToList().IndexOf(measure);
        bool ShownWith(double margin)
        {
            var changed = medians.ToDictionary(m => m.Key, m => m.Value.ToArray());
            var difference = medians[than][column] + margin / 100 - changed[better][column];
            changed[better][column] += difference;
            // What is compared with the better one keeps its distance.
            if (better == Warped) changed[Transformed][column] += difference;
            return experiment.Verdict(changed).Shown;
        }
        Assert.True(ShownWith(points + 0.01));
        Assert.False(ShownWith(points - 0.01));
    }

    /// <summary>An experiment, and the numbers of its table by row.</summary>
    private static (Experiment Experiment, Dictionary<string, double[]> Medians) Table(string name)
    {
        var experiment = ExperimentCommand.All.Single(e => e.Name == name);
        var section = Assert.Single(Sections(), s => s.StartsWith(name + "\n", StringComparison.Ordinal));
        var rows = section.Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Trim('|', ' ').Split(" | ")).ToList();
        Assert.Equal(experiment.Contenders.Select(c => c.Name), rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Equal(experiment.Measures.Count, row.Length - 1));
        return (experiment, rows.ToDictionary(row => row[0], row => row.Skip(1).Select(Number).ToArray()));
    }

    private static double Number(string cell) => cell.EndsWith(" %", StringComparison.Ordinal)
        ? double.Parse(cell[..^2], CultureInfo.InvariantCulture) / 100
        : double.Parse(cell, CultureInfo.InvariantCulture);
}
