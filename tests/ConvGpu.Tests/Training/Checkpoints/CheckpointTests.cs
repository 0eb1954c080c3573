namespace ConvGpu.Tests.Training.Checkpoints;

public sealed class CheckpointTests : CheckpointFixture
{
    /// <summary>Stopped at every one of its steps in turn, a run ends with the bits of one that was not.</summary>
    [Fact]
    public void ARunThatWasStoppedAnywhereEndsWithTheSameBits()
    {
        using var device = ComputeDevice.Open("cpu");
        string whole;
        using (var trainer = MakeTrainer(device, null)) whole = Everything(trainer, trainer.Fit(Data, Epochs, Batch));
        for (var stopAt = 1; stopAt < 15; stopAt++)
        {
            using var stop = new CancellationTokenSource();
            var listener = new Listener { OnStep = step => { if (step.Step == stopAt) stop.Cancel(); } };
            using (var first = MakeTrainer(device, Options(everySteps: null), listener)) Assert.True(first.Fit(Data, Epochs, Batch, stop.Token).Stopped);
            Assert.EndsWith($"checkpoint-{stopAt:D9}.safetensors", listener.Result!.Checkpoint);
            Assert.Contains("Trainer.Resume", listener.Result.HowToGoOn);

            using var second = MakeTrainer(device, Options(), listener = new Listener());
            var result = second.Resume(Data, Epochs, Batch);
            Assert.Equal(whole, Everything(second, result));
            Assert.Contains($"step {stopAt}", listener.Start!.Resumed);
            Assert.Equal((stopAt - 1) / 5, listener.Start.Done.Count);
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>A process that is killed leaves its last checkpoint: any of them gives the same end, also that of the end itself.</summary>
    [Fact]
    public void EveryCheckpointOfARunLeadsToItsEnd()
    {
        using var device = ComputeDevice.Open("cpu");
        string whole;
        using (var trainer = MakeTrainer(device, Options(keep: 100))) whole = Everything(trainer, trainer.Fit(Data, Epochs, Batch));
        var files = Directory.GetFiles(Folder).Order().ToList();
        Assert.Equal(15, files.Count);
        foreach (var file in files)
        {
            var other = Directory.CreateDirectory(Path.Combine(Folder, "one")).FullName;
            File.Copy(file, Path.Combine(other, Path.GetFileName(file)));
            using var trainer = MakeTrainer(device, Options() with { Folder = other });
            Assert.Equal(whole, Everything(trainer, trainer.Resume(Data, Epochs, Batch)));
            Assert.InRange(Directory.GetFiles(other).Length, 1, 2);
            Directory.Delete(other, recursive: true);
        }
    }

    /// <summary>With a rate that does not depend on it, a run that is made longer is the longer run.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 7)]
    public void ARunCanBeMadeLonger(int epochs, int stopAt)
    {
        using var device = ComputeDevice.Open("cpu");
        Trainer Make(CheckpointOptions? checkpoints, ITrainingObserver? observer = null) => new(Model(), device)
        {
            Schedule = Schedule.Step(3, 0.5), Optimizer = new Adam(0.01f), ValidationFraction = 6 / 26.0, KeepBest = true, Observer = observer, Checkpoints = checkpoints, AverageDecay = 0.9f,
        };
        string whole;
        using (var trainer = Make(null)) whole = Everything(trainer, trainer.Fit(Data, 4, Batch));
        using var stop = new CancellationTokenSource();
        using (var first = Make(Options(null), new Listener { OnStep = step => { if (step.Step == stopAt) stop.Cancel(); } })) first.Fit(Data, epochs, Batch, stop.Token);
        var listener = new Listener();
        using var second = Make(Options(), listener);
        Assert.Equal(whole, Everything(second, second.Resume(Data, 4, Batch)));
        Assert.Contains($"is of a run of {epochs} epochs; it goes on to 4", Assert.Single(listener.Warnings));
        // It can be made shorter too, but not than what is done.
        using var third = Make(Options());
        Assert.Contains("has done 4: it cannot end after 3; ask for 4 epochs or more", Assert.Throws<CheckpointException>(() => third.Resume(Data, 3, Batch)).Message);
    }

    [Fact]
    public void ACancelledValidationIsDoneAgain()
    {
        using var device = ComputeDevice.Open("cpu");
        string whole;
        using (var trainer = MakeTrainer(device, null)) whole = Everything(trainer, trainer.Fit(Data, Epochs, Batch));
        using var stop = new CancellationTokenSource();
        // The last step of the epoch: what is cancelled is the validation behind it.
        using (var first = MakeTrainer(device, Options(null), new Listener { OnStep = step => { if (step.Step == 5) stop.Cancel(); } })) first.Fit(Data, Epochs, Batch, stop.Token);
        using var second = MakeTrainer(device, Options());
        Assert.Equal(whole, Everything(second, second.Resume(Data, Epochs, Batch)));
    }

    [Fact]
    public void ADamagedNewestFileIsNamedAndTheOneBeforeIsUsed()
    {
        using var device = ComputeDevice.Open("cpu");
        string whole;
        using (var trainer = MakeTrainer(device, Options())) whole = Everything(trainer, trainer.Fit(Data, Epochs, Batch));
        var files = Directory.GetFiles(Folder).OrderDescending().ToList();
        Assert.Equal(2, files.Count);
        var bytes = File.ReadAllBytes(files[0]);
        foreach (var damage in (Func<byte[], byte[]>[])[b => b[..100], b => [], b => Flipped(b, b.Length - 500), b => Flipped(b, 30), b => Flipped(b, b.Length - 1)])
        {
            File.WriteAllBytes(files[0], damage(bytes));
            var listener = new Listener();
            using var trainer = MakeTrainer(device, Options(), listener);
            Assert.Equal(whole, Everything(trainer, trainer.Resume(Data, Epochs, Batch)));
            var warning = Assert.Single(listener.Warnings);
            Assert.Contains(files[0], warning);
            Assert.Contains($"Going on from {files[1]}.", warning);
            Assert.True(File.Exists(files[0] + ".damaged"));
            Assert.True(File.Exists(files[1]));
        }
        foreach (var file in files) File.WriteAllText(file, "x");
        using var none = MakeTrainer(device, Options());
        var error = Assert.Throws<CheckpointException>(() => none.Resume(Data, Epochs, Batch));
        Assert.Contains(files[0], error.Message);
        Assert.Contains(files[1], error.Message);
    }

    [Fact]
    public void AFullDiskCostsOneInterval()
    {
        using var device = ComputeDevice.Open("cpu");
        var count = 0;
        var listener = new Listener();
        using (var trainer = MakeTrainer(device, Options(), listener, create: path => ++count == 3 ? new FullDisk(path) : File.Create(path)))
            Assert.False(trainer.Fit(Data, Epochs, Batch).Stopped);
        Assert.Contains("No space left on device", Assert.Single(listener.Warnings));
        Assert.Contains("The one before is " + Path.Combine(Folder, "checkpoint-000000002.safetensors"), listener.Warnings[0]);
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
    }

    [Fact]
    public void AnotherRunIsRefusedWithWhatDiffers()
    {
        using var device = ComputeDevice.Open("cpu");
        using (var trainer = MakeTrainer(device, Options())) trainer.Fit(Data, 1, Batch);
        using var other = MakeTrainer(device, Options(), rate: 0.02f);
        var error = Assert.Throws<CheckpointException>(() => other.Resume(Data, 2, 5)).Message;
        Assert.Contains($"is of another run (a test):{Environment.NewLine}  batch: 4 in the checkpoint, 5 now{Environment.NewLine}  optimiser: Adam(", error);
        Assert.Contains("learningRate 0.01", error);
        Assert.Contains("learningRate 0.02", error);
        Assert.Contains("holds checkpoints already", Assert.Throws<CheckpointException>(() => other.Fit(Data, 1, Batch)).Message);

        using var wider = new Trainer(Sequential.Of("tiny", new Shape(1, 1, 4, 4), new Flatten(), new Dense(16, 3)), device) { Observer = null, Checkpoints = Options() };
        error = Assert.Throws<CheckpointException>(() => wider.Resume(Data, 1, Batch)).Message;
        Assert.Contains("layer flatten1: flatten of dropout1: 1x32x1x1 in the checkpoint, flatten of input: 1x16x1x1 now", error);
        using var without = MakeTrainer(device, null);
        Assert.Throws<InvalidOperationException>(() => without.Resume(Data, 1, Batch));
        Assert.Throws<CheckpointException>(() => MakeTrainer(device, Options(everySteps: 0)).Fit(Data, 1, Batch));
        Assert.Throws<CheckpointException>(() => MakeTrainer(device, Options(keep: 1)).Fit(Data, 1, Batch));
    }

    [Fact]
    public void ACheckpointIsAFileOfWeights()
    {
        using var device = ComputeDevice.Open("cpu");
        using var trainer = MakeTrainer(device, Options());
        var result = trainer.Fit(Data, Epochs, Batch);
        using var network = new Network(Model(), device, new NetworkOptions { MaxBatch = 1 });
        Assert.True(network.LoadWeights(result.Checkpoint!).IsComplete);
        // The last checkpoint is of the last epoch, and its averages are the model.
        using var file = SafeTensorsFile.Open(result.Checkpoint!);
        Assert.Equal(file.ReadFloats("training/dense1.weight.average"), network.ReadParameter("dense1.weight"));
        Assert.Equal("a test", file.Metadata["command"]);
    }

    [Fact]
    public void NoCheckpointIsWrittenOfNumbersThatAreNone()
    {
        using var device = ComputeDevice.Open("cpu");
        using var trainer = MakeTrainer(device, Options());
        trainer.Prepare(Data, Batch).WriteParameter("dense1.bias", [float.NaN, 0, 0]);
        Assert.Contains("training has diverged", Assert.Throws<ConvGpuException>(() => trainer.Fit(Data, 1, Batch)).Message);
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public void ResumingBeforeAnythingWasSavedBeginsAtTheBeginning()
    {
        using var device = ComputeDevice.Open("cpu");
        var listener = new Listener();
        using var trainer = MakeTrainer(device, Options(), listener);
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "checkpoint-000000001.safetensors.tmp"), "half");
        Assert.Equal(Epochs, trainer.Resume(Data, Epochs, Batch).Epochs.Count);
        Assert.Contains("there is no checkpoint in " + Folder + " yet", listener.Start!.Resumed);
        Assert.Empty(Directory.GetFiles(Folder, "*.tmp"));
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        byte[] copy = [.. bytes];
        copy[at] ^= 4;
        return copy;
    }

    private sealed class FullDisk(string path) : FileStream(path, FileMode.Create)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Position + buffer.Length > 3000) throw new IOException("No space left on device");
            base.Write(buffer);
        }
    }
}
