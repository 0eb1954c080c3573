using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Text.Json;

namespace ConvGpu.Cli;

/// <summary>
/// Defaults of options from a file in the working directory: <c>{"train": {"epochs": 3}}</c>, by command and option without its hyphens.
/// What the command line gives wins; a name that does not exist is an error, also under a command that does not run.
/// </summary>
internal static class DefaultsFile
{
    public const string Name = "convgpu.json";

    /// <summary>The command line with the file's options added; the same one where there is no file.</summary>
    /// <exception cref="UsageException">The file is not JSON, or holds a name or a kind of value that makes no sense.</exception>
    public static string[] Apply(ParseResult parsed, string[] args)
    {
        if (!File.Exists(Name) || parsed.Action is WrappedHelp || parsed.CommandResult.Parent is not CommandResult) return args;
        var added = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(WholeFile.Read(Name));
            Read(parsed.RootCommandResult.Command, document.RootElement, parsed, added);
        }
        catch (JsonException e)
        {
            throw new UsageException($"{Name}: {e.Message}");
        }
        // What follows -- is no option any more.
        var end = Array.IndexOf(args, "--") is >= 0 and var found ? found : args.Length;
        return [.. args[..end], .. added, .. args[end..]];
    }

    private static void Read(Command command, JsonElement values, ParseResult parsed, List<string> added)
    {
        if (values.ValueKind != JsonValueKind.Object) throw new UsageException($"{Name}: {Shown(command)} takes an object, such as {{\"train\": {{\"epochs\": 3}}}}.");
        foreach (var property in values.EnumerateObject())
        {
            if (command.Subcommands.FirstOrDefault(c => c.Name == property.Name) is { } inner)
            {
                Read(inner, property.Value, parsed, added);
                continue;
            }
            var options = command.Options.Where(o => o is not (HelpOption or VersionOption)).ToArray();
            var option = options.FirstOrDefault(o => o.Name == "--" + property.Name) ?? throw new UsageException(
                $"{Name}: {Shown(command)} has no '{property.Name}'; it has {string.Join(", ", command.Subcommands.Select(c => c.Name).Concat(options.Select(o => o.Name[2..])))}.");
            var texts = Texts(option, property.Value);
            if (Runs(command, parsed.CommandResult) && parsed.GetResult(option) is null or { Implicit: true })
                added.AddRange(texts.Select(text => $"{option.Name}={text}"));
        }
    }

    // The root takes its name from the process, which may be a test's.
    private static string Shown(Command command) => command is RootCommand ? "convgpu" : command.Name;

    private static bool Runs(Command command, SymbolResult? result) => result is CommandResult c && (c.Command == command || Runs(command, c.Parent));

    private static string[] Texts(Option option, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => [value.GetRawText()],
        JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(v => Texts(option, v))],
        _ => throw new UsageException($"{Name}: {option.Name[2..]} takes a text, a number, true, false or a list of them, not {value.GetRawText()}."),
    };
}
