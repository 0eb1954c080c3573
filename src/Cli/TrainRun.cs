using System.Runtime.InteropServices;
using ConvGpu.Threading;

namespace ConvGpu.Cli;

/// <summary>One run of <c>convgpu train</c>.</summary>
internal sealed record TrainRun
{
    private const double OverfitLoss = 0.05;

    public required string Model { get; init; }

    public required string Dataset { get; init; }

    public string? DataDirectory { get; init; }

    public string? Device { get; init; }

    public required int Epochs { get; init; }

    public required int Batch { get; init; }

    public required float LearningRate { get; init; }

    public ulong Seed { get; init; } = 1;

    public double Validation { get; init; }

    public float Dropout { get; init; }

    public int? Overfit { get; init; }

    public bool Json { get; init; }

    public int Execute()
    {
        Check();
        using var device = CommonOptions.OpenDevice(Device);
        var dataset = Datasets.Open(Dataset, DataDirectory, Seed);
        if (Overfit is { } count)
        {
            var few = dataset.Train.Select($"{count} images of {Dataset}", [.. Enumerable.Range(0, Math.Min(count, dataset.Train.Count))]);
            dataset = new Dataset(dataset.Name, few, few);
        }
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            // The second Ctrl-C ends the process at once.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        });
        using var trainer = new Trainer(ModelZoo.Create(Model, dataset.Classes, Overfit is null ? Dropout : 0), device)
        {
            Optimizer = new Sgd(LearningRate, momentum: 0.9f),
            Schedule = Overfit is null ? Schedule.LinearToZero : Schedule.Constant,
            Seed = Seed,
            ValidationFraction = Validation,
            StopWhen = Overfit is null ? null : epoch => epoch.Train.Loss < OverfitLoss,
            Observer = Json ? new TextTrainingObserver(Console.Error) : null,
        };
        var result = Json
            ? trainer.Fit(dataset, Epochs, Batch, stop.Token)
            : ConsoleObserver.Show(observer =>
            {
                trainer.Observer = observer;
                return trainer.Fit(dataset, Epochs, Batch, stop.Token);
            });
        if (Json) Console.Out.WriteLine(TrainJson.Line(this, device, result, WorkerPool.ThreadCount));
        if (Overfit is not null && !(result.FinalLoss < OverfitLoss))
            throw new ConvGpuException($"the loss on {Overfit} images is {result.FinalLoss:G4} after {result.Epochs.Count} epochs, not under {OverfitLoss}; try more --epochs or another --lr.");
        return result.Stopped ? CommandLine.Failure : 0;
    }

    private void Check()
    {
        if (!(LearningRate >= 0 && float.IsFinite(LearningRate))) throw new UsageException($"--lr is a finite number of at least 0, not {LearningRate}.");
        if (!(Validation >= 0 && Validation < 1)) throw new UsageException($"--validation is from 0 to below 1, not {Validation}.");
        if (!(Dropout >= 0 && Dropout < 1)) throw new UsageException($"--dropout is from 0 to below 1, not {Dropout}.");
        if (Overfit is < 1) throw new UsageException($"--overfit is at least 1, not {Overfit}.");
    }
}
