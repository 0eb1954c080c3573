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
    [InlineData("--batch takes a whole number up to 2147483647, not '99999999999'", "train", "--batch", "99999999999")]
    [InlineData("--seed takes a whole number up to 18446744073709551615, not '-1'", "train", "--seed", "-1")]
    [InlineData("--lr takes a number, not '0,5'", "train", "--lr", "0,5")]
    [InlineData("--lr is a finite number", "train", "--lr", "nan")]
    [InlineData("--validation 0.9999 leaves none of the 1077 training images", "train", "--device", "cpu", "--validation", "0.9999")]
    [InlineData("--overfit trains on all of its images and keeps none for --validation", "train", "--overfit", "8", "--validation", "0.9")]
    [InlineData("--augment: There is no augmentation 'twirl'; there are shift, flip", "train", "--augment", "twirl")]
    [InlineData("--augment: A shift by up to 40 pixels leaves nothing of images of 8x8; it is less than 8", "train", "lenet5", "--augment", "shift:40")]
    [InlineData("--augment: A shift by up to 8 pixels leaves nothing", "train", "lenet5", "--augment", "flip,shift:8")]
    [InlineData("--overfit trains on images that stay the same", "train", "--overfit", "8", "--augment", "flip")]
    [InlineData("--overfit trains on images that stay the same; give it or --mixup", "train", "--overfit", "8", "--mixup", "0.2")]
    [InlineData("--stop-on is loss or accuracy, not 'speed'", "train", "--stop-on", "speed")]
    [InlineData("--precision is float32, half or bfloat16, not 'int8'", "train", "--precision", "int8")]
    [InlineData("--mixup is from 0, for none, to 1000, not -1", "train", "--mixup", "-1")]
    [InlineData("there is no optimiser 'newton'; there are sgd, momentum, nesterov, adam, adamw, adagrad, rmsprop, adadelta, lars", "train", "--optimizer", "newton")]
    [InlineData("--clip-norm is finite and above 0, not 0", "train", "--clip-norm", "0")]
    [InlineData("--average is from 0 to below 1, not 1", "train", "--average", "1")]
    [InlineData("--label-smoothing is from 0 to below 1, not -0.5", "train", "--label-smoothing=-0.5")]
    [InlineData("there is no schedule 'triangle'; there are constant, linear", "train", "--schedule", "triangle")]
    [InlineData("--schedule step:x is not step[:EPOCHS] (10)", "train", "--schedule", "step:x")]
    [InlineData("--schedule step:1.5: It takes a whole number", "train", "--schedule", "step:1.5")]
    [InlineData("--schedule linear:2 is not linear", "train", "--schedule", "linear:2")]
    [InlineData("with --warm-up -1: A schedule's steps must be finite and above 0", "train", "--warm-up", "-1")]
    [InlineData("--weight-decay is a finite number", "train", "--weight-decay", "-1")]
    [InlineData("--overfit 5000 is more than the 1077 training images", "train", "--device", "cpu", "--overfit", "5000")]
    [InlineData("--overfit is at least 1, not 0", "train", "--overfit", "0")]
    [InlineData("--data names the directory of a named data set such as fashion-mnist; digits has none", "train", "--data", "/nonexistent")]
    [InlineData("mlp has no dropout; --dropout is for alexnet, alexnet-grouped, zfnet, vgg11, ", "train", "mlp", "--dropout", "0.2")]
    [InlineData("--dropout is from 0 to below 1, not 1", "train", "alexnet", "--dropout", "1")]
    [InlineData("--seconds is a finite number of at least 0, not -1", "bench", "mlp", "--seconds", "-1")]
    [InlineData("--seconds is a finite number", "bench", "mlp", "--seconds", "nan")]
    [InlineData("--seconds is a finite number", "check", "mlp", "--seconds", "-1")]
    [InlineData("there is no device 'tpu'", "check", "lenet5", "--device", "tpu")]
    [InlineData("--resume goes on from the folder of --checkpoint; give it", "train", "--resume")]
    [InlineData("--checkpoint-every is for the folder of --checkpoint", "train", "--checkpoint-every", "5")]
    [InlineData("--checkpoint-every takes a number of steps, such as 500, or of epochs, such as 2e, not '0e'", "train", "--checkpoint", "x", "--checkpoint-every", "0e")]
    [InlineData("there are no names 'keras'; there are own, torchvision", "train", "--names", "keras")]
    [InlineData("--names torchvision is for alexnet, vgg11, ", "train", "lenet5", "--names", "torchvision", "--save", "x.safetensors")]
    [InlineData("--partial is for a file of --weights", "weights", "lenet5", "--out", "x.png", "--partial")]
    [InlineData("there is no such folder", "train", "--save", "no-such-folder/x.safetensors")]
    [InlineData("--log writes .csv and .jsonl files, not x.txt", "train", "--log", "x.txt")]
    [InlineData("--log-steps is for --tensorboard and for a --log that ends with .jsonl", "train", "--log-steps", "5", "--log", "x.csv")]
    [InlineData("--patience follows the loss of images kept by --validation", "train", "--patience", "3")]
    [InlineData("--keep-best follows the loss", "train", "--keep-best")]
    [InlineData("--patience is at least 0, not -1", "train", "--patience=-1", "--validation", "0.1")]
    public void WrongUsageEndsWithTwoAndOneLine(string message, params string[] args) => AssertFails(2, message, args);

    [Theory]
    [InlineData("no data set 'cats'", "train", "--device", "cpu", "--dataset", "cats")]
    [InlineData("dataset-fashion-mnist", "train", "--device", "cpu", "--dataset", "fashion-mnist", "--data", "no-such-directory")]
    [InlineData("cuda:99", "train", "--device", "cuda:99")]
    [InlineData("cuda:99 failed (", "check", "mlp", "--batch", "2", "--seconds", "0", "--device", "cuda:99")]
    [InlineData("no-such-file cannot be read", "train", "--device", "cpu", "--weights", "no-such-file")]
    [InlineData("where it began at step", "train", "mlp", "--device", "cpu", "--lr", "1e20", "--locate-nan")]
    [InlineData("lower the learning rate (--lr)", "train", "mlp", "--device", "cpu", "--epochs", "500", "--lr", "1e20")]
    public void FailuresEndWithOneAndOneLine(string message, params string[] args) => AssertFails(1, message, args);

    /// <summary>Images of 2x2 pixels; each file has one mistake.</summary>
    [Theory]
    [InlineData("label 9", "classes are numbered", "1,2,3,4,0\n1,2,3,4,1\n1,2,3,4,9\n", 0)]
    [InlineData("'70000' is not a whole number from 0 to 65535", "line 2", "1,2,3,4,0\n1,2,3,4,70000\n", 0)]
    [InlineData("line 3: 3 values", "5", "1,2,3,4,0\n1,2,3,4,1\n1,2,3", 0)]
    [InlineData("is truncated", "Fetch the file again", "1,2,3,4,0\n1,2,3,4,1\n1,2,3,4,2\n", 8)]
    [InlineData("is truncated", "Fetch the file again", "1,2,3,4,0\n1,2,3,4,1\n1,2,3,4,2\n", 1)]
    public void DamagedFilesAreNamed(string what, string where, string text, int cutFromGzip)
    {
        var file = Path.Combine(Path.GetTempPath(), $"convgpu-{Guid.NewGuid():N}.csv{(cutFromGzip > 0 ? ".gz" : "")}");
        try
        {
            if (cutFromGzip == 0) File.WriteAllText(file, text);
            else
            {
                using var whole = new MemoryStream();
                using (var gzip = new System.IO.Compression.GZipStream(whole, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
                    gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
                File.WriteAllBytes(file, whole.ToArray()[..^cutFromGzip]);
            }
            var (code, _, error) = Run("train", "--device", "cpu", "--dataset", file);
            Assert.Equal(1, code);
            Assert.Contains(what, error);
            Assert.Contains(where, error, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(file, error);
            Assert.Single(error.TrimEnd().Split('\n'));
        }
        finally
        {
            File.Delete(file);
        }
    }

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
        Assert.Equal(50, json.RootElement.GetProperty("batch").GetInt32());
        Assert.InRange(json.RootElement.GetProperty("test_accuracy").GetDouble(), 0.2, 1);
    }

    [Fact]
    public void JsonHasTheBatchThatWasUsed()
    {
        var (code, output, error) = Run("train", "mlp", "--device", "cpu", "--epochs", "1", "--json", "--batch", "9999");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(1077, json.RootElement.GetProperty("batch").GetInt32());
        Assert.Contains("1,077 images a step instead of 9,999", error);
    }

    [Fact]
    public void ARedirectedLogIsNotPadded()
    {
        var (code, output, _) = Run("train", "mlp", "--device", "cpu", "--epochs", "1");
        Assert.Equal(0, code);
        Assert.All(output.Split('\n'), line => Assert.Equal(line.TrimEnd(), line.TrimEnd('\r')));
        // The memory plan is longer than a terminal is wide, and one line.
        Assert.Contains(output.Split('\n'), line => line.StartsWith("memory ", StringComparison.Ordinal) && line.TrimEnd().EndsWith("in all", StringComparison.Ordinal));
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
        Assert.Equal(ComputeDevice.All().Any(d => !d.IsUsable), output.Contains("cannot be used", StringComparison.Ordinal));
    }

    [Fact]
    public void CheckComparesDevicesWithCpu()
    {
        var (code, output, error) = Run("check", "mlp", "--batch", "4", "--device", "cpu-accelerator", "--seconds", "0");
        Assert.True(code == 0, error);
        var rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, rows.Length);
        // 6 layers, 3 with weight and bias.
        Assert.Matches(@"^cpu +2\.\d+ +bit-equal \(6 tensors\) +bit-equal \(6 tensors\) ", rows[2]);
        Assert.StartsWith("cpu-accelerator ", rows[3], StringComparison.Ordinal);
    }

    private static void AssertFails(int expected, string message, string[] args)
    {
        var (code, _, error) = Run(args);
        Assert.Equal(expected, code);
        Assert.Contains(message, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    internal static (int Code, string Output, string Error) Run(params string[] args)
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
