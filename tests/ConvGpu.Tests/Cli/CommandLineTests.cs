using System.Text.Json;
using ConvGpu.Cli;

namespace ConvGpu.Tests.Cli;

[Collection("Console")]
public class CommandLineTests
{
    [Theory]
    [InlineData("there is no model 'lenet6'", "train", "lenet6")]
    [InlineData("there is no device 'gpu'", "train", "--device", "gpu")]
    [InlineData("--batch is at least 1, not 0", "train", "--batch", "0")]
    [InlineData("--epochs is at least 1, not -3", "train", "--epochs", "-3")]
    [InlineData("--threads is at least 1, not 0", "train", "--threads", "0")]
    [InlineData("--validation is from 0 to below 1", "train", "--validation", "1")]
    [InlineData("--lr is a finite number", "train", "--lr", "-1")]
    [InlineData("--colour", "train", "--colour")]
    [InlineData("seven", "train", "--batch", "seven")]
    [InlineData("there is no device 'tpu'", "check", "lenet5", "--device", "tpu")]
    public void WrongUsageEndsWithTwoAndOneLine(string message, params string[] args) => AssertFails(2, message, args);

    [Theory]
    [InlineData("no data set 'cats'", "train", "--device", "cpu", "--dataset", "cats")]
    [InlineData("dataset-fashion-mnist", "train", "--device", "cpu", "--dataset", "fashion-mnist", "--data", "no-such-directory")]
    [InlineData("cuda:99", "train", "--device", "cuda:99")]
    public void FailuresEndWithOneAndOneLine(string message, params string[] args) => AssertFails(1, message, args);

    [Fact]
    public void AStackTraceIsShownOnlyWhenAsked()
    {
        var (_, _, quiet) = Run("train", "--device", "cpu", "--dataset", "cats");
        Assert.DoesNotContain("   at ", quiet);
        var (code, _, verbose) = Run("train", "--device", "cpu", "--dataset", "cats", "--verbose");
        Assert.Equal(1, code);
        Assert.Contains("   at ", verbose);
    }

    [Fact]
    public void JsonIsOneLineWithEveryField()
    {
        var (code, output, _) = Run("train", "mlp", "--device", "cpu", "--epochs", "2", "--validation", "0.1", "--json", "--seed", "3", "--batch", "50");
        Assert.Equal(0, code);
        var line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        using var json = JsonDocument.Parse(line);
        foreach (var name in (string[])
            ["model", "dataset", "device", "device_name", "compiler", "precision", "epochs", "batch", "seed", "threads", "first_loss", "final_loss",
             "train_accuracy", "validation_accuracy", "test_accuracy", "train_seconds", "images_per_second", "peak_device_bytes"])
            Assert.True(json.RootElement.TryGetProperty(name, out _), name);
        Assert.Equal("mlp", json.RootElement.GetProperty("model").GetString());
        Assert.Equal("managed", json.RootElement.GetProperty("compiler").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("seed").GetInt32());
        Assert.InRange(json.RootElement.GetProperty("test_accuracy").GetDouble(), 0.2, 1);
    }

    [Fact]
    public void TrainPrintsWhoComputesTheMemoryPlanAndATable()
    {
        var (code, output, _) = Run("train", "mlp", "--device", "cpu", "--epochs", "1");
        Assert.Equal(0, code);
        foreach (var part in (string[])["managed SIMD code", "resized bilinearly from 8x8 to 28x28", "activations, gradients and scratch", "train loss", "test"])
            Assert.Contains(part, output);
    }

    [Fact]
    public void OverfittingFailsWhereTheLossStaysHigh()
    {
        var (code, _, _) = Run("train", "mlp", "--device", "cpu", "--overfit", "8", "--lr", "0.01", "--epochs", "200");
        Assert.Equal(0, code);
        var (failed, _, error) = Run("train", "mlp", "--device", "cpu", "--overfit", "8", "--lr", "0", "--epochs", "2");
        Assert.Equal(1, failed);
        Assert.Contains("not under 0.05", error);
    }

    [Fact]
    public void DevicesListsCpu()
    {
        var (code, output, _) = Run("devices");
        Assert.Equal(0, code);
        Assert.Contains("cpu-accelerator", output);
        Assert.Contains("cannot be used", output);
    }

    [Fact]
    public void CheckComparesDevicesWithCpu()
    {
        var (code, output, error) = Run("check", "mlp", "--batch", "4", "--device", "cpu");
        Assert.True(code == 0, error);
        Assert.Contains("first loss", output);
    }

    private static void AssertFails(int expected, string message, string[] args)
    {
        var (code, _, error) = Run(args);
        Assert.Equal(expected, code);
        Assert.Contains(message, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var (oldOutput, oldError, console) = (Console.Out, Console.Error, Spectre.Console.AnsiConsole.Console);
        try
        {
            Console.SetOut(output);
            Console.SetError(error);
            Spectre.Console.AnsiConsole.Console = Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings
            {
                Ansi = Spectre.Console.AnsiSupport.No, Interactive = Spectre.Console.InteractionSupport.No, Out = new Spectre.Console.AnsiConsoleOutput(output),
            });
            return (CommandLine.Run(args), output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(oldOutput);
            Console.SetError(oldError);
            Spectre.Console.AnsiConsole.Console = console;
        }
    }
}
