using ConvGpu.Threading;

namespace ConvGpu;

/// <summary>Trains a model on a data set of classes, or of values to predict, and measures it.</summary>
public sealed partial class Trainer : IDisposable
{
    private readonly Graph _model;
    private readonly ComputeDevice _device;
    private Network? _network;
    private BatchLoader? _loader;
    private ImageTransform? _transform;
    private bool _disposed;

    /// <summary>Creates a trainer with the default recipe: SGD at 0.05 with momentum 0.9, cross-entropy, learning rate falling to 0.</summary>
    /// <param name="model">The layers.</param>
    /// <param name="device">Where to compute; it must outlive the trainer.</param>
    public Trainer(Graph model, ComputeDevice device) => (_model, _device) = (model, device);

    /// <summary>How parameters follow their gradients.</summary>
    public Optimizer Optimizer { get; init; } = new Sgd(0.05f, momentum: 0.9f);

    /// <summary>
    /// What training makes small: a loss over classes or over shares of them, or a loss over values where the images have values
    /// (<see cref="ImageSet.TargetCount"/>). With values <see cref="Score.Accuracy"/> is NaN.
    /// </summary>
    public Loss Loss { get; init; } = new SoftmaxCrossEntropy();

    /// <summary>How the learning rate changes.</summary>
    public Schedule Schedule { get; init; } = Schedule.LinearToZero;

    /// <summary>The seed of parameters, shuffles, validation split and dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The share of the training images kept for validation, from 0 up to, but not including, 1.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>
    /// How each training image is changed every time it is trained on, one after the other; not at all unless set. Images that are
    /// validated and tested stay as they are.
    /// </summary>
    public IReadOnlyList<ImageAugmentation> Augmentations { get; init; } = [];

    /// <summary>
    /// Mixup (Zhang et al., 2018): trains on images that are mixed in pairs, and their classes or values likewise, with shares from
    /// Beta(alpha, alpha), such as 0.2; from above 0 to 1,000, and 0, unless set, for none. A loss over classes becomes that over shares
    /// (<see cref="ConvGpu.Loss.OfShares"/>); as right counts the class with the larger share.
    /// </summary>
    public double MixupAlpha { get; init; }

    /// <summary>How gradients are clipped before the optimiser sees them; not at all unless set.</summary>
    public GradientClip? Clip { get; init; }

    /// <summary>
    /// How many batches share one update of the parameters (<see cref="NetworkOptions.AccumulateSteps"/>); an epoch ends with an update by
    /// what is left.
    /// </summary>
    public int AccumulateSteps { get; init; } = 1;

    /// <summary>
    /// Keeps exponential averages of the parameters, which validation, tests and predictions compute with
    /// (<see cref="NetworkOptions.AverageDecay"/>).
    /// </summary>
    public float? AverageDecay { get; init; }

    /// <summary>Bytes that training may take of the device's memory (<see cref="NetworkOptions.MemoryBudget"/>); no limit unless set.</summary>
    public long? MemoryBudget { get; init; }

    /// <summary>Measures how each convolution is computed fastest before training (<see cref="NetworkOptions.Tuning"/>); estimated unless set.</summary>
    public AlgorithmTuning? Tuning { get; init; }

    /// <summary>In how many bits activations and their gradients are kept (<see cref="NetworkOptions.Precision"/>); float32 unless set.</summary>
    public Precision Precision { get; init; }

    /// <summary>How gradients are scaled in <see cref="Precision.Half"/>.</summary>
    public LossScaling LossScaling { get; init; } = new();

    /// <summary>The names of layers whose parameters stay as they are (<see cref="NetworkOptions.Frozen"/>).</summary>
    public IReadOnlyCollection<string> Frozen { get; init; } = [];

    /// <summary>
    /// Threads that read pictures from disk, and change them, beside the one that trains; as many as the host computes with unless set. Nothing
    /// that is computed depends on it.
    /// </summary>
    public int? LoaderThreads { get; init; }

    /// <summary>Is told how training goes; writes lines to the console unless set, and says nothing when null.</summary>
    public ITrainingObserver? Observer { get; set; } = new TextTrainingObserver(Console.Out);

