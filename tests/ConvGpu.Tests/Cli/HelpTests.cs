using System.CommandLine;
using System.CommandLine.Help;
using ConvGpu.Cli;

namespace ConvGpu.Tests.Cli;

/// <summary>The help of every command in a terminal of 80 columns.</summary>
public class HelpTests
{
    private const int Columns = 80;

    public static TheoryData<string> Commands => [.. Paths(CommandLine.Root(Columns), "")];

    [Theory]
    [MemberData(nameof(Commands))]
    public void HelpFitsAndNothingIsCutOff(string path)
    {
        var (command, help) = HelpOf(path);
        Assert.All(help.Split('\n'), line =>
        {
            Assert.True(line.Length <= Columns, $"{line.Length} columns: {line}");
            Assert.Equal(line.TrimEnd(), line.TrimEnd('\r'));
        });
        var words = Words(help);
        Assert.Contains(Words(command.Description!), words);
        foreach (var symbol in command.Options.Concat<Symbol>(command.Arguments).Concat(command.Subcommands))
        {
            Assert.Contains(symbol.Name, words);
            Assert.Contains(Words(symbol.Description!), words);
        }
    }

    /// <summary>A value is shown as what it is, such as N or FILE: the option's name once more says nothing and takes half of the line.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public void OptionsSayWhatTheyTake(string path)
    {
        var (command, help) = HelpOf(path);
        foreach (var option in command.Options.Where(o => o is not (HelpOption or VersionOption) && o.ValueType != typeof(bool)))
        {
            Assert.False(string.IsNullOrEmpty(option.HelpName), $"{option.Name} has no {nameof(option.HelpName)}.");
            Assert.Contains($"{option.Name} <{option.HelpName}> ", Words(help));
        }
    }

    [Theory]
    [InlineData(80, 80)]
    [InlineData(100, 100)]
    [InlineData(400, 120)]
    [InlineData(10, 40)]
    [InlineData(0, 80)]
    public void TheWidthFollowsTheTerminal(int columns, int expected) => Assert.Equal(expected, WrappedHelp.WidthFor(columns));

    private static (Command Command, string Help) HelpOf(string path)
    {
        var output = new StringWriter { NewLine = "\n" };
        var parsed = CommandLine.Root(Columns).Parse([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal(0, parsed.Invoke(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false }));
        return (parsed.CommandResult.Command, output.ToString());
    }

    private static IEnumerable<string> Paths(Command command, string path) =>
        command.Subcommands.SelectMany(c => Paths(c, $"{path} {c.Name}".Trim())).Prepend(path);

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
