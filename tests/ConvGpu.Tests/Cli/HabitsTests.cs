using System.Diagnostics;
using ConvGpu.Cli;

namespace ConvGpu.Tests.Cli;

/// <summary>What a terminal's user expects of any command: completion, quiet, defaults from a file, exit codes in the help, no colours where none belong.</summary>
[Collection("Console")]
public class HabitsTests
{
    [Theory]
    [InlineData("tra", "train")]
    [InlineData("train --ep", "--epochs")]
    [InlineData("train len", "lenet5")]
    [InlineData("train --optimizer ad", "adamw")]
    [InlineData("train --on-corrupt sk", "skip")]
    [InlineData("bench sg", "sgemm")]
    [InlineData("check --device cpu-", "cpu-accelerator")]
    public void CompletionNamesWhatFits(string line, string expected)
    {
        var (code, output, _) = CommandLineTests.Run($"[suggest:{line.Length}]", line);
        Assert.Equal(0, code);
        Assert.Contains(expected, output.Split('\n', StringSplitOptions.TrimEntries));
    }

    /// <summary>What <c>completion bash</c> prints, in bash.</summary>
    [Theory]
    [InlineData("--epochs", "train", "--ep")]
    [InlineData("resnet-small", "summary", "resnet-s")]
    public void BashCompletes(string expected, params string[] words)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "/bin/bash is not here.");
        var script = $$"""
            convgpu() { {{string.Join(' ', DotnetProcess.Command("convgpu").Select(word => $"'{word}'"))}} "$@"; }
            eval "$(convgpu completion bash)"
            COMP_WORDS=(convgpu {{string.Join(' ', words)}}) COMP_CWORD={{words.Length}}
            COMP_LINE="${COMP_WORDS[*]}"
            COMP_POINT=${#COMP_LINE}
            _convgpu
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script]) { RedirectStandardOutput = true })!;
        var output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        Assert.Equal(expected, output.TrimEnd());
    }

    [Fact]
    public void TheHelpNamesTheExitCodes()
    {
        var (code, output, _) = CommandLineTests.Run("--help");
        Assert.Equal(0, code);
        Assert.Contains("Exit codes: 0 done, 1 failed, 2 wrong usage", string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void QuietTrainingPrintsItsResultAlone()
    {
        var (code, output, error) = CommandLineTests.Run("train", "mlp", "--device", "cpu", "--epochs", "1", "--quiet");
        Assert.Equal((0, ""), (code, error));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("test ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("trained ", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("epoch", output);
    }

    /// <summary>A terminal that could show colours, and a file instead of it.</summary>
    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "xterm-256color")]
    public void PipedOutputHasNoEscapes(string variable, string value)
    {
        using var process = DotnetProcess.Start("convgpu", new Dictionary<string, string> { [variable] = value }, "train", "mlp", "--device", "cpu", "--epochs", "1");
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("trained", output);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public void DefaultsComeFromTheFileAndTheCommandLineWins()
    {
        InFolderWith("""{"train": {"epochs": 3, "device": "cpu", "json": true, "label-smoothing": 0.1}, "bench": {"seconds": 1}, "quiet": true}""", () =>
        {
            Assert.Contains("\"epochs\":3,", CommandLineTests.Run("train", "mlp").Output);
            Assert.Contains("\"epochs\":2,", CommandLineTests.Run("train", "mlp", "--epochs", "2").Output);
            Assert.Equal(0, CommandLineTests.Run("--help").Code);
        });
    }

    [Theory]
    [InlineData("convgpu.json: train has no 'epoch'; it has ", """{"train": {"epoch": 3}}""")]
    [InlineData("convgpu.json: convgpu has no 'trian'; it has train, ", """{"trian": {}}""")]
    [InlineData("convgpu.json: train takes an object", """{"train": 3}""")]
    [InlineData("convgpu.json: epochs takes a text, a number", """{"train": {"epochs": null}}""")]
    [InlineData("convgpu.json: ", """{"train": """)]
    [InlineData("'three'", """{"models": {}, "train": {"epochs": "three"}}""")]
    public void MistakesInTheFileAreNamed(string message, string text) => InFolderWith(text, () =>
    {
        var (code, _, error) = CommandLineTests.Run("train", "mlp", "--device", "cpu");
        Assert.Equal(CommandLine.Usage, code);
        Assert.Contains(message, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    });

    private static void InFolderWith(string defaults, Action test)
    {
        var (before, folder) = (Directory.GetCurrentDirectory(), Directory.CreateTempSubdirectory("convgpu-").FullName);
        try
        {
            File.WriteAllText(Path.Combine(folder, DefaultsFile.Name), defaults);
            Directory.SetCurrentDirectory(folder);
            test();
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            Directory.Delete(folder, recursive: true);
        }
    }
}
