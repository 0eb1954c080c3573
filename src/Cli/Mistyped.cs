using System.CommandLine;
using System.CommandLine.Parsing;

namespace ConvGpu.Cli;

/// <summary>Names on a command line that do not exist, and those that were probably meant.</summary>
internal static class Mistyped
{
    /// <summary>What to say of the first option or command that does not exist; null where all do. Behind -- nothing is an option.</summary>
    public static string? In(ParseResult result, string[] args)
    {
        if (result.Action is WrappedHelp || args.Contains("--")) return null;
        // An option that nobody knows may have been taken for an argument, such as a file.
        var arguments = result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);
        var unmatched = result.UnmatchedTokens;
        if (arguments.Concat(unmatched).FirstOrDefault(IsOption) is { } option)
        {
            var name = option.Split('=')[0];
            return $"there is no option '{name}'{Meant(name, Options(result.CommandResult))} '{Help(result)}' lists those there are.";
        }
        var commands = result.CommandResult.Command.Subcommands;
        return commands.Count > 0 && unmatched is [var command, ..]
            ? $"there is no command '{command}'{Meant(command, commands.Select(c => c.Name))} '{Help(result)}' lists those there are."
            : null;
    }

    /// <summary>The command line that shows the help of the command that was given.</summary>
    public static string Help(ParseResult result)
    {
        var names = new Stack<string>();
        // The root takes its name from the process, which may be a test's.
        for (var at = result.CommandResult; at.Parent is CommandResult parent; at = parent) names.Push(at.Command.Name);
        return string.Join(' ', ["convgpu", .. names, "--help"]);
    }

    /// <summary>
    /// How many letters have to be put in, left out or exchanged, or neighbours change places, to make one word of the other; none of them twice.
    /// </summary>
    internal static int Distance(string a, string b)
    {
        int[] before = [], row = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var next = new int[row.Length];
            next[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                next[j] = Math.Min(row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), 1 + Math.Min(row[j], next[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) next[j] = Math.Min(next[j], before[j - 2] + 1);
            }
            (before, row) = (row, next);
        }
        return row[^1];
    }

    /// <summary>The name that was probably meant: one that differs in a third of its letters at most, hyphens in front and case aside; null where none is.</summary>
    internal static string? Nearest(string word, IEnumerable<string> names)
    {
        static string Letters(string name) => name.TrimStart('-').ToUpperInvariant();
        var typed = Letters(word);
        var nearest = names.MinBy(name => Distance(typed, Letters(name)));
        return nearest is not null && 3 * Distance(typed, Letters(nearest)) <= Math.Max(typed.Length, Letters(nearest).Length) ? nearest : null;
    }

    /// <summary>Whether a word can be meant as an option: a number below zero and a hyphen alone are none.</summary>
    private static bool IsOption(string word) => word.StartsWith("--", StringComparison.Ordinal) || (word.Length > 1 && word[0] == '-' && char.IsLetter(word[1]));

    private static IEnumerable<string> Options(CommandResult? command)
    {
        for (var at = command; at is not null; at = at.Parent as CommandResult)
        {
            foreach (var option in at.Command.Options.Where(o => at == command || o.Recursive)) yield return option.Name;
        }
    }

    private static string Meant(string word, IEnumerable<string> names) => Nearest(word, names) is { } nearest ? $"; did you mean '{nearest}'?" : ";";
}
