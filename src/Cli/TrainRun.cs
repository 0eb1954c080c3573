using System.Globalization;
using System.Runtime.InteropServices;
using ConvGpu.Onnx;
using ConvGpu.Threading;

namespace ConvGpu.Cli;

/// <summary>One run of <c>convgpu train</c>.</summary>
internal sealed record TrainRun
{
    private const double OverfitLoss = 0.05;

    public required string Model { get; init; }

    public required string Dataset { get; init; }

    public DatasetReading Reading { get; init; } = new();

    /// <summary>Threads that read pictures; null for as many as compute.</summary>
    public int? Workers { get; init; }

    public string? Device { get; init; }

    public required int Epochs { get; init; }

    public required int Batch { get; init; }

    public required float LearningRate { get; init; }

    public ulong Seed { get; init; } = 1;

    public double Validation { get; init; }

    public float? Dropout { get; init; }

    public string? Augment { get; init; }

    /// <summary>The alpha of mixup; 0 for none.</summary>
    public double Mixup { get; init; }

    /// <summary>One of <see cref="Optimizers.Names"/>.</summary>
    public string Optimizer { get; init; } = Optimizers.Default;

    public float WeightDecay { get; init; }

    /// <summary>As <see cref="ScheduleOption"/> takes it; null for the recipe's own.</summary>
    public string? Schedule { get; init; }

    /// <summary>Steps of the rise before the schedule.</summary>
    public int WarmUp { get; init; }

    public float? ClipNorm { get; init; }

    public int Accumulate { get; init; } = 1;

    public float? Average { get; init; }

    public float LabelSmoothing { get; init; }

    public int? Overfit { get; init; }

    public long? MemoryBudget { get; init; }

    public Precision Precision { get; init; }

    /// <summary>Where measured algorithms are remembered; not measured unless set.</summary>
    public string? TuningFile { get; init; }

    public int? Patience { get; init; }

    /// <summary>What is followed: loss or accuracy.</summary>
    public string StopOn { get; init; } = "loss";

    public bool KeepBest { get; init; }

    public bool LocateNonFinite { get; init; }

    public TrainFiles Files { get; init; } = TrainFiles.None;

    public bool Json { get; init; }

    public int Execute()
    {
        Check();
        var augmentations = Augmentations();
        var schedule = ScheduleOption.Parse(Schedule ?? (Overfit is null ? "linear" : "constant"), WarmUp);
        Files.Weights.RequireFile();
        if (Files is { Checkpoints: { } kept, Resume: false } && Directory.Exists(kept.Folder)) new CheckpointFolder(kept, _ => { }).RequireEmpty();
        var tuning = TuningFile is null ? null : ConvGpu.TuningFile.Load(TuningFile);
        var dataset = Reading.Open(Dataset, Seed);
        CheckCounts(dataset.Train.Count);
        var model = NamedModel.ForImages(Model, dataset.Classes, Dropout ?? (Overfit is null ? null : 0));
        OfAugment(() => { foreach (var augmentation in augmentations) augmentation.Check(Trainer.AugmentedShape(model, dataset.Train)); });
        if (Overfit is { } count)
        {
            var few = dataset.Train.Select($"{count} images of {Dataset}", [.. Enumerable.Range(0, count)]);
            dataset = new Dataset(dataset.Name, few, few);
        }
        using var device = CommonOptions.OpenDevice(Device);
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext context)
        {
            // The second Ctrl-C ends the process at once.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        // What schedulers of machines send before they take one away.
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var trainer = new Trainer(model, device)
        {
            Optimizer = Optimizers.Create(Optimizer, LearningRate, WeightDecay),
            Schedule = schedule,
            Loss = new SoftmaxCrossEntropy(LabelSmoothing),
            Clip = ClipNorm is { } norm ? GradientClip.ByNorm(norm) : null,
            AccumulateSteps = Accumulate,
            AverageDecay = Average,
            MemoryBudget = MemoryBudget,
            Tuning = tuning,
            Precision = Precision,
            Seed = Seed,
            ValidationFraction = Validation,
            Augmentations = augmentations,
            LoaderThreads = Workers,
            MixupAlpha = Mixup,
            StopWhen = Overfit is null ? null : epoch => epoch.Train.Loss < OverfitLoss,
            EarlyStopping = Patience is null && StopOn == "loss"
                ? null
                : new EarlyStopping(Patience ?? int.MaxValue, measure: StopOn == "loss" ? ValidationMeasure.Loss : ValidationMeasure.Accuracy),
            KeepBest = KeepBest,
            LocateNonFinite = LocateNonFinite,
            Checkpoints = Files.Checkpoints is { } checkpoints ? checkpoints with { Settings = CheckpointSettings() } : null,
        };
        if (TuningFile is not null)
        {
            trainer.Prepare(dataset, Batch);
            if (tuning!.Measured > 0) ConvGpu.TuningFile.Save(TuningFile, tuning);
        }
        if (Files.Weights.File is not null) Files.Weights.LoadInto(trainer.Prepare(dataset, Batch), Json ? Console.Error : Console.Out);
        TrainingResult Train(ITrainingObserver observer)
        {
            trainer.Observer = Files.Observing(observer);
            return Files.Resume ? trainer.Resume(dataset, Epochs, Batch, stop.Token) : trainer.Fit(dataset, Epochs, Batch, stop.Token);
        }
        TrainingResult result;
        try
        {
            result = Json ? Train(new TextTrainingObserver(Console.Error)) : ConsoleObserver.Show(Train);
        }
        catch (DataException e) when (Files.Save is not null && trainer.TrainedSteps > 0)
        {
            Save(trainer.Network!);
            throw new DataException($"{e.Message} What was trained until then is in {Files.Save}.", e);
        }
        Save(trainer.Network!);
        if (Files.Report is { } report) TrainingReport.Write(report, trainer, dataset, result, ClassNames.Of(dataset));
        if (Json) Console.Out.WriteLine(TrainJson.Line(this, device, result, WorkerPool.ThreadCount));
        if (Overfit is not null && !(result.FinalLoss < OverfitLoss))
            throw new ConvGpuException($"the loss on {Overfit} images is {result.FinalLoss:G4} after {result.Epochs.Count} epochs, not under {OverfitLoss}; try more --epochs or another --lr.");
        return result.Stopped || result.TestProblem is not null ? CommandLine.Failure : 0;
    }

