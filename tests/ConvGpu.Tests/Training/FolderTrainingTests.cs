using ConvGpu.Tests.Data;

namespace ConvGpu.Tests.Training;

/// <summary>Training on pictures that stay on disk.</summary>
[Collection("Console")]
public class FolderTrainingTests
{
    [Fact]
    public void TheSameBitsForAnyNumberOfWorkersAndAsInMemory()
    {
        using var folder = Folder();
        var dataset = Datasets.Folder(folder.Root);
        var one = Train(dataset, 1, "resized-crop,flip,jitter");
        Assert.Equal(one.Weights, Train(dataset, 3, "resized-crop,flip,jitter").Weights);
        Assert.Equal(one.Weights, Train(dataset, 2, "resized-crop,flip,jitter").Weights);
        Assert.NotEqual(one.Weights, Train(dataset, 2, "flip").Weights);
        Assert.Equal(1, one.Result.Test!.Value.Accuracy);
        // The same pictures in memory, normalised the same way: pictures of one size are used whole.
        using var device = ComputeDevice.Open("cpu");
        using var disk = new BatchLoader(device, 5, new Shape(1, 3, 12, 12), readers: 2);
        using var memory = new BatchLoader(device, 5, new Shape(1, 3, 12, 12));
        var images = dataset.Train;
        var pixels = Enumerable.Range(0, images.Count).SelectMany(i => images.Image(i).ToArray()).ToArray();
        var inMemory = new ImageSet("memory", images.Shape, images.Classes, pixels, [.. images.Labels]);
        int[] order = [.. Enumerable.Range(0, images.Count)];
        var transform = new ImageTransform(images, new Shape(1, 3, 12, 12));
        Assert.Equal(Outputs(device, memory, inMemory, transform, order), Outputs(device, disk, images, transform, order));
    }

