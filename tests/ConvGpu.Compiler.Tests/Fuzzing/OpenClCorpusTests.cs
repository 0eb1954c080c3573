using System.Diagnostics;
using ConvGpu.Compiler.Tests.OpenCl;
using ConvGpu.Fuzz;

namespace ConvGpu.Compiler.Tests.Fuzzing;

/// <summary>The corpus as OpenCL C, in a process of its own: a driver that crashes while it compiles ends that one alone.</summary>
public class OpenClCorpusTests
{
    /// <summary>PoCL takes seconds to compile a program, so that these stand for all unless everything is asked for.</summary>
    private static readonly string[] Quick =
        ["divergent-loop", "load-behind-splat-8", "minimum-of-zeros", "skip-past-exchange", "work-before-early-return"];

    [Fact]
    public async Task TheCorpusAgreesOnOpenCl()
    {
        OpenClMachine.Require();
        var names = TestSize.Full ? FuzzRun.Corpus : Quick;
        var (code, output) = await Run(string.Join(',', names));
        Assert.True(code == 0, $"exit code {code}\n{output}");
        Assert.Equal(names.Select(name => $"{name}: agrees"), output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()));
    }

    private static async Task<(int Code, string Output)> Run(string names)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        string program = Path.Combine(AppContext.BaseDirectory, typeof(FuzzRun).Assembly.GetName().Name + ".dll");
        var start = new ProcessStartInfo(host, [program, "fuzz", "--corpus", names, "--executors", "opencl"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["POCL_EXTRA_BUILD_FLAGS"] = "-cl-opt-disable";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"Not done after ten minutes.\n{await output}");
        }
        return (process.ExitCode, await output + await errors);
    }
}