    private void Save(Network network)
    {
        if (Files.Save is not { } path) return;
        if (NamedModel.IsFile(path)) network.SaveOnnx(path);
        else network.SaveWeights(path, Files.Weights.Names);
    }

    private void Check()
    {
        CommonOptions.RequireDeviceName(Device);
        CommonOptions.FiniteAtLeastZero(LearningRate, "--lr");
        Optimizers.Require(Optimizer);
        CommonOptions.FiniteAtLeastZero(WeightDecay, "--weight-decay");
        if (ClipNorm is { } norm && !(norm > 0 && float.IsFinite(norm))) throw new UsageException($"--clip-norm is finite and above 0, not {Show(norm)}.");
        CommonOptions.AtLeastOne(Accumulate, "--accumulate");
        CommonOptions.AtLeastOne(Workers ?? 1, "--workers");
        Share(Average ?? 0, "--average");
        Share(LabelSmoothing, "--label-smoothing");
        Share(Validation, "--validation");
        if (!(Mixup >= 0 && Mixup <= ConvGpu.Mixup.LargestAlpha)) throw new UsageException($"--mixup is from 0, for none, to {ConvGpu.Mixup.LargestAlpha}, not {Show(Mixup)}.");
        if (Mixup > 0 && Overfit is not null) throw new UsageException("--overfit trains on images that stay the same; give it or "
            + "--mixup.");
        Files.Weights.Check(Model);
        if (StopOn is not ("loss" or "accuracy")) throw new UsageException($"--stop-on is loss or accuracy, not '{StopOn}'.");
        if (StopOn == "accuracy" && Patience is null && !KeepBest) throw new UsageException("--stop-on is for --patience and --keep-best; give one of them.");
        if (Patience is < 0) throw new UsageException($"--patience is at least 0, not {Patience}.");
        if (Validation == 0 && (Patience is not null || KeepBest))
            throw new UsageException($"{(KeepBest ? "--keep-best" : "--patience")} follows the loss of images kept by --validation; give it a share, such as 0.1.");
        if (Dropout is { } rate)
        {
            Share(rate, "--dropout");
            if (!HasDropout(Model))
                throw new UsageException($"{Model} has no dropout; --dropout is for {string.Join(", ", ModelZoo.Names.Where(HasDropout))}.");
        }
        if (Overfit is not { } count) return;
        CommonOptions.AtLeastOne(count, "--overfit");
        if (Validation > 0) throw new UsageException("--overfit trains on all of its images and keeps none for --validation; give "
            + "one of them.");
    }

    // What the trainer is not told, but the result depends on.
    private Dictionary<string, string> CheckpointSettings() => new()
    {
        ["dropout"] = Dropout?.ToString(CultureInfo.InvariantCulture) ?? "", ["overfit"] = Overfit?.ToString(CultureInfo.InvariantCulture) ?? "",
        ["weights"] = Files.Weights.File ?? "",
    };

    private IReadOnlyList<ImageAugmentation> Augmentations()
    {
        if (Augment is null) return [];
        if (Overfit is not null) throw new UsageException("--overfit trains on images that stay the same; give it or --augment.");
        IReadOnlyList<ImageAugmentation> augmentations = [];
        OfAugment(() => augmentations = ImageAugmentation.Parse(Augment));
        return augmentations;
    }

    private static void OfAugment(Action read)
    {
        try
        {
            read();
        }
        catch (DataException e)
        {
            throw new UsageException($"--augment: {e.Message}");
        }
    }

    /// <summary>What can be checked only when the images are there.</summary>
    private void CheckCounts(int images)
    {
        if (Overfit > images) throw new UsageException($"--overfit {Overfit} is more than the {images} training images of {Dataset}.");
        if (Trainer.ValidationCount(images, Validation) >= images)
            throw new UsageException($"--validation {Show(Validation)} leaves none of the {images} training images of {Dataset} to train on.");
    }

    // That of a file is as it says.
    private static bool HasDropout(string model) => !NamedModel.IsFile(model) && ModelZoo.Create(model).Nodes.Any(n => n.Layer is ConvGpu.Dropout);

    private static void Share(double value, string name)
    {
        if (!(value >= 0 && value < 1)) throw new UsageException($"{name} is from 0 to below 1, not {Show(value)}.");
    }

    private static string Show(double value) => value.ToString(CultureInfo.InvariantCulture);
}