    [Fact]
    public void CorruptFilesEndTheRunOrAreNamedAndLeftOut()
    {
        using var folder = Folder();
        var damaged = folder.File("train/b/004.png");
        File.WriteAllBytes(damaged, File.ReadAllBytes(damaged)[..60]);
        File.WriteAllText(folder.File("val/a/000.png"), "no picture");
        var error = Assert.Throws<DataException>(() => Train(Datasets.Folder(folder.Root), 2, "flip"));
        Assert.Contains(damaged, error.Message, StringComparison.Ordinal);
        var warnings = new List<string>();
        var dataset = Datasets.Folder(folder.Root, onCorrupt: CorruptFiles.Skip);
        var result = Train(dataset, 2, "flip", warnings);
        Assert.Equal(1, result.Result.Test!.Value.Accuracy);
        Assert.Equal(2, warnings.Count);
        Assert.Contains(damaged, warnings[0], StringComparison.Ordinal);
        Assert.StartsWith("1 file left out, 1 in all", warnings[0], StringComparison.Ordinal);
        Assert.Contains("val/a/000.png", warnings[1].Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Equal(result.Weights, Train(Datasets.Folder(folder.Root, onCorrupt: CorruptFiles.Skip), 1, "flip").Weights);
        foreach (var file in Directory.GetFiles(folder.File("val"), "*.png", SearchOption.AllDirectories)) File.WriteAllText(file, "");
        Assert.Contains("none of its 6 files", Train(Datasets.Folder(folder.Root, onCorrupt: CorruptFiles.Skip), 1, "flip").Result.TestProblem, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasTrainedIsNotLostThroughAFileOfTheTest()
    {
        using var folder = Folder();
        var whole = Train(Datasets.Folder(folder.Root), 2, "flip");
        Assert.Null(whole.Result.TestProblem);
        File.WriteAllText(folder.File("val/a/001.png"), "no picture");
        var warnings = new List<string>();
        var damaged = Train(Datasets.Folder(folder.Root), 2, "flip", warnings);
        Assert.Equal(whole.Weights, damaged.Weights);
        Assert.Null(damaged.Result.Test);
        Assert.Equal((false, 3), (damaged.Result.Stopped, damaged.Result.Epochs.Count));
        Assert.Contains("val/a/001.png", damaged.Result.TestProblem!.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Contains("the test was not measured", Assert.Single(warnings), StringComparison.Ordinal);
    }

    /// <summary>The score of the one is kept where only the other cannot be read, and which it was is said.</summary>
    [Fact]
    public void TheTestThatCannotBeReadIsNamed()
    {
        using var folder = Folder();
        folder.Add("harder/a", 3, 0, side: 12);
        folder.Add("harder/b", 3, 1, side: 12);
        Dataset Both() => Datasets.Folder(folder.Root) with { HardTest = Datasets.Folder(folder.File("harder")).Train };
        var whole = Train(Both(), 2, "flip").Result;
        Assert.Equal((1, 1, null), (whole.Test!.Value.Accuracy, whole.HardTest!.Value.Accuracy, whole.TestProblem));
        (string? Test, string? Hard) Damaged(params string[] files)
        {
            var bytes = files.ToDictionary(f => f, f => File.ReadAllBytes(folder.File(f)));
            var warnings = new List<string>();
            var both = Both();
            foreach (var file in files) File.WriteAllText(folder.File(file), "no picture");
            var result = Train(both, 2, "flip", warnings).Result;
            foreach (var (file, content) in bytes) File.WriteAllBytes(folder.File(file), content);
            Assert.False(result.Stopped);
            Assert.Equal(string.Join("; ", warnings), result.TestProblem);
            Assert.Equal(files.Any(f => f.StartsWith("val", StringComparison.Ordinal)) ? null : whole.Test, result.Test);
            Assert.Equal(files.Any(f => f.StartsWith("harder", StringComparison.Ordinal)) ? null : whole.HardTest, result.HardTest);
            string? Said(string which) => warnings.Find(w => w.StartsWith($"the {which} was not measured: ", StringComparison.Ordinal));
            return (Said("test"), Said("harder test"));
        }
        // Of the harder one a fifth is held out, so that not any file of it is read.
        string[] harder = [.. from name in (string[])["a", "b"] from i in Enumerable.Range(0, 3) select $"harder/{name}/00{i}.png"];
        var (test, hard) = Damaged(harder);
        Assert.Equal((true, true), (test is null, hard is not null));
        (test, hard) = Damaged("val/a/001.png");
        Assert.Equal((true, true), (test is not null, hard is null));
        (test, hard) = Damaged(["val/a/001.png", .. harder]);
        Assert.Equal((true, true), (test is not null, hard is not null));
    }

    [Fact]
    public void WhatWasTrainedIsSavedWhereAFileCannotBeReadAnyMore()
    {
        using var folder = Folder();
        var whole = Train(Datasets.Folder(folder.Root), 2, "flip");
        // Epochs are saved rarely: what is kept is kept at the failure.
        var checkpoints = new CheckpointOptions { Folder = folder.File("checkpoints"), EveryEpochs = 100 };
        var file = folder.File("train/b/005.png");
        var bytes = File.ReadAllBytes(file);
        void Damage() => File.WriteAllBytes(file, new byte[bytes.Length]);
        var error = Assert.Throws<DataException>(() => Train(Datasets.Folder(folder.Root), 2, "flip", checkpoints: checkpoints, afterEpoch: Damage));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        File.WriteAllBytes(file, bytes);
        Assert.Single(Directory.GetFiles(checkpoints.Folder));
        Assert.Equal(whole.Weights, Train(Datasets.Folder(folder.Root), 2, "flip", checkpoints: checkpoints, resume: true).Weights);
    }

    /// <summary>A checkpoint that cannot be written beside it does not hide which picture ended the training.</summary>
    [Fact]
    public void APictureIsNamedThoughNothingCanBeSaved()
    {
        using var folder = Folder();
        var checkpoints = new CheckpointOptions { Folder = folder.File("checkpoints"), EveryEpochs = 100 };
        var file = folder.File("train/b/005.png");
        var warnings = new List<string>();
        var message = Assert.Throws<DataException>(() => Train(Datasets.Folder(folder.Root), 2, "flip", warnings, checkpoints, afterEpoch: () =>
        {
            File.WriteAllBytes(file, new byte[100]);
            if (Directory.Exists(checkpoints.Folder)) Directory.Delete(checkpoints.Folder, recursive: true);
            File.WriteAllText(checkpoints.Folder, "no folder");
        })).Message;
        Assert.Contains(file, message, StringComparison.Ordinal);
        Assert.StartsWith("A checkpoint was not saved", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void ScoresPredictionsAndReportFollowTheRuleOfTheLoader()
    {
        using var folder = Folder();
        using var device = ComputeDevice.Open("cpu");
        var warnings = new List<string>();
        using var trainer = new Trainer(Sequential.Of(new Conv2D(3, 4, 3), new ReLU(), new Flatten(), new Dense(400, 2)), device)
        {
            Observer = new Warnings(warnings), Optimizer = new Sgd(0.01f, momentum: 0.9f),
        };
        var sound = Datasets.Folder(folder.Root);
        var result = trainer.Fit(sound, 3, 5, TestContext.Current.CancellationToken);
        var scores = trainer.Scores(sound.Test);
        Assert.Equal([0, 0, 0, 1, 1, 1], trainer.Predict(sound.Test));
        File.WriteAllText(folder.File("val/a/001.png"), "no picture");
        var skipping = Datasets.Folder(folder.Root, onCorrupt: CorruptFiles.Skip);
        Assert.Equal([0, -1, 0, 1, 1, 1], trainer.Predict(skipping.Test));
        Assert.Contains("val/a/001.png", Assert.Single(warnings).Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Equal((float[])[.. scores[..2], float.NaN, float.NaN, .. scores[4..]], trainer.Scores(skipping.Test));
        var report = folder.File("report.html");
        TrainingReport.Write(report, trainer, skipping, result);
        Assert.Contains("<p>5 images, 1 more could not be read; macro F1 1.0000", File.ReadAllText(report), StringComparison.Ordinal);
        var failing = Datasets.Folder(folder.Root);
        Action[] uses =
        [
            () => trainer.Scores(failing.Test), () => trainer.Predict(failing.Test), () => trainer.Evaluate(failing.Test),
            () => TrainingReport.Write(report, trainer, failing, result),
        ];
        foreach (var use in uses)
            Assert.Contains("001.png", Assert.Throws<DataException>(use).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AResumedRunGoesOnWithTheSameBits()
    {
        using var folder = Folder();
        var whole = Train(Datasets.Folder(folder.Root), 2, "resized-crop");
        var checkpoints = new CheckpointOptions { Folder = folder.File("checkpoints"), EveryEpochs = 1 };
        using var stop = new CancellationTokenSource();
        _ = Train(Datasets.Folder(folder.Root), 2, "resized-crop", checkpoints: checkpoints, stopAfterFirst: stop);
        Assert.Equal(whole.Weights, Train(Datasets.Folder(folder.Root), 1, "resized-crop", checkpoints: checkpoints, resume: true).Weights);
        File.AppendAllText(folder.File("train/a/000.png"), "longer");
        Assert.Contains("training images", Assert.Throws<CheckpointException>(() =>
            Train(Datasets.Folder(folder.Root), 1, "resized-crop", checkpoints: checkpoints, resume: true)).Message, StringComparison.Ordinal);
    }

    private static PictureFolder Folder()
    {
        var folder = new PictureFolder();
        foreach (var (name, colour) in ((string, int)[])[("a", 0), ("b", 1)])
        {
            folder.Add("train/" + name, 12, colour, side: 12);
            folder.Add("val/" + name, 3, colour, side: 12);
        }
        return folder;
    }

    private static (float[] Weights, TrainingResult Result) Train(
        Dataset dataset, int workers, string augment, List<string>? warnings = null, CheckpointOptions? checkpoints = null, bool resume = false,
        CancellationTokenSource? stopAfterFirst = null, Action? afterEpoch = null)
    {
        using var device = ComputeDevice.Open("cpu");
        using var trainer = new Trainer(Sequential.Of(new Conv2D(3, 4, 3), new ReLU(), new Flatten(), new Dense(400, 2)), device)
        {
            Observer = new Warnings(warnings ?? []), LoaderThreads = workers, Augmentations = ImageAugmentation.Parse(augment), Checkpoints = checkpoints,
            Optimizer = new Sgd(0.01f, momentum: 0.9f),
            StopWhen = _ =>
            {
                stopAfterFirst?.Cancel();
                afterEpoch?.Invoke();
                return false;
            },
        };
        var result = resume ? trainer.Resume(dataset, 3, 5) : trainer.Fit(dataset, 3, 5, stopAfterFirst?.Token ?? default);
        return ([.. trainer.Network!.ParameterNames.SelectMany(trainer.Network.ReadParameter)], result);
    }

    private static List<float> Outputs(ComputeDevice device, BatchLoader loader, ImageSet images, ImageTransform transform, int[] order)
    {
        using var network = new Network(Sequential.Of(new Flatten(), new Dense(432, 2)), device,
            new NetworkOptions { InputShape = new Shape(1, 3, 12, 12), MaxBatch = 5, Loss = new SoftmaxCrossEntropy() });
        var all = new List<float>();
        var output = new float[10];
        loader.Start(images, transform, order);
        for (int n; (n = loader.Next(network)) > 0;)
        {
            network.Predict(n, output);
            all.AddRange(output.AsSpan(0, 2 * n));
        }
        return all;
    }

    private sealed class Warnings(List<string> all) : ITrainingObserver
    {
        public bool WantsProgress => false;

        public void Warned(string message) => all.Add(message);

        public void Started(TrainingStart start)
        {
        }

        public void Progressed(in TrainingProgress progress)
        {
        }

        public void EpochEnded(EpochResult epoch)
        {
        }

        public void Finished(TrainingResult result)
        {
        }
    }
}
