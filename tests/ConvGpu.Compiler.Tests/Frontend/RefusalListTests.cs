using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ConvGpu.Ilgpu.Frontend;

namespace ConvGpu.Compiler.Tests.Frontend;

/// <summary>The refusals of the source, of docs/kernel-errors.md and of the tests are the same.</summary>
public partial class RefusalListTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(SourceFile())!, "../../.."));

    [Fact]
    public void ThePageListsEveryRefusalAndNoOther()
    {
        string page = File.ReadAllText(Path.Combine(Root, "docs/kernel-errors.md"));
        foreach (var refusal in Refusal.All)
            Assert.Contains($"| {refusal.Id} | {refusal.Reason} | {refusal.Advice} |", page, StringComparison.Ordinal);
        Assert.Equal(Ids, page.Split('\n').Where(line => line.StartsWith("| CG", StringComparison.Ordinal)).Select(line => line[2..8]).Order());
    }

    /// <summary>Some code refuses by each of them.</summary>
    [Fact]
    public void TheSourceUsesEveryRefusal()
    {
        string source = Text("src/Ilgpu", except: "Refusal.cs");
        foreach (var field in typeof(Refusal).GetFields(BindingFlags.Public | BindingFlags.Static))
            Assert.True(Regex.IsMatch(source, $@"\bRefusal\.{field.Name}\b"), $"Nothing refuses by Refusal.{field.Name}.");
    }

    /// <summary>A kernel that is refused by each of them is run through the compiler, and no test names an id that is not there.</summary>
    [Fact]
    public void TheTestsHaveEveryRefusalAndNoOther()
    {
        Assert.Equal(Ids, RefusedKernels.All.Keys.Select(name => name[..6]).Distinct().Order());
        Assert.Empty(Id().Matches(Text("tests", except: "")).Select(match => match.Value).Except(Ids).Distinct());
    }

    private static IEnumerable<string> Ids => Refusal.All.Select(refusal => refusal.Id).Order();

    private static string Text(string folder, string except) => string.Join('\n',
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != except).Select(File.ReadAllText));

    [GeneratedRegex(@"CG\d{4}")]
    private static partial Regex Id();

    private static string SourceFile([CallerFilePath] string path = "") => path;
}
