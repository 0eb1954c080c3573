using System.Text.RegularExpressions;

namespace ConvGpu.Tests.Cli;

/// <summary>What a terminal is sent: colours unless NO_COLOR forbids them, a bar unless quiet, help as wide as it is.</summary>
public partial class TerminalTests
{
    private static readonly string[] _training = ["train", "mlp", "--device", "cpu", "--epochs", "1"];

    /// <summary>The first row is what shows that the others could fail.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1", false)]
    [InlineData("TERM=dumb", false)]
    public void ColoursAreChosenByTheTerminalAndNoColor(string variable, bool colours)
    {
        var (code, output) = PseudoTerminal.Run(80, variable, _training);
        Assert.Equal(0, code);
        Assert.Contains("trained ", output);
        Assert.Equal(colours, Colour().IsMatch(output));
    }

    [Fact]
    public void QuietTrainingHasNoBar()
    {
        Assert.Contains("images/s", PseudoTerminal.Run(80, "", _training).Output);
        var (code, output) = PseudoTerminal.Run(80, "", [.. _training, "--quiet"]);
        Assert.Equal(0, code);
        Assert.DoesNotContain('%', output[..output.IndexOf("test ", StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    public void HelpIsWrappedToTheTerminal(int columns)
    {
        var (code, output) = PseudoTerminal.Run(columns, "", "train", "--help");
        Assert.Equal(0, code);
        var longest = Escape().Replace(output, "").Split('\n').Max(line => line.TrimEnd('\r').Length);
        Assert.InRange(longest, columns - 10, columns);
    }

    /// <summary>Select graphic rendition with one of the colours.</summary>
    [GeneratedRegex(@"\u001b\[(\d+;)*(3[0-8]|9[0-7])[;m]")]
    private static partial Regex Colour();

    [GeneratedRegex(@"\u001b(\[[?\d;]*[A-Za-z]|[=>])")]
    private static partial Regex Escape();
}
