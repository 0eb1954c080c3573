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
             ("FineTuning", "fine-tuned"), ("InferenceLoop", "batches of 16")])
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
