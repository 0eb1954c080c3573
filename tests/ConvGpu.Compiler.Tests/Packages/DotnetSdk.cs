using System.Diagnostics;
using System.Text;

namespace ConvGpu.Compiler.Tests.Packages;

/// <summary>The dotnet command, run as a user would run it.</summary>
internal static class DotnetSdk
{
    /// <summary>Runs a command in a folder and waits for it.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="packages">Where NuGet unpacks; null for the machine's own folder.</param>
    /// <param name="args">The command, such as pack, and what follows it.</param>
    /// <returns>The exit code, and output and errors in the order in which they came.</returns>
    public static (int Code, string Output) Run(string folder, string? packages, params string[] args)
    {
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host, [.. args, "--disable-build-servers", "-nologo", "-v", "q"])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // A test runner may have been started by another MSBuild.
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        if (packages is not null) start.Environment["NUGET_PACKAGES"] = packages;
        var output = new StringBuilder();
        void Add(object sender, DataReceivedEventArgs line)
        {
            lock (output) output.AppendLine(line.Data);
        }
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Add;
        process.ErrorDataReceived += Add;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return (process.ExitCode, output.ToString());
    }
}
