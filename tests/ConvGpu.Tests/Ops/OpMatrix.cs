using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ConvGpu.Tests.Ops;
using Xunit;

[assembly: AssemblyFixture(typeof(OpMatrix))]

namespace ConvGpu.Tests.Ops;

/// <summary>
/// Counts the cases that passed, by op and pass, device and kind of test, and prints the matrix when the run ends.
/// Print it with: dotnet test -c Release --project tests/ConvGpu.Tests -- --filter-class "*.Ops.*"
/// </summary>
public sealed class OpMatrix : IDisposable
{
    private static readonly ConcurrentDictionary<(string Op, string Column), int> Counts = [];

    /// <summary>Adds cases that passed.</summary>
    public static void Count(string op, string device, string kind, int cases = 1) =>
        Counts.AddOrUpdate((op, $"{device}{(TestDevices.IsSlow(device) ? " (emulated)" : "")}: {kind}"), cases, (_, before) => before + cases);

    /// <summary>The matrix as a Markdown table: cases that passed in this run.</summary>
    public static string Table()
    {
        var columns = Counts.Keys.Select(k => k.Column).Distinct().Order(StringComparer.Ordinal).ToList();
        var text = new StringBuilder("| op and pass |");
        foreach (var column in columns)
            text.Append(CultureInfo.InvariantCulture, $" {column} |");
        text.AppendLine().Append("|---|").Append(string.Concat(columns.Select(_ => "---|"))).AppendLine();
        foreach (var op in Counts.Keys.Select(k => k.Op).Distinct().Order(StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {op} |");
            foreach (var column in columns)
                text.Append(CultureInfo.InvariantCulture, $" {Counts.GetValueOrDefault((op, column))} |");
            text.AppendLine();
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Counts.IsEmpty)
            return;
        var table = Table();
        Console.WriteLine(table);
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "op-matrix.md"), table);
    }
}
