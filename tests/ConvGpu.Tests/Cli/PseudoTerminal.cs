using System.Diagnostics;

namespace ConvGpu.Tests.Cli;

/// <summary>Runs the command in a terminal that <c>script</c> makes (Debian's bsdutils, which is always there).</summary>
internal static class PseudoTerminal
{
    private const string Script = "/usr/bin/script";

    /// <summary>Runs convgpu in a terminal with colours.</summary>
    /// <param name="columns">Width of the terminal.</param>
    /// <param name="variable">A variable to set, as NAME=VALUE, or an empty text.</param>
    /// <param name="args">The command line.</param>
    /// <returns>Exit code and what the terminal was sent.</returns>
    public static (int Code, string Output) Run(int columns, string variable, params string[] args)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Script), $"{Script} is not here.");
        var words = string.Join(' ', DotnetProcess.Command("convgpu", args).Select(word => $"'{word.Replace("'", "'\\''")}'"));
        var start = new ProcessStartInfo(Script, ["-qec", $"stty cols {columns} rows 50; exec env {variable} {words}", "/dev/null"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["TERM"] = "xterm-256color";
        foreach (var name in (string[])["NO_COLOR", "COLUMNS", "COLORTERM"]) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
