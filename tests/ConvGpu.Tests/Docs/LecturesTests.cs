using System.IO.Enumeration;
using System.Reflection;
using System.Text.RegularExpressions;
using ConvGpu.Cli;

namespace ConvGpu.Tests.Docs;

/// <summary>Every type, test and command that docs/lectures.md names exists.</summary>
public partial class LecturesTests
{
    private const string FirstHeading = "In the lecture";
    private static readonly string[] _modelCommands = ["train", "check", "bench", "summary", "features", "weights"];

    private static readonly Assembly[] _assemblies =
    [
        typeof(Shape).Assembly, typeof(Kernels.Op).Assembly, typeof(Layer).Assembly, typeof(Dataset).Assembly, typeof(Trainer).Assembly, typeof(Image).Assembly,
    ];

    private static string Page => File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "docs", "lectures.md"));

    [Fact]
    public void EveryLectureHasItsTable()
    {
        var lectures = Page.Split("\n## ").Where(section => char.IsAsciiDigit(section[0])).ToList();
        Assert.Equal(5, lectures.Count);
        Assert.All(lectures, lecture => Assert.True(Rows(lecture).Count > 5, lecture));
        Assert.All(Rows(Page), row => Assert.DoesNotContain("", row));
    }

    [Fact]
    public void EveryTypeExists()
    {
        var types = _assemblies.SelectMany(a => a.GetExportedTypes()).ToLookup(t => t.Name);
        foreach (var name in Rows(Page).SelectMany(row => Names(row[2])))
        {
            var parts = name.Split('.');
            Assert.True(types.Contains(parts[0]), $"There is no public type {parts[0]}.");
            Assert.True(parts.Length == 1 || types[parts[0]].Any(t => t.GetMember(parts[1]).Length > 0), $"There is no public member {name}.");
        }
    }

    [Fact]
    public void EveryTestExists()
    {
        var classes = typeof(LecturesTests).Assembly.GetTypes().ToLookup(t => t.Name);
        foreach (var name in Rows(Page).SelectMany(row => Names(row[3])).Concat(NamesOutsideTables().Where(n => n.Contains("Tests."))))
        {
            var parts = name.Split('.');
            Assert.True(parts.Length == 2, $"{name} is not a class and a method.");
            var method = classes[parts[0]].Select(c => c.GetMethod(parts[1])).FirstOrDefault(m => m is not null);
            Assert.True(method is not null, $"There is no test {name}.");
            Assert.True(method.GetCustomAttributes().Any(a => a is FactAttribute), $"{name} is not a test.");
        }
    }

    [Fact]
    public void EveryCommandIsUnderstood()
    {
        var root = RepositoryRoot.Find();
        foreach (var command in Rows(Page).SelectMany(row => Names(row[4])))
        {
            var words = command.Split(' ');
            if (words[0] == "dotnet")
            {
                Assert.True(Directory.Exists(Path.Combine(root, words[Array.IndexOf(words, "--project") + 1])), command);
                Assert.True(!words.Contains("--") || FindsTests(words), $"{command} finds no test.");
                continue;
            }
            Assert.Equal("convgpu", words[0]);
            var parsed = CommandLine.Root().Parse(words[1..]);
            Assert.True(parsed.Errors.Count == 0, $"{command}: {parsed.Errors.FirstOrDefault()?.Message}");
            if (_modelCommands.Contains(words[1])) Assert.True(ModelZoo.Names.Contains(words[2]), command);
            if (words.Contains("--kernel")) FilterKernel.Find(words[Array.IndexOf(words, "--kernel") + 1]);
            if (words.Contains("--layer")) TrainedModel.FindLayer(ModelZoo.Create(words[2]), words[Array.IndexOf(words, "--layer") + 1]);
            Assert.All(words.Where(word => word.StartsWith("docs/", StringComparison.Ordinal)), file => Assert.True(File.Exists(Path.Combine(root, file)), file));
        }
    }

    /// <summary>Whether each pattern behind <c>--filter-class</c> or <c>--filter-method</c> is of a test.</summary>
    private static bool FindsTests(string[] words)
    {
        var tests = typeof(LecturesTests).Assembly.GetTypes().Where(t => !t.IsAbstract)
            .SelectMany(t => t.GetMethods().Where(m => m.GetCustomAttributes().Any(a => a is FactAttribute)).Select(m => (Class: t.FullName!, m.Name))).ToList();
        var filter = Array.FindIndex(words, word => word.StartsWith("--filter-", StringComparison.Ordinal));
        return filter > 0 && words[(filter + 1)..].All(pattern => pattern.StartsWith('*') && tests.Any(test =>
            FileSystemName.MatchesSimpleExpression(pattern, words[filter] == "--filter-class" ? test.Class : $"{test.Class}.{test.Name}")));
    }

    /// <summary>The rows of the tables of topics.</summary>
    private static List<string[]> Rows(string text)
    {
        var rows = new List<string[]>();
        var inside = false;
        foreach (var line in text.Split('\n'))
        {
            var cells = line.Split(" | ").Select(cell => cell.Trim('|', ' ')).ToArray();
            inside = line.StartsWith('|') && (inside || cells[0] == FirstHeading);
            if (!inside || cells[0] == FirstHeading || cells[0].StartsWith("---", StringComparison.Ordinal)) continue;
            Assert.True(cells.Length == 5, $"A row of topics has 5 cells: {line}");
            rows.Add(cells);
        }
        return rows;
    }

    private static IEnumerable<string> NamesOutsideTables() =>
        Page.Split('\n').Where(line => !line.StartsWith('|')).SelectMany(Names).Where(name => Simple().IsMatch(name));

    private static IEnumerable<string> Names(string text) => Quoted().Matches(text).Select(m => m.Groups[1].Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^\w+\.\w+$")]
    private static partial Regex Simple();
}
