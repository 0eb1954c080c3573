using ConvGpu.Kernels;

namespace ConvGpu.Tests.Training;

/// <summary>The trainer in 16 bits: runs that can be gone on with, and what it refuses.</summary>
public sealed class PrecisionTrainingTests : Checkpoints.CheckpointFixture
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Precision.Half)]
    [InlineData(Precision.BFloat16)]
    public void ARunThatWasStoppedAnywhereEndsWithTheSameBits(Precision precision)
    {
        using var device = ComputeDevice.Open("cpu");
        string whole;
        using (var trainer = Make(device, null, precision)) whole = Everything(trainer, trainer.Fit(Data, Epochs, Batch, Token));
        foreach (var stopAt in (int[])[1, 4, 7, 10, 14])
        {
            using var stop = new CancellationTokenSource();
            using (var first = Make(device, Options(everySteps: null), precision, new Listener { OnStep = step => { if (step.Step == stopAt) stop.Cancel(); } }))
                Assert.True(first.Fit(Data, Epochs, Batch, stop.Token).Stopped);
            using var second = Make(device, Options(), precision);
            Assert.Equal(whole, Everything(second, second.Resume(Data, Epochs, Batch, Token)));
            Directory.Delete(Folder, recursive: true);
        }
    }

    [Fact]
    public void ACheckpointHoldsFloat32AndTheLossScaleAndIsOfItsPrecision()
    {
        using var device = ComputeDevice.Open("cpu");
        using (var trainer = Make(device, Options(), Precision.Half))
        {
            trainer.Fit(Data, 1, Batch, Token);
            using var file = SafeTensorsFile.Open(Directory.GetFiles(Folder).Order().Last());
            Assert.All(trainer.Network!.ParameterNames, name => Assert.Equal(SafeTensorType.Float32, file.Find(name)!.Type));
            var scale = new byte[2 * sizeof(int)];
            file.ReadBytes(CheckpointFile.Prefix + "loss_scale", scale);
            Assert.Equal(trainer.Network.ReadLossScale(), BitConverter.ToSingle(scale));
        }
        using var other = Make(device, Options(), Precision.Float32);
        Assert.Contains("precision: Half in the checkpoint, none now", Assert.Throws<CheckpointException>(() => other.Resume(Data, 1, Batch, Token)).Message);
    }

    [Fact]
    public void AnotherBatchGoesOnWithTheLossScale()
    {
        using var device = ComputeDevice.Open("cpu");
        using var trainer = Make(device, null, Precision.Half);
        trainer.Fit(Data, 1, Batch, Token);
        var scale = trainer.Network!.ReadLossScale();
        Assert.NotEqual(1 << 24, scale);
        Assert.Equal(scale, trainer.Prepare(Data, Batch + 1).ReadLossScale());
    }

    [Fact]
    public void DigitsAreLearnedIn16Bits()
    {
        using var device = ComputeDevice.Open("cpu");
        foreach (var precision in (Precision[])[Precision.Half, Precision.BFloat16])
        {
            using var trainer = new Trainer(ModelZoo.LeNet5(), device) { Observer = null, Precision = precision, LocateNonFinite = true };
            Assert.True(trainer.Fit(Datasets.Digits(), epochs: 4, batchSize: 32, Token).Test!.Value.Accuracy > 0.85, $"{precision}");
        }
    }

    [Fact]
    public void WhatCannotBeSkippedOrReadIsRefused()
    {
        using var device = ComputeDevice.Open("cpu");
        var options = new NetworkOptions { InputShape = new Shape(1, 4), Loss = new MeanSquaredError(), Optimizer = new Own(), Precision = Precision.Half };
        Assert.Contains("train in Precision.BFloat16", Assert.Throws<NotSupportedException>(() => new Network(Sequential.Of(new Dense(4, 2)), device, options)).Message);
        // The update is then a list of its own.
        Assert.Throws<NotSupportedException>(() => new Network(Sequential.Of(new Dense(4, 2)), device, options with { AccumulateSteps = 2 }));
        using var network = new Network(Sequential.Of(new Dense(4, 2)), device, options with { Precision = Precision.BFloat16 });
        Assert.Contains("not train in Precision.Half", Assert.Throws<InvalidOperationException>(() => network.ReadLossScale()).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossScaling(0.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossScaling(GrowthInterval: 0));
    }

    // A scale of 2^24 overflows at first, and doubles now and then: every part of its state is in use.
    private static Trainer Make(ComputeDevice device, CheckpointOptions? checkpoints, Precision precision, ITrainingObserver? observer = null) => new(Model(), device)
    {
        Precision = precision, LossScaling = new LossScaling(1 << 24, 3), Optimizer = new Adam(0.01f), ValidationFraction = 6 / 26.0, AverageDecay = 0.9f,
        KeepBest = true, Observer = observer, Checkpoints = checkpoints,
    };

    private sealed class Own() : Optimizer(1)
    {
        public override void Update(UpdateContext context) => context.Emit(new Nothing(), context.Parameter);
    }

    private sealed record Nothing : KernelOp
    {
        public override string Name => "nothing";

        public override int OperandCount => 1;

        public override long Bytes(int n) => 0;

        public override void Enqueue(ComputeDevice device, ReadOnlySpan<Operand> operands, int n)
        {
        }
    }
}