    /// <summary>Ends training early: asked after each epoch, and true means enough.</summary>
    public Predicate<EpochResult>? StopWhen { get; init; }

    /// <summary>Ends training when the validation loss no longer falls, or the accuracy no longer rises; needs <see cref="ValidationFraction"/>.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>
    /// Whether training ends with the parameters of the epoch whose validation loss was the least (or what <see cref="EarlyStopping"/> follows the best), which the tests and predictions then
    /// compute with; needs <see cref="ValidationFraction"/>. They are kept in host memory, and in checkpoints.
    /// </summary>
    public bool KeepBest { get; init; }

    /// <summary>Saves the state of training now and then, to go on with <see cref="Resume"/>; not at all unless set.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>
    /// Whether a loss that is not finite is followed to the layer and the step where it began. Takes a copy of the network's state in host
    /// memory at the start of each epoch, and trains the epoch again when it happens.
    /// </summary>
    public bool LocateNonFinite { get; init; }

    /// <summary>The trained network; null before the first <see cref="Fit"/>.</summary>
    public Network? Network => _network;

    /// <summary>How images became the network's input, to prepare others alike; null before the first <see cref="Fit"/>.</summary>
    public ImageTransform? Transform => _transform;

    /// <summary>Trains for some epochs, then reads the test set once. A second call goes on with the parameters of the first.</summary>
    /// <param name="dataset">What to train on. Its images are resized to the model's input where their size differs.</param>
    /// <param name="epochs">Passes over the training images, at least 1.</param>
    /// <param name="batchSize">Images a step, at least 1, and at most the number of training images: a larger number stands for that.
    /// A last, shorter batch is trained too.</param>
    /// <param name="cancellation">Ends training after the current step; what was learned stays.</param>
    /// <exception cref="ShapeException">Model and data do not fit, or a number is out of range.</exception>
    /// <exception cref="DataException">The validation share leaves nothing to train on, or a shift nothing of the images.</exception>
    /// <exception cref="InvalidOperationException">The loss does not compare with what the images have.</exception>
    /// <exception cref="CheckpointException">The folder of <see cref="Checkpoints"/> holds another run's, or cannot be used.</exception>
    /// <exception cref="DeviceException">The device was lost; the message has the last checkpoint.</exception>
    /// <exception cref="ConvGpuException">The loss is no longer a finite number: training has diverged.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public TrainingResult Fit(Dataset dataset, int epochs, int batchSize, CancellationToken cancellation = default) =>
        Train(dataset, epochs, batchSize, resume: false, cancellation);

    /// <summary>
    /// Goes on from the newest checkpoint in <see cref="Checkpoints"/>, or from the beginning where there is none yet. On one device the
    /// losses and parameters are those of a run that was never interrupted, to the bit.
    /// </summary>
    /// <param name="dataset">What was trained on.</param>
    /// <param name="epochs">In all, those that are done included; with another number than before the schedule goes on as one of that many.</param>
    /// <param name="batchSize">As before.</param>
    /// <param name="cancellation">Ends training after the current step.</param>
    /// <exception cref="InvalidOperationException"><see cref="Checkpoints"/> is not set, or the loss does not compare with what the images have.</exception>
    /// <exception cref="CheckpointException">The checkpoint is of another model, data set or recipe, or all are damaged.</exception>
    /// <exception cref="ShapeException">Model and data do not fit, or a number is out of range.</exception>
    /// <exception cref="DataException">The validation share leaves nothing to train on, or a shift nothing of the images.</exception>
    /// <exception cref="ConvGpuException">The loss is no longer a finite number: training has diverged.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public TrainingResult Resume(Dataset dataset, int epochs, int batchSize, CancellationToken cancellation = default) => Checkpoints is null
        ? throw new InvalidOperationException("There is nothing to resume: set Trainer.Checkpoints to the folder of the run.")
        : Train(dataset, epochs, batchSize, resume: true, cancellation);

