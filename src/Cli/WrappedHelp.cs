using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ConvGpu.Cli;

/// <summary>
/// The help of a command, wrapped to a width. System.CommandLine leaves what is piped unwrapped, and blanks at the ends of lines.
/// </summary>
internal sealed class WrappedHelp(int width) : SynchronousCommandLineAction
{
    private const int Usual = 80, Narrowest = 40, Widest = 120;

    private readonly HelpAction _help = new() { MaxWidth = width };

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Columns of the terminal, within what reads well; 80 for a pipe, which often ends in a pager.</summary>
    public static int TerminalWidth => Console.IsOutputRedirected ? Usual : WidthFor(Console.WindowWidth);

    /// <summary>How wide help is in a terminal; one that does not know its width says 0.</summary>
    public static int WidthFor(int columns) => columns <= 0 ? Usual : Math.Clamp(columns, Narrowest, Widest);

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var configuration = parseResult.InvocationConfiguration;
        var (output, text) = (configuration.Output, new StringWriter());
        configuration.Output = text;
        try
        {
            return _help.Invoke(parseResult);
        }
        finally
        {
            configuration.Output = output;
            foreach (var line in text.ToString().TrimEnd().Split('\n')) output.WriteLine(line.TrimEnd());
        }
    }
}
