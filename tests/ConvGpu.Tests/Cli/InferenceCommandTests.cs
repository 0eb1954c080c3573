using System.Text.Json;
using ConvGpu.Cli;
using ConvGpu.Tests.Data;
using ConvGpu.Tests.Formats;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Cli;

/// <summary>predict, evaluate and dataset, from a folder of pictures to a table.</summary>
[Collection("Console")]
public class InferenceCommandTests
{
    [Fact]
    public void WhatIsNoNumberIsNullInJson() =>
        Assert.Equal("null", JsonDocument.Parse(PredictCommand.Json("a.png", [(0, "a", double.NaN)])).RootElement.GetProperty("classes")[0].GetProperty("probability").GetRawText());

    /// <summary>Pictures of 64 become the model's 32: a shift by 40 would leave nothing of them.</summary>
    [Fact]
    public void AugmentationsAreHeldAgainstTheSizeThatTheyWorkOn()
    {
        using var folder = new PictureFolder();
        folder.Add("a", 4, 0, side: 64);
        folder.Add("b", 4, 1, side: 64);
        var images = Datasets.Open(folder.Root).Train;
        Assert.Equal((32, 32), (Trainer.AugmentedShape(ModelZoo.Create("all-conv"), images).H, Trainer.AugmentedShape(ModelZoo.Create("all-conv"), images).W));
        var (code, _, error) = CommandLineTests.Run("train", "all-conv", "--dataset", folder.Root, "--device", "cpu", "--epochs", "1", "--batch", "2", "--augment", "shift:40");
        Assert.Equal((2, true), (code, error.Contains("32x32", StringComparison.Ordinal)));
    }

    [Fact]
    public void ATrainedModelPredictsAndIsEvaluated()
    {
        using var folder = new PictureFolder();
        foreach (var (name, colour) in ((string, int)[])[("red", 0), ("green", 1), ("blue", 2)]) folder.Add(name, 20, colour, side: 32);
        var weights = folder.File("w.safetensors");
        var (code, _, error) = CommandLineTests.Run(
            "train", "all-conv", "--dataset", folder.Root, "--device", "cpu", "--epochs", "6", "--batch", "8", "--save", weights, "--json", "--dropout", "0");
        Assert.True(code == 0, error);
        foreach (var more in (string[][])[[], ["--batch", "4", "--no-fold"]])
        {
            (code, var line, error) = CommandLineTests.Run(["evaluate", "all-conv", "--dataset", folder.Root, "--weights", weights, "--device", "cpu", "--json", .. more]);
            Assert.True(code == 0, error);
            var result = JsonDocument.Parse(line).RootElement;
            Assert.Equal(12, result.GetProperty("images").GetInt32());
            Assert.Equal(1, result.GetProperty("accuracy").GetDouble());
            Assert.Equal("blue", result.GetProperty("classes")[0].GetProperty("name").GetString());
            Assert.True(result.GetProperty("latency_ms").GetProperty("p99").GetDouble() >= result.GetProperty("latency_ms").GetProperty("p50").GetDouble());
        }
        (code, var table, _) = CommandLineTests.Run("evaluate", "all-conv", "--dataset", folder.Root, "--weights", weights, "--device", "cpu", "--split", "train");
        Assert.Equal(0, code);
        Assert.Contains("accuracy 100.00 %", table, StringComparison.Ordinal);
        Assert.Matches(@"green +1\d  +1\.000 +1\.000 +1\.000", table);
        (code, var predicted, _) = CommandLineTests.Run(
            "predict", "all-conv", folder.File("green/003.png"), folder.File("blue/001.png"), "--top", "2", "--dataset", folder.Root,
            "--weights", weights, "--device", "cpu", "--json");
        Assert.Equal(0, code);
        Assert.Equal(["green", "blue"], predicted.Trim().Split('\n').Select(l => JsonDocument.Parse(l).RootElement.GetProperty("classes")[0].GetProperty("name").GetString()));
        (code, var text, _) = CommandLineTests.Run("predict", "all-conv", folder.File("red/000.png"), "--dataset", folder.Root, "--weights", weights, "--device", "cpu");
        Assert.Equal((0, "  red"), (code, text.TrimEnd().Split('\n')[^3].Split('%')[1].TrimEnd()));
        File.WriteAllText(folder.File("red/000.png"), "damaged");
        (code, var info, error) = CommandLineTests.Run("dataset", "info", folder.Root, "--check");
        Assert.Equal(1, code);
        Assert.Contains("1 of 60 pictures cannot be read", info, StringComparison.Ordinal);
        Assert.Contains("red/000.png", error.Replace('\\', '/'), StringComparison.Ordinal);
        (code, info, error) = CommandLineTests.Run("dataset", "info", folder.Root, "--check", "--json");
        Assert.Equal((1, 60), (code, JsonDocument.Parse(info).RootElement is var all ? all.GetProperty("train").GetInt32() + all.GetProperty("test").GetInt32() : 0));
        Assert.Contains("1 of 60 pictures cannot be read", error, StringComparison.Ordinal);
        DamagedPicturesFailOrAreLeftOut(folder, weights);
    }

