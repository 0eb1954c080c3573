using ConvGpu.Cli;

namespace ConvGpu.Tests.Cli;

/// <summary>0 done, 1 failed, 2 wrong usage: of every command, and with one line of what was wrong.</summary>
[Collection("Console")]
public class ExitCodeTests
{
    public static TheoryData<string> Commands => [.. HelpTests.Commands.Select(row => row.Data).Where(path => path is not ("" or "dataset"))];

    [Theory]
    [MemberData(nameof(Commands))]
    public void HelpEndsWithZeroAndAnUnknownOptionWithTwo(string path)
    {
        string[] words = path.Split(' ');
        Assert.Equal((0, ""), (CommandLineTests.Run([.. words, "--help"]).Code, CommandLineTests.Run([.. words, "--help"]).Error));
        AssertEnds(CommandLine.Usage, [.. words, "--no-such-option"]);
    }

    [Theory]
    [InlineData(CommandLine.Usage)]
    [InlineData(CommandLine.Usage, "no-such-command")]
    [InlineData(CommandLine.Usage, "dataset")]
    [InlineData(CommandLine.Usage, "train", "--epochs")]
    [InlineData(CommandLine.Usage, "completion", "sh")]
    [InlineData(CommandLine.Failure, "run", "no-such-file.onnx")]
    [InlineData(CommandLine.Failure, "dataset", "info", "no-such-data")]
    [InlineData(CommandLine.Failure, "evaluate", "mlp", "--dataset", "digits", "--weights", "no-such-file")]
    [InlineData(CommandLine.Failure, "export", "mlp", "no-such-folder/model.onnx")]
    [InlineData(CommandLine.Usage, "predict", "mlp", "no-such-picture.png", "--dataset", "digits")]
    [InlineData(CommandLine.Usage, "run", "--expct", "model.onnx")]
    [InlineData(CommandLine.Failure, "run", "--", "--expct")]
    public void WhatGoesWrongHasItsCode(int expected, params string[] args) => AssertEnds(expected, args);

    private static void AssertEnds(int expected, string[] args)
    {
        var (code, output, error) = CommandLineTests.Run(args);
        Assert.Equal((expected, ""), (code, output));
        Assert.StartsWith("convgpu: ", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
