namespace ConvGpu.Tests.Cli;

/// <summary>The files that <c>convgpu train</c> writes, and what reads them.</summary>
[Collection("Console")]
public sealed class TrainFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convgpu-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WhatOneCommandWritesOthersRead()
    {
        var (save, csv, report, checkpoints) = (In("w.safetensors"), In("log.csv"), In("report.html"), In("run"));
        var (code, output, error) = CommandLineTests.Run(
            "train", "lenet5", "--device", "cpu", "--epochs", "2", "--validation", "0.1", "--keep-best", "--save", save, "--log", csv, "--report", report,
            "--tensorboard", In("board"), "--checkpoint", checkpoints, "--checkpoint-every", "1e");
        Assert.True(code == 0, error);
        Assert.Contains("best epoch 2", output);
        Assert.Equal(3, File.ReadAllLines(csv).Length);
        Assert.Contains("lenet5 on digits", File.ReadAllText(report));
        Assert.Single(Directory.GetFiles(In("board")));
        Assert.Equal(2, Directory.GetFiles(checkpoints).Length);

        // The trained weights, and those of the checkpoint, which are the same: nothing is trained before.
        foreach (var weights in (string[])[save, Directory.GetFiles(checkpoints).Max()!])
        {
            (code, output, error) = CommandLineTests.Run("weights", "lenet5", "--device", "cpu", "--weights", weights, "--out", In("w.png"));
            Assert.True(code == 0, error);
            Assert.Contains($"weights of {weights}: 10 tensors fit", output);
            Assert.DoesNotContain("epoch", output);
        }
        (code, _, error) = CommandLineTests.Run("train", "lenet5", "--device", "cpu", "--epochs", "2", "--validation", "0.1", "--keep-best", "--checkpoint", checkpoints);
        Assert.Equal(1, code);
        Assert.Contains("holds checkpoints already", error);
        (code, _, error) = CommandLineTests.Run("train", "mlp", "--device", "cpu", "--epochs", "2", "--weights", save);
        Assert.Equal(1, code);
        string[] lines = error.ReplaceLineEndings("\n").Split('\n');
        Assert.EndsWith("does not fit mlp: 1 tensor fits", lines[0]);
        Assert.Contains("  dense1.weight is F32 [120, 400] in the file and F32 [256, 784] in the network", lines);
    }

    private string In(string name) => Path.Combine(_folder, name);
}
