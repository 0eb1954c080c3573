using System.Diagnostics;

namespace ConvGpu.Tests.Cli;

/// <summary>A program built with the tests, run as a user would run it.</summary>
internal static class DotnetProcess
{
    /// <summary>Starts the assembly of a name with its output and errors redirected.</summary>
    public static Process Start(string assembly, params string[] args) => Start(assembly, new Dictionary<string, string>(), args);

    /// <summary>The same with environment variables set.</summary>
    public static Process Start(string assembly, IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        string[] command = Command(assembly, args);
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>The words of the command line that runs the assembly.</summary>
    public static string[] Command(string assembly, params string[] args)
    {
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        return [host, Path.Combine(AppContext.BaseDirectory, assembly + ".dll"), .. args];
    }
}
