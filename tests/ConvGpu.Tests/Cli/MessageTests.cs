using System.Text.Json;
using ConvGpu.Cli;
using ConvGpu.Onnx;
using ConvGpu.Tests.Data;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Cli;

/// <summary>What the commands say of mistakes: what is wrong, with which file, and what to do; and where they say it.</summary>
[Collection("Console")]
public sealed class MessageTests : IDisposable
{
    private readonly PictureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("there is no option '--epohs'; did you mean '--epochs'? 'convgpu train --help' lists those there are.", "train", "--epohs", "3")]
    [InlineData("there is no option '--epoch'; did you mean '--epochs'?", "train", "lenet5", "--epoch=3")]
    [InlineData("there is no option '--wieghts'; did you mean '--weights'? 'convgpu predict --help'", "predict", "lenet5", "x.png", "--wieghts", "a")]
    [InlineData("there is no option '--quite'; did you mean '--quiet'?", "train", "lenet5", "--quite")]
    [InlineData("there is no option '--chekc'; did you mean '--check'? 'convgpu dataset info --help'", "dataset", "info", "digits", "--chekc")]
    [InlineData("there is no option '-epochs'; did you mean '--epochs'? 'convgpu train --help'", "train", "lenet5", "-epochs", "3")]
    [InlineData("there is no option '-epohs'; did you mean '--epochs'?", "train", "lenet5", "-epohs=3")]
    [InlineData("there is no option '-top'; did you mean '--top'?", "predict", "lenet5", "x.png", "-top", "3")]
    [InlineData("there is no option '--x'; 'convgpu train --help' lists those there are.", "train", "lenet5", "--x")]
    [InlineData("there is no option '-e'; 'convgpu train --help' lists those there are.", "train", "lenet5", "-e", "3")]
    [InlineData("there is no option '--colour'; 'convgpu train --help' lists those there are.", "train", "--colour")]
    [InlineData("there is no command 'trian'; did you mean 'train'? 'convgpu --help' lists those there are.", "trian", "lenet5")]
    [InlineData("there is no command 'inof'; did you mean 'info'? 'convgpu dataset --help'", "dataset", "inof")]
    [InlineData("Try 'convgpu export --help'.", "export", "lenet5.onnx")]
    [InlineData("lenet5.onnx is an ONNX file already: name a model to write, and its weights with --weights", "export", "lenet5.onnx", "out.onnx")]
    public void AMistakeIsNamedWithWhatWasMeant(string message, params string[] args)
    {
        var (code, _, error) = CommandLineTests.Run(args);
        Assert.Equal(CommandLine.Usage, code);
        Assert.Contains(message, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "", "")]
    [InlineData(3, "", "abc")]
    [InlineData(1, "epoch", "epochs")]
    [InlineData(1, "epohs", "epochs")]
    [InlineData(1, "wieghts", "weights")]
    [InlineData(3, "kitten", "sitting")]
    [InlineData(1, "trian", "train")]
    [InlineData(1, "ab", "ba")]
    [InlineData(2, "abcd", "badc")]
    public void TheDistanceOfWordsCountsLetters(int expected, string a, string b)
    {
        Assert.Equal(expected, Mistyped.Distance(a, b));
        Assert.Equal(expected, Mistyped.Distance(b, a));
    }

    /// <summary>One mistake in three letters is a slip of the hand; more is another word.</summary>
    [Theory]
    [InlineData("--epochs", "--epochs", "--lr", "--epochs")]
    [InlineData("-epochs", "--epochs", "--lr", "--epochs")]
    [InlineData("--Epochs", "--epochs", "--lr", "--epochs")]
    [InlineData("--epcohs", "--epochs", "--lr", "--epochs")]
    [InlineData("--eposh", "--epochs", "--lr", "--epochs")]
    [InlineData("--batchsize", null, "--batch", "--lr")]
    [InlineData("--lrr", "--lr", "--lr", "--top")]
    [InlineData("-lr", "--lr", "--lr", "--top")]
    [InlineData("--x", null, "--lr", "--top")]
    [InlineData("--rl", null, "--lr", "--top")]
    [InlineData("--l", null, "--lr", "--top")]
    [InlineData("--tip", "--top", "--lr", "--top")]
    [InlineData("--tab", null, "--lr", "--top")]
    [InlineData("--dta", "--data", "--data", "--device")]
    [InlineData("--", null, "--lr", "--top")]
    [InlineData("trian", "train", "train", "predict")]
    [InlineData("run", null, "train", "predict")]
    public void WhatWasMeantIsNear(string word, string? meant, params string[] names) => Assert.Equal(meant, Mistyped.Nearest(word, names));

    /// <summary>Images in, images out: what training takes is that by squared errors.</summary>
    [Fact]
    public void ASummaryNeedsNoClasses()
    {
        var path = Exported("maps", new Conv2D(1, 2, 3), new ReLU());
        var (code, output, error) = CommandLineTests.Run("summary", path);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("training with SGD and momentum on cpu", output);
        Assert.Matches(@"conv2d1 +2x6x6 +20 ", output);
        using var json = JsonDocument.Parse(CommandLineTests.Run("summary", path, "--json").Output);
        Assert.Equal(16, json.RootElement.GetProperty("training_memory").GetProperty("batch").GetInt32());
    }

    [Fact]
    public void ASummaryNeedsNothingThatLearns()
    {
        var path = Exported("fixed", new MaxPool2D(2), new ReLU());
        var (code, output, error) = CommandLineTests.Run("summary", path);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("it cannot be trained; inference on cpu, batch 16: ", output);
        using var json = JsonDocument.Parse(CommandLineTests.Run("summary", path, "--json").Output);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("training_memory").ValueKind);
    }

    [Fact]
    public void AModelWithoutALayerOfClassesIsNamedByItsFile()
    {
        var path = Exported("inner name", new MaxPool2D(2), new Flatten());
        var (code, _, error) = CommandLineTests.Run("train", path, "--dataset", "digits", "--device", "cpu", "--epochs", "1");
        Assert.Equal(CommandLine.Failure, code);
        Assert.StartsWith($"convgpu: {path}: ", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("cannot tell 10 classes apart instead of 16", error);
    }

    [Fact]
    public void AModelThatLearnsNothingIsNamedByItsFile()
    {
        var path = _folder.File("means.onnx");
        var means = Sequential.Of("means", new Shape(1, 1, 10, 10), new AvgPool2D(new Size2D(10, 1)), new Flatten());
        using (var network = new Network(means, TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 1 })) network.SaveOnnx(path);
        var (code, _, error) = CommandLineTests.Run("train", path, "--dataset", "digits", "--device", "cpu", "--epochs", "1");
        Assert.Equal(CommandLine.Usage, code);
        Assert.Contains($"{path} has nothing to learn: none of its layers has parameters", error);
    }

    /// <summary>A device is not asked for, let alone a network made, for weights that do not fit.</summary>
    [Theory]
    [InlineData("predict")]
    [InlineData("evaluate")]
    public void WeightsAreHeldAgainstTheModelFirst(string command)
    {
        var weights = _folder.File("other.safetensors");
        using (var network = new Network(ModelZoo.Create("mlp"), TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 1 })) network.SaveWeights(weights);
        _folder.Add("pictures", 1, 0, side: 8);
        string[] args = command == "predict" ? [command, "lenet5", _folder.File("pictures/000.png")] : [command, "lenet5"];
        var open = CommonOptions.Open;
        CommonOptions.Open = _ => throw new InvalidOperationException("a device was opened");
        try
        {
            var (code, _, error) = CommandLineTests.Run([.. args, "--dataset", "digits", "--device", "cpu", "--weights", weights]);
            Assert.Equal(CommandLine.Failure, code);
            Assert.StartsWith($"convgpu: {weights} does not fit lenet5: ", error, StringComparison.Ordinal);
        }
        finally
        {
            CommonOptions.Open = open;
        }
    }

    [Fact]
    public void AFileThatNamesNoDataSetWasTrainedOnNobodyKnowsWhat()
    {
        var path = _folder.File("settings.safetensors");
        using (var stream = File.Create(path))
        {
            var metadata = new Dictionary<string, string> { ["settings"] = """{"model": "lenet5"}""" };
            var writer = new SafeTensorsWriter(stream, [new SafeTensorInfo("a", SafeTensorType.Float32, [1])], metadata);
            writer.Write([1f]);
        }
        Assert.Null(new WeightChoice(path, WeightNames.Own, false).TrainedOn);
    }

    [Fact]
    public void WarningsAndWhatToDoAboutCheckpoints()
    {
        string[] Train(string model, params string[] more) =>
            ["train", model, "--dataset", "digits", "--device", "cpu", "--batch", "256", "--quiet", "--checkpoint", _folder.File("run"), .. more];
        var (code, output, error) = CommandLineTests.Run(Train("mlp", "--epochs", "1"));
        Assert.Equal((0, ""), (code, error));

        // Another model differs in many layers, of which each has a line.
        (code, _, error) = CommandLineTests.Run(Train("lenet5", "--epochs", "1", "--resume"));
        Assert.Equal(CommandLine.Failure, code);
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Contains("model: mlp in the checkpoint, lenet5 now", lines);
        Assert.Contains(lines, line => line.StartsWith("layer conv2d1: none in the checkpoint, ", StringComparison.Ordinal));
        Assert.Equal("Go on with the checkpoint's settings, or begin anew in another folder.", lines[^1]);

        // Warnings are no result, with --quiet neither.
        (code, output, error) = CommandLineTests.Run(Train("mlp", "--epochs", "2", "--resume"));
        Assert.Equal(0, code);
        Assert.DoesNotContain("warning", output);
        Assert.StartsWith("warning: ", error, StringComparison.Ordinal);
        Assert.Contains("is of a run of 1 epochs; it goes on to 2", error);

        foreach (var file in Directory.GetFiles(_folder.File("run"), "*.safetensors")) File.WriteAllText(file, "damaged");
        (code, _, error) = CommandLineTests.Run(Train("mlp", "--epochs", "2", "--resume"));
        Assert.Equal(CommandLine.Failure, code);
        Assert.Contains("Put a sound copy in its place, or begin anew: in another folder, or in this one once it is empty.", error);
    }

    [Theory]
    [InlineData(false, "has weights of [2, 3, 3, 3] in 1 groups, but gets 1 channels: give an input of 3")]
    [InlineData(true, "has weights of [3, 2, 3, 3], but gets 1 channels: give an input of 3")]
    public void AConvolutionSaysWhichChannelsItTakes(bool transposed, string message)
    {
        var path = _folder.File("colour.onnx");
        Layer layer = transposed ? new ConvTranspose2D(3, 2, 3) : new Conv2D(3, 2, 3);
        using (var network = new Network(Sequential.Of("colour", new Shape(1, 3, 8, 8), layer), TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 1 }))
            network.SaveOnnx(path);
        var grey = new OnnxTensor("input", [1, 1, 8, 8], new float[64]);
        Assert.Contains(message, Assert.Throws<OnnxFormatException>(() => OnnxModel.Run(path, [grey], TestDevices.Open(OnDevice.Cpu))).Message);
    }

    private string Exported(string name, params Layer[] layers)
    {
        var path = _folder.File(name.Replace(' ', '-') + ".onnx");
        using var network = new Network(Sequential.Of(name, new Shape(1, 1, 8, 8), layers), TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 1 });
        network.SaveOnnx(path);
        return path;
    }
}
