namespace ConvGpu.Tests.Training;

/// <summary>Training on images that have values: regression, and shares of classes.</summary>
public sealed class ValueTargetTests : Checkpoints.CheckpointFixture
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Mean brightness and the share of it in the upper half are linear in the pixels: a linear layer learns them.</summary>
    [Fact]
    public void ALinearLayerLearnsLinearValues()
    {
        using var device = ComputeDevice.Open("cpu");
        var log = new StringWriter();
        using var trainer = new Trainer(Sequential.Of(new Flatten(), new Dense(64, 2)), device)
        {
            Loss = new MeanSquaredError(), Optimizer = new Sgd(0.02f, momentum: 0.9f), Observer = new TextTrainingObserver(log), ValidationFraction = 0.1,
        };
        var data = Brightness();
        var result = trainer.Fit(data, epochs: 15, batchSize: 16, Token);
        Assert.True(result.Test!.Value.Loss < 1e-3 * result.FirstLoss, $"{result.FirstLoss} then {result.Test}");
        Assert.True(double.IsNaN(result.Test.Value.Accuracy));
        Assert.All(result.Epochs, e => Assert.True(double.IsNaN(e.Train.Accuracy) && double.IsNaN(e.Validation!.Value.Accuracy)));
        Assert.DoesNotContain("accuracy", log.ToString());
        Assert.Contains("test: loss 0.0", log.ToString());
        // What is measured is the mean of what is predicted.
        var (scores, sum) = (trainer.Scores(data.Test), 0.0);
        for (var i = 0; i < scores.Length; i++) sum += Math.Pow(scores[i] - data.Test.Target(i / 2)[i % 2], 2);
        Assert.Equal(sum / scores.Length, trainer.Evaluate(data.Test, Token).Loss, 1e-5 * result.FirstLoss);
    }

    /// <summary>One class with a share of 1 is a class: the losses differ by roundings of sums of ten terms, handed on by 60 updates.</summary>
    [Fact]
    public void SharesOfOneClassTrainAsClasses()
    {
        using var device = ComputeDevice.Open("cpu");
        var digits = Datasets.Digits();
        TrainingResult Run(Dataset data, Loss loss)
        {
            using var trainer = new Trainer(Sequential.Of(new Flatten(), new Dense(64, 10)), device) { Loss = loss, Observer = null };
            return trainer.Fit(data, epochs: 2, batchSize: 36, Token);
        }
        var shares = new Dataset("shares", OneHot(digits.Train), OneHot(digits.Test));
        var (classes, soft, mixed) = (
            Run(digits with { HardTest = null }, new SoftmaxCrossEntropy(0.1f)), Run(shares, new SoftTargetCrossEntropy(0.1f)),
            Run(digits with { HardTest = null }, new SoftTargetCrossEntropy(0.1f)));
        foreach (var other in (TrainingResult[])[soft, mixed])
        {
            Assert.Equal(classes.Test!.Value.Accuracy, other.Test!.Value.Accuracy);
            for (var i = 0; i < 2; i++)
            {
                Assert.Equal(classes.Epochs[i].Train.Loss, other.Epochs[i].Train.Loss, 1e-5);
                Assert.Equal(classes.Epochs[i].Train.Accuracy, other.Epochs[i].Train.Accuracy, 2.0 / digits.Train.Count);
            }
        }
    }

    [Fact]
    public void ARegressionThatWasStoppedEndsWithTheSameBitsAndOtherValuesAreAnotherRun()
    {
        using var device = ComputeDevice.Open("cpu");
        Trainer Make(CheckpointOptions? checkpoints, ITrainingObserver? observer = null) => new(Sequential.Of(new Flatten(), new Dense(64, 2)), device)
        {
            Loss = new Huber(), Observer = observer, Checkpoints = checkpoints, ValidationFraction = 0.1, KeepBest = true, MixupAlpha = 0.2,
        };
        var data = Brightness();
        string Bits(Trainer trainer, TrainingResult result) =>
            $"{string.Join(' ', trainer.Network!.ParameterNames.SelectMany(trainer.Network.ReadParameter).Select(BitConverter.SingleToInt32Bits))} {result.Test} {result.Epochs[^1].Validation} {result.BestEpoch}";
        string whole;
        using (var trainer = Make(null)) whole = Bits(trainer, trainer.Fit(data, 3, 64, Token));
        using var stop = new CancellationTokenSource();
        using (var first = Make(Options(null), new Listener { OnStep = step => { if (step.Step == 20) stop.Cancel(); } })) Assert.True(first.Fit(data, 3, 64, stop.Token).Stopped);
        using (var other = Make(Options()))
        {
            var moved = data with { Train = data.Train.WithTargets([.. Enumerable.Range(0, 2 * data.Train.Count).Select(i => i / 7f)]) };
            Assert.Contains("training images", Assert.Throws<CheckpointException>(() => other.Resume(moved, 3, 64, Token)).Message);
        }
        using var second = Make(Options());
        Assert.Equal(whole, Bits(second, second.Resume(data, 3, 64, Token)));
    }

    [Fact]
    public void LogsAndReportLeaveOutWhatValuesHaveNot()
    {
        Directory.CreateDirectory(Folder);
        using var device = ComputeDevice.Open("cpu");
        var (csv, json, report) = (Path.Combine(Folder, "log.csv"), Path.Combine(Folder, "log.jsonl"), Path.Combine(Folder, "report.html"));
        using var trainer = new Trainer(Sequential.Of(new Flatten(), new Dense(64, 2)), device)
        {
            Loss = new MeanAbsoluteError(), Observer = new TrainingObservers([new CsvTrainingLog(csv), new JsonLinesTrainingLog(json), new TensorBoardLog(Folder)]),
        };
        var data = Brightness();
        var result = trainer.Fit(data, 1, 64, Token);
        var row = File.ReadAllLines(csv)[1].Split(',');
        Assert.Equal(("1", "", "", ""), (row[0], row[2], row[3], row[4]));
        Assert.Contains("\"train_accuracy\":null", File.ReadAllText(json));
        var events = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(Directory.GetFiles(Folder, "events*")[0]));
        Assert.Contains("loss/train", events);
        Assert.DoesNotContain("accuracy", events);
        TrainingReport.Write(report, trainer, data, result);
        var html = File.ReadAllText(report);
        Assert.Contains("test loss", html);
        Assert.DoesNotContain("ccuracy", html);
        Assert.DoesNotContain("NaN", html);
    }

    [Fact]
    public void TargetsThatDoNotFitAreRefused()
    {
        using var device = ComputeDevice.Open("cpu");
        var data = Brightness();
        string Refused<T>(Loss loss, int outputs, Dataset set) where T : Exception
        {
            using var trainer = new Trainer(Sequential.Of(new Flatten(), new Dense(64, outputs)), device) { Loss = loss, Observer = null };
            var message = Assert.Throws<T>(() => trainer.Fit(set, 1, 8, Token)).Message;
            Assert.Null(trainer.Network);
            return message;
        }
        Assert.Contains("compares with classes, and the images of digits train have 2 values each", Refused<InvalidOperationException>(new SoftmaxCrossEntropy(), 2, data).Replace(data.Train.Name, "digits train"));
        Assert.Contains("puts out 1x3x1x1, 3 values", Refused<ShapeException>(new MeanSquaredError(), 3, data));
        Assert.Contains("compares with values", Refused<InvalidOperationException>(new Hinge(), 10, Datasets.Digits()));
        Assert.Contains("tells 5 classes apart", Refused<ShapeException>(new SoftTargetCrossEntropy(), 5, Datasets.Digits()));
        Assert.Contains("2 values to predict", Assert.Throws<DataException>(() => new ImageSet("few", new Shape(3, 1, 2, 2), new byte[12], [1f, 2])).Message);
        Assert.Contains("value 1 to predict is NaN", Assert.Throws<DataException>(() => new ImageSet("bad", new Shape(2, 1, 1, 1), new byte[2], [1, float.NaN])).Message);
    }

    private static Dataset Brightness()
    {
        var digits = Datasets.Digits();
        return new Dataset("brightness", Of(digits.Train), Of(digits.Test));

        static ImageSet Of(ImageSet images)
        {
            var values = new float[2 * images.Count];
            for (var i = 0; i < images.Count; i++)
            {
                foreach (var pixel in images.Image(i)) values[2 * i] += pixel / 64f;
                foreach (var pixel in images.Image(i)[..32]) values[2 * i + 1] += pixel / 32f;
            }
            return images.WithTargets(values);
        }
    }

    private static ImageSet OneHot(ImageSet images)
    {
        var shares = new float[10 * images.Count];
        for (var i = 0; i < images.Count; i++) shares[10 * i + images.Labels[i]] = 1;
        return images.WithTargets(shares);
    }
}