    /// <summary>Weights do not say which images they are of: what is assumed is said. Checkpoints do, and nothing else is taken for it.</summary>
    [Fact]
    public void WithoutADataSetItIsSaidWhichIsAssumed()
    {
        using var folder = new PictureFolder();
        folder.Add("some", 2, 0, side: 8);
        var (weights, checkpoints) = (folder.File("w.safetensors"), folder.File("checkpoints"));
        string[] predict = ["predict", "mlp", folder.File("some/000.png"), "--device", "cpu"];
        var few = Datasets.Digits().Train.Select("few", [.. Enumerable.Range(0, 64)]);
        foreach (var name in (string[])["digits", "mine"])
        {
            using var trainer = new Trainer(ModelZoo.Create("mlp", 10), TestDevices.Open(OnDevice.Cpu))
            {
                Observer = null, Optimizer = new Sgd(0.02f), Checkpoints = new CheckpointOptions { Folder = Path.Combine(checkpoints, name) },
            };
            trainer.Fit(new Dataset(name, few, few), 1, 32, TestContext.Current.CancellationToken);
            trainer.Network!.SaveWeights(weights);
        }
        var (code, _, error) = CommandLineTests.Run([.. predict, "--weights", weights]);
        Assert.Equal((0, true), (code, error.Contains("no --dataset is given: images are normalised, and classes called, as those of digits", StringComparison.Ordinal)));
        (code, _, error) = CommandLineTests.Run([.. predict, "--weights", Directory.GetFiles(Path.Combine(checkpoints, "digits")).Max()!]);
        Assert.Equal((0, ""), (code, error));
        (code, _, error) = CommandLineTests.Run([.. predict, "--weights", Directory.GetFiles(Path.Combine(checkpoints, "mine")).Max()!]);
        Assert.Equal((2, true), (code, error.Contains("was trained on mine: name it with --dataset", StringComparison.Ordinal)));
    }

    private static void DamagedPicturesFailOrAreLeftOut(PictureFolder folder, string weights)
    {
        string[] predict =
        [
            "predict", "all-conv", folder.File("red/000.png"), folder.File("red/001.png"), "--dataset", folder.Root, "--weights", weights, "--device", "cpu", "--json", "--batch", "2",
        ];
        Assert.Equal(1, CommandLineTests.Run([.. predict, "--on-corrupt", "fail"]).Code);
        var (code, lines, error) = CommandLineTests.Run([.. predict, "--on-corrupt", "skip"]);
        Assert.Equal((0, 1), (code, lines.Trim().Split('\n').Length));
        Assert.Contains("red/001.png", lines.Replace("\\\\", "/"), StringComparison.Ordinal);
        Assert.Contains("1 of 2 pictures left out", error, StringComparison.Ordinal);
        var read = 0;
        foreach (var split in (string[])["train", "test"])
        {
            (code, lines, error) = CommandLineTests.Run(
                "evaluate", "all-conv", "--dataset", folder.Root, "--weights", weights, "--device", "cpu", "--json", "--split", split, "--on-corrupt", "skip");
            Assert.True(code == 0, error);
            read += JsonDocument.Parse(lines).RootElement.GetProperty("images").GetInt32();
        }
        Assert.Equal(59, read);
        using var others = new PictureFolder();
        Assert.Equal(1, CommandLineTests.Run("dataset", "export", folder.Root, others.File("none.npz")).Code);
        foreach (var target in (string[])[others.File("other"), others.File("other.npz")])
        {
            (code, _, error) = CommandLineTests.Run("dataset", "export", folder.Root, target, "--on-corrupt", "skip");
            Assert.True(code == 0, error);
            Assert.Contains("1 file left out", error, StringComparison.Ordinal);
            var exported = Datasets.Open(target);
            Assert.Equal(59, exported.Train.Count + exported.Test.Count);
        }
    }

