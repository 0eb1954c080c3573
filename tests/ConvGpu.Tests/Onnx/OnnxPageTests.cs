using System.Globalization;
using ConvGpu.Onnx;
using ConvGpu.Onnx.Import;

namespace ConvGpu.Tests.Onnx;

/// <summary>docs/onnx.md says how many of ONNX's tests run and why the others do not; CONVGPU_UPDATE_BASELINE=1 writes its tables anew.</summary>
public class OnnxPageTests
{
    private const string Begin = "<!-- counted -->", End = "<!-- end of what is counted -->";

    private static string Page => Path.Combine(RepositoryRoot.Find(), "docs", "onnx.md");

    [Fact]
    public void ThePageCountsTheTests()
    {
        if (!OnnxTestData.IsInstalled) Assert.Skip(OnnxTestData.Missing);
        var page = File.ReadAllText(Page);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = page.IndexOf(End, StringComparison.Ordinal);
        var counted = Counted();
        if (Environment.GetEnvironmentVariable("CONVGPU_UPDATE_BASELINE") == "1") File.WriteAllText(Page, page[..begin] + counted + page[end..]);
        else Assert.Equal(counted, page[begin..end].ReplaceLineEndings("\n"));
    }

    /// <summary>A reason that no longer holds would hide a test that passes.</summary>
    [Fact]
    public void WhatIsLeftOutIsRefused()
    {
        if (!OnnxTestData.IsInstalled) Assert.Skip(OnnxTestData.Missing);
        // Inputs of the first are stored as whole numbers, which nothing in the file says; outputs of the others are other numbers.
        string[] computed = ["BFLOAT16", "scales_linear_align_corners", "scales_cubic_align_corners"];
        var wrong = OnnxTestData.All.Where(t => OnnxLeftOut.Find(t) is not null && !computed.Any(t.Name.Contains)).ToList();
        Assert.NotEmpty(wrong);
        Assert.All(wrong, test => Assert.Throws<OnnxFormatException>(() => ImportedModel.Of(ModelFile.Read(test.ModelPath), test.Inputs(), new OnnxImportOptions())));
    }

    [Fact]
    public void EveryOperatorThatIsNotReadHasAReason()
    {
        if (!OnnxTestData.IsInstalled) Assert.Skip(OnnxTestData.Missing);
        var named = OnnxLeftOut.Operators.SelectMany(row => row.Operators).ToList();
        Assert.Equal(named.Count, named.Distinct().Count());
        Assert.Empty(OnnxTestData.All.Select(Unread).OfType<string>().Except(named));
        Assert.Empty(named.Intersect(OperatorTable.Names));
    }

    private static string? Unread(OnnxTest test) => test.Model.Graph.Node.FirstOrDefault(n => OperatorTable.Find(n) is null)?.OpType;

    private static string Counted()
    {
        var lines = new List<string> { "", "", "| suite | tests | run | of which nothing is left to compute | left out |", "|---|---|---|---|---|" };
        var runs = OnnxTestData.All.Where(t => OnnxTestData.WhyNot(t) is null).ToList();
        foreach (var suite in OnnxTestData.All.GroupBy(t => t.Suite))
        {
            var run = runs.Where(t => t.Suite == suite.Key).ToList();
            lines.Add(Row(suite.Key, suite.Count(), run.Count, run.Count(IsFolded), suite.Count() - run.Count));
        }
        lines.Add(Row("all", OnnxTestData.All.Count, runs.Count, runs.Count(IsFolded), OnnxTestData.All.Count - runs.Count));
        lines.AddRange(["", "Tests in which an operator occurs and that run:", ""]);
        var uses = runs.SelectMany(t => t.Model.Graph.Node.Select(n => n.OpType).Distinct()).CountBy(name => name).ToDictionary();
        lines.Add(string.Join(", ", OperatorTable.Names.Order(StringComparer.Ordinal).Select(name => $"{name} {uses.GetValueOrDefault(name)}")) + ".");
        lines.AddRange(["", "| left out | tests | why |", "|---|---|---|"]);
        var left = OnnxTestData.All.Except(runs).ToList();
        foreach (var (kind, reason, operators) in OnnxLeftOut.Operators)
            lines.Add($"| {kind}: {string.Join(", ", operators)} | {left.Count(t => Unread(t) is { } name && operators.Contains(name))} | {reason} |");
        foreach (var (use, reason, _) in OnnxLeftOut.Uses)
            lines.Add($"| {use} | {left.Count(t => Unread(t) is null && OnnxLeftOut.Find(t) == use)} | {reason} |");
        lines.AddRange(["", ""]);
        return string.Join("\n", lines);
    }

    private static bool IsFolded(OnnxTest test) => ImportedModel.Of(ModelFile.Of(test.Model), test.Inputs(), new OnnxImportOptions()).Graph is null;

    private static string Row(string suite, params int[] counts) =>
        $"| {suite} | {string.Join(" | ", counts.Select(c => c.ToString(CultureInfo.InvariantCulture)))} |";
}
