using System.Diagnostics;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Cli;

/// <summary>The samples are built with the tests and run as a user would run them.</summary>
public class SampleTests
{
    [Fact]
    public void TheExampleOfTheReadmeIsTheQuickStart()
    {
        var root = RepositoryRoot.Find();
        var example = File.ReadAllText(Path.Combine(root, "samples", "QuickStart", "Program.cs")).Trim();
        Assert.Contains(example, File.ReadAllText(Path.Combine(root, "README.md")));
        Assert.InRange(example.Split('\n').Count(l => l.Trim().Length > 0), 1, 10);
    }

    [Fact]
    public void QuickStartTrains() => Assert.Contains("of the test images are right", Run("QuickStart"));

    [Fact]
    public void TheExampleOfThePageOnLayersIsTheOwnLayer()
    {
        var root = RepositoryRoot.Find();
        var example = File.ReadAllText(Path.Combine(root, "samples", "OwnLayer", "Halve.cs")).Trim();
        Assert.Contains(example, File.ReadAllText(Path.Combine(root, "docs", "add-a-layer.md")));
    }

    [Theory]
    [InlineData(OnDevice.Cpu)]
    [InlineData(OnDevice.CpuAccelerator)]
    [InlineData(OnDevice.OpenCl)]
    public void SamplesRunOnEveryDevice(string deviceName)
    {
        var id = TestDevices.Open(deviceName).Info.Id;
        foreach (var (sample, shown) in ((string, string)[])
            [("LearnSobel", "largest error"), ("OwnKernel", "0.5 1 1.5 2 2.5 3 3.5 4"), ("OwnLayer", "learned weight 6.0000"),
             ("OwnLoss", "learned slope 3."), ("OwnOptimizer", "of the test images are right"),
             ("FineTuning", "from scratch at the best of three rates"), ("InferenceLoop", "batches of 16")])
        {
            var output = Run(sample, id);
            Assert.Contains(shown, output);
            Assert.StartsWith(id, output, StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// On the host's own ops; a driver may allocate by itself. The runtime does now and then, such as for its compiler, in a process but not a batch: what a
    /// batch allocates, every run shows.
    /// </summary>
    [Fact]
    public void InferenceInALoopAllocatesNothing()
    {
        string[] lines = [];
        for (var run = 0; run < 4; run++)
        {
            lines = [.. Run("InferenceLoop", TestDevices.Open(OnDevice.Cpu).Info.Id).Split('\n').Where(l => l.StartsWith("batches of", StringComparison.Ordinal))];
            Assert.Equal(2, lines.Length);
            if (lines.All(line => line.TrimEnd().EndsWith(" right, 0 bytes allocated a batch", StringComparison.Ordinal))) return;
        }
        Assert.Fail(string.Concat(lines));
    }

    /// <summary>Where nothing can be written, as on a full disk, a sample says so and leaves nothing behind.</summary>
    [Theory]
    [InlineData("FineTuning")]
    [InlineData("InferenceLoop")]
    public async Task ASampleThatFailsLeavesNoFile(string sample)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Files are limited by a shell's ulimit.");
        var folder = Directory.CreateTempSubdirectory("convgpu-samples");
        try
        {
            var start = new ProcessStartInfo("/bin/sh", ["-c", "trap '' XFSZ; ulimit -f 1; exec \"$@\"", "sh", .. DotnetProcess.Command(sample, "cpu")])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            };
            // The runtime's own files would be limited, too.
            foreach (var (name, value) in ((string, string)[])[("TMPDIR", folder.FullName), ("DOTNET_EnableWriteXorExecute", "0"), ("DOTNET_EnableDiagnostics", "0")])
                start.Environment[name] = value;
            using var process = Process.Start(start)!;
            var (reading, readingErrors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            var (output, error) = (await reading, await readingErrors);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 1, output + error);
            Assert.Contains(folder.FullName, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
            Assert.Empty(folder.EnumerateFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void SamplesAreShort()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Find(), "samples"), "*.cs", SearchOption.AllDirectories))
            Assert.True(File.ReadLines(file).Count() < 60, file);
    }

    private static string Run(string sample, params string[] args)
    {
        using var process = DotnetProcess.Start(sample, args);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + error.Result);
        return output;
    }
}
