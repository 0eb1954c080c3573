using ConvGpu.Tests.Architecture;

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
    public void LearnSobelLearns() => Assert.Contains("largest error", Run("LearnSobel"));

    [Fact]
    public void OwnKernelScales() => Assert.Contains("0.5 1 1.5 2 2.5 3 3.5 4", Run("OwnKernel"));

    [Fact]
    public void SamplesAreShort()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Find(), "samples"), "Program.cs", SearchOption.AllDirectories))
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