    /// <summary>
    /// Makes the network that <see cref="Fit"/> with the same data set and batch will train, to set parameters before: those of a network
    /// that was trained on something else, say.
    /// </summary>
    /// <param name="dataset">What to train on.</param>
    /// <param name="batchSize">Images a step, at least 1.</param>
    /// <exception cref="ShapeException">Model and data do not fit, or a number is out of range.</exception>
    /// <exception cref="ArgumentException">A layer that is to be frozen does not exist or has no parameters.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public Network Prepare(Dataset dataset, int batchSize)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (batchSize < 1) throw new ShapeException($"A batch has at least 1 image, not {batchSize}.");
        return Prepare(dataset, Split(dataset.Train).Train, batchSize);
    }

    /// <summary>Frees the network's device memory.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _loader?.Dispose();
        _network?.Dispose();
    }

    /// <summary>Whether a kernel makes the network's input of images of 8 bits, for tests; on GPUs unless set.</summary>
    internal bool? PreparesOnDevice { get; init; }

    /// <summary>Opens the temporary file of a checkpoint; the file system unless a test fails it.</summary>
    internal Func<string, Stream>? CreateCheckpoint { get; init; }

    /// <summary>Steps of the last training, those before it was resumed included.</summary>
    internal long TrainedSteps { get; private set; }

    /// <summary>How many images a share of them is.</summary>
    internal static int ValidationCount(int images, double fraction) => fraction == 0 ? 0 : Math.Max(1, (int)Math.Round(images * fraction));

    private TrainingResult Train(Dataset dataset, int epochs, int batchSize, bool resume, CancellationToken cancellation)
    {
        RequireTrainable(dataset, epochs, batchSize);
        var checkpoints = Checkpoints is null ? null : new CheckpointFolder(Checkpoints, message => Observer?.Warned(message)) { Create = CreateCheckpoint };
        if (!resume) checkpoints?.RequireEmpty();
        var (train, validation) = Split(dataset.Train);
        var network = Prepare(dataset, train, batchSize);
        var run = new Run(this, network, train, validation, epochs);
        string? resumed = null;
        if (checkpoints is not null)
        {
            run.KeepIn(checkpoints, RunSettings.Of(this, network, dataset, train, epochs, Checkpoints!.Settings));
            using var file = resume ? checkpoints.OpenNewest() : null;
            if (file is not null) run.Restore(file);
            if (file?.Device is { } device && device != _device.Id)
                Observer?.Warned($"{file.Path} was trained on {device}; on {_device.Id} sums are in another order, so the run is another one in its last digits.");
            resumed = !resume ? null : file is null ? $"from the beginning: there is no checkpoint in {Checkpoints!.Folder} yet" : $"from {file.Path}: {file.Position}";
        }
        Observer?.Started(new TrainingStart(
            _model.Name, dataset.Name, _device.ToString(), network.ParameterCount, train.Count, validation?.Count ?? 0, dataset.Test.Count,
            string.Join(", ", [.. Augmentations.Select(a => a.Description), _transform!.Description, .. MixupText()]), network.Memory.ToString(), epochs, network.Options.MaxBatch, batchSize)
        {
            Resumed = resumed, Done = [.. run.Results],
        });
        (Score? Score, string? Problem) test = default, hard = default;
        OnDevice(checkpoints, () =>
        {
            run.Execute(cancellation);
            if (run.IsComplete) test = MeasureTest(dataset.Test, "test", cancellation);
            if (test is not (null, null) && dataset.HardTest is { } harder) hard = MeasureTest(harder, "harder test", cancellation);
        });
        var stopped = test is (null, null) || (hard is (null, null) && dataset.HardTest is not null);
        string?[] problems = [test.Problem, hard.Problem];
        var result = new TrainingResult(
            [.. run.Results], run.FirstLoss, test.Score, hard.Score, run.Seconds, run.Images / Math.Max(run.Seconds, 1e-9), _device.Counters.PeakBytes,
            network.Options.MaxBatch, stopped)
        {
            BestEpoch = run.BestEpoch, StopReason = run.StopReason,
            TestProblem = stopped || problems.All(p => p is null) ? null : string.Join("; ", problems.OfType<string>()), Checkpoint = checkpoints?.Newest,
            HowToGoOn = stopped && checkpoints?.Newest is not null ? checkpoints.Describe() : null,
        };
        Observer?.Finished(result);
        return result;
    }

    private void RequireTrainable(Dataset dataset, int epochs, int batchSize)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (epochs < 1) throw new ShapeException($"Training takes at least 1 epoch, not {epochs}.");
        if (batchSize < 1) throw new ShapeException($"A batch has at least 1 image, not {batchSize}.");
        if (LoaderThreads < 1) throw new ShapeException($"Pictures are read by at least 1 thread, not {LoaderThreads}.");
        if (ValidationFraction == 0 && (KeepBest || EarlyStopping is not null))
        {
            throw new DataException(
                $"{(KeepBest ? "Keeping the best model" : "Early stopping")} follows the validation loss, but nothing is validated: set Trainer.ValidationFraction (--validation).");
        }
        if (EarlyStopping?.Measure == ValidationMeasure.Accuracy && dataset.Train.TargetCount > 0 && Loss.Target == TargetKind.Values)
            throw new DataException("Images that have values are not right or wrong: let early stopping follow ValidationMeasure.Loss.");
        foreach (var augmentation in Augmentations) augmentation.Check(AugmentedShape(_model, dataset.Train));
    }

    /// <summary>The sizes that augmentations work on: pictures of files are resized to the model's input while they are read.</summary>
    internal static Shape AugmentedShape(Graph model, ImageSet images) => images.IsOnDisk && model.InputShape is { } input ? input : images.Shape;

    private (Network Network, ImageTransform Transform, BatchLoader Loader) Trained()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _network is not null && _transform is not null && _loader is not null
            ? (_network, _transform, _loader)
            : throw new InvalidOperationException("Nothing was trained yet: call Fit first.");
    }

    private (ImageSet Train, ImageSet? Validation) Split(ImageSet images)
    {
        if (ValidationFraction == 0) return (images, null);
        if (!(ValidationFraction > 0 && ValidationFraction < 1))
            throw new DataException($"The validation share is from 0 to below 1, not {ValidationFraction}.");
        return images.HoldOut(ValidationCount(images.Count, ValidationFraction), Seed + RandomStreams.Validation, "validation");
    }

    private Network Prepare(Dataset dataset, ImageSet train, int batchSize)
    {
        var input = _model.InputShape ?? dataset.Train.Shape with { N = 1 };
        var output = new ShapedGraph(_model, input).Output;
        _loss ??= TrainedLoss();
        var transform = new ImageTransform(train, input);
        foreach (var images in (ImageSet?[])[dataset.Train, dataset.Test, dataset.HardTest])
        {
            if (images is null) continue;
            RequireTargets(images, output);
            // Refuses other channels before the training, not after it.
            transform.For(images.Shape);
        }
        // A larger batch would only take memory.
        batchSize = Math.Min(batchSize, train.Count);
        if (_network is { } old && (old.Options.MaxBatch != batchSize || old.InputShape != input))
        {
            if (old.InputShape != input)
                throw new ShapeException($"{_model.Name} was trained on {old.InputShape} and cannot go on with {input}; make a new trainer.");
            _network = Make(input, batchSize);
            _network.TakeStateOf(old);
            old.Dispose();
            _loader?.Dispose();
            _loader = null;
        }
        _network ??= Make(input, batchSize);
        _transform = transform;
        _loader ??= new BatchLoader(_device, batchSize, input, _loss.Target, output, LoaderThreads ?? WorkerPool.ThreadCount)
        {
            PreparesOnDevice = PreparesOnDevice ?? (_device.Info.IsGpu && _network.IndexLimit is null),
        };
        return _network;
    }

    private Network Make(Shape input, int batchSize) => new(_model, _device, new NetworkOptions
    {
        InputShape = input, MaxBatch = batchSize, Seed = Seed, Loss = _loss, Optimizer = Optimizer, Frozen = Frozen,
        Clip = Clip, AccumulateSteps = AccumulateSteps, AverageDecay = AverageDecay,
        MemoryBudget = MemoryBudget, Precision = Precision, LossScaling = LossScaling,
        Tuning = Tuning,
    });
}
