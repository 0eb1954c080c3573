using System.CommandLine;

namespace ConvGpu.Cli;

/// <summary><c>convgpu completion</c>: what a shell runs once to complete convgpu's command lines.</summary>
internal static class CompletionCommand
{
    /// <summary>Asks convgpu for what fits, and completes file names where it has nothing to say.</summary>
    private const string Bash = """
        _convgpu() {
            local line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]} IFS=$'\n'
            line=${line#*[[:space:]]}
            COMPREPLY=($(compgen -W "$(convgpu "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _convgpu convgpu
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell")
        {
            Description = "bash; its ~/.bashrc takes the line: eval \"$(convgpu completion bash)\"",
        };
        shell.AcceptOnlyFromAmong("bash");
        var command = new Command("completion", "Prints what a shell needs to complete commands, options and names.") { shell };
        command.SetAction(_ =>
        {
            Console.Out.Write(Bash.ReplaceLineEndings("\n") + "\n");
            return 0;
        });
        return command;
    }
}