    /// <summary>A part whose pictures are all damaged is no data set: nothing is written, and what was there stays.</summary>
    [Fact]
    public void NothingIsExportedWhereAPartHasNoPictures()
    {
        using var folder = new PictureFolder();
        foreach (var (name, colour) in ((string, int)[])[("a", 0), ("b", 1)])
        {
            folder.Add("in/train/" + name, 3, colour);
            folder.Add("in/val/" + name, 2, colour);
        }
        foreach (var file in Directory.GetFiles(folder.File("in/val"), "*.png", SearchOption.AllDirectories)) File.WriteAllText(file, "no picture");
        File.WriteAllText(folder.File("old.npz"), "kept");
        Directory.CreateDirectory(folder.File("empty"));
        foreach (var target in (string[])["old.npz", "new.npz", "new", "empty"])
        {
            var (code, output, error) = CommandLineTests.Run("dataset", "export", folder.File("in"), folder.File(target), "--on-corrupt", "skip");
            Assert.Equal((1, ""), (code, output));
            Assert.Contains($"none of the 4 files of its part {(target.EndsWith("npz", StringComparison.Ordinal) ? "test" : "val")} can be read", error, StringComparison.Ordinal);
        }
        Assert.Equal(["empty", "in", "old.npz"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName).Order());
        Assert.Empty(Directory.GetFileSystemEntries(folder.File("empty")));
        Assert.Equal("kept", File.ReadAllText(folder.File("old.npz")));
        Assert.Equal(1, CommandLineTests.Run("dataset", "export", folder.File("in"), folder.File("empty")).Code);
        Assert.Empty(Directory.GetFileSystemEntries(folder.File("empty")));
    }

    /// <summary>Rows below the crop that are missing, under checksums that fit, stop no training; a check of the data set names the file.</summary>
    [Fact]
    public void ACheckReadsAlsoWhatIsBelowTheCrop()
    {
        using var folder = new PictureFolder();
        foreach (var (name, colour) in ((string, int)[])[("a", 0), ("b", 1)]) folder.Add(name, 5, colour, side: 32, isMixed: true);
        // 32 rows of a filter and 32 colours, but for the last.
        File.WriteAllBytes(folder.File("a/000.png"), new PngFile(32, 32, 2, 8, interlaced: false) { Data = PngFile.Pack(new byte[31 * 97]) }.Write((_, _, _) => 0));
        var (code, info, error) = CommandLineTests.Run("dataset", "info", folder.Root, "--check");
        Assert.Equal((1, true), (code, info.Contains("1 of 10 pictures cannot be read", StringComparison.Ordinal)));
        Assert.Contains("000.png: the pixels of the PNG file are damaged or too few", error, StringComparison.Ordinal);
        var all = Datasets.Folder(folder.Root);
        foreach (var images in (ImageSet[])[all.Train, all.Test])
            for (var i = 0; i < images.Count; i++) Assert.Equal(images.Shape.ItemCount, images.Image(i).Length);
    }

    [Fact]
    public void TheLossIsFiniteWhereAProbabilityIsNot()
    {
        Assert.Equal(1000, ClassScores.Loss([0, 1000], 0));
        Assert.Equal(0, ClassScores.Loss([0, 1000], 1));
        float[] scores = [0.5f, -1, 2];
        // Each is a sum of three exponentials and a logarithm, in double precision.
        for (var c = 0; c < 3; c++) Assert.Equal(-Math.Log(ClassScores.Probabilities(scores)[c]), ClassScores.Loss(scores, c), 1e-14);
    }

    /// <summary>The names of classes come back, also that of a class without pictures to train on.</summary>
    [Fact]
    public void ClassNamesAreExportedAndReadAgain()
    {
        using var folder = new PictureFolder();
        foreach (var name in (string[])["cat", "dög", "fish"])
            foreach (var part in (string[])["train", "val"]) folder.Add($"in/{part}/{name}", 2, 0);
        File.WriteAllText(folder.File("in/train/fish/000.png"), "no picture");
        File.WriteAllText(folder.File("in/train/fish/001.png"), "no picture");
        var target = folder.File("out.npz");
        var (code, _, error) = CommandLineTests.Run("dataset", "export", folder.File("in"), target, "--on-corrupt", "skip");
        Assert.True(code == 0, error);
        var dataset = Datasets.Open(target);
        Assert.Equal((4, 6, 3), (dataset.Train.Count, dataset.Test.Count, dataset.Classes));
        Assert.Equal(["cat", "dög", "fish"], dataset.ClassNames!);
        using var file = NpzFile.Open(target);
        Assert.Equal(["cat", "dög", "fish"], JsonSerializer.Deserialize<string[]>(file.Read("class_names_json").AsSpan<byte>())!);
    }

    [Fact]
    public void DigitsAreExportedAndReadAgain()
    {
        using var folder = new PictureFolder();
        foreach (var target in (string[])[folder.File("digits"), folder.File("digits.npz")])
        {
            Assert.Equal(0, CommandLineTests.Run("dataset", "export", "digits", target).Code);
            var (code, line, _) = CommandLineTests.Run("dataset", "info", target, "--json");
            Assert.Equal(0, code);
            var info = JsonDocument.Parse(line).RootElement;
            Assert.Equal((1077, 360), (info.GetProperty("train").GetInt32(), info.GetProperty("test").GetInt32()));
            Assert.Equal([1, 8, 8], info.GetProperty("shape").EnumerateArray().Select(v => v.GetInt32()));
            Assert.Equal(10, info.GetProperty("classes").GetArrayLength());
        }
        var (original, pictures) = (Datasets.Digits(), Datasets.Open(folder.File("digits")));
        Assert.Equal(original.Train.Labels.Order(), pictures.Train.Labels);
        var first = original.Train.Labels.ToList().IndexOf(0);
        Assert.Equal(original.Train.Image(first).ToArray().Select(p => (byte)(p * 255 / 16)), pictures.Train.Image(0).ToArray());
        Assert.Contains("is not empty", CommandLineTests.Run("dataset", "export", "digits", folder.File("digits")).Error, StringComparison.Ordinal);
        Assert.Contains("1,077 train, 360 test", CommandLineTests.Run("dataset", "info", "digits").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name trained weights with --weights", "predict", "lenet5", "a.png")]
    [InlineData("--dataset names what to evaluate on", "evaluate", "lenet5", "--weights", "w.safetensors")]
    [InlineData("--data names the directory of a named data set such as fashion-mnist; digits has none", "evaluate", "lenet5", "--dataset", "digits", "--data", "x", "--weights", "w.safetensors")]
    [InlineData("--data names the directory of a named data set such as fashion-mnist; digits has none", "predict", "lenet5", "a.png", "--data", "x", "--weights", "w.safetensors")]
    [InlineData("--data names the directory of a named data set such as fashion-mnist; no data set", "predict", "resnet18", "a.png", "--data", "x", "--weights", "w.safetensors")]
    [InlineData("--data names the directory", "features", "lenet5", "a.png", "--data", "x", "--out", "b.png")]
    [InlineData("--data names the directory", "weights", "lenet5", "--data", "x", "--out", "b.png")]
    [InlineData("--data names the directory", "dataset", "info", "digits", "--data", "x")]
    [InlineData("--data names the directory", "dataset", "export", "digits", "y.npz", "--data", "x")]
    [InlineData("--data names the directory", "train", "--data", "x")]
    [InlineData("the experiment go does not read it", "experiment", "go", "--data", "x")]
    [InlineData("--channels says where an .npz file has its channels; digits is none", "train", "--channels", "last")]
    [InlineData("--channels is first or last, not 'middle'", "train", "--channels", "middle")]
    [InlineData("--split is test or train", "evaluate", "lenet5", "--split", "all", "--weights", "w.safetensors")]
    [InlineData("--on-corrupt is fail or skip, not 'ignore'", "train", "--on-corrupt", "ignore")]
    [InlineData("'imagenet' cannot be downloaded; mnist, fashion-mnist", "dataset", "get", "imagenet")]
    [InlineData("--check is for folders", "dataset", "info", "digits", "--check")]
    [InlineData("--workers is at least 1", "train", "--workers", "0")]
    public void WhatMakesNoSenseIsSaid(string message, params string[] args)
    {
        var (code, _, error) = CommandLineTests.Run(args);
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }
}
