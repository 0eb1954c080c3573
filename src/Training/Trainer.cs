using System.Diagnostics;

namespace ConvGpu;

/// <summary>Trains a model on a data set and measures it.</summary>
public sealed class Trainer : IDisposable
{
    private static readonly TimeSpan _progressInterval = TimeSpan.FromMilliseconds(100);

    private readonly Graph _model;
    private readonly ComputeDevice _device;
    private Network? _network;
    private BatchLoader? _loader;
    private ImageTransform? _transform;

    /// <summary>Creates a trainer with the default recipe: SGD at 0.05 with momentum 0.9, cross-entropy, learning rate falling to 0.</summary>
    /// <param name="model">The layers.</param>
    /// <param name="device">Where to compute; it must outlive the trainer.</param>
    public Trainer(Graph model, ComputeDevice device) => (_model, _device) = (model, device);

    /// <summary>How parameters follow their gradients.</summary>
    public Optimizer Optimizer { get; init; } = new Sgd(0.05f, momentum: 0.9f);

    /// <summary>What training makes small.</summary>
    public Loss Loss { get; init; } = new SoftmaxCrossEntropy();

    /// <summary>How the learning rate changes.</summary>
    public Schedule Schedule { get; init; } = Schedule.LinearToZero;

    /// <summary>The seed of parameters, shuffles, validation split and dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The share of the training images kept for validation, from 0 up to, but not including, 1.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>Is told how training goes; writes lines to the console unless set, and says nothing when null.</summary>
    public ITrainingObserver? Observer { get; set; } = new TextTrainingObserver(Console.Out);

    /// <summary>Ends training early: asked after each epoch, and true means enough.</summary>
    public Predicate<EpochResult>? StopWhen { get; init; }

    /// <summary>The trained network; null before the first <see cref="Fit"/>.</summary>
    public Network? Network => _network;

    /// <summary>Trains for some epochs, then reads the test set once. A second call goes on with the parameters of the first.</summary>
    /// <param name="dataset">What to train on.</param>
    /// <param name="epochs">Passes over the training images, at least 1.</param>
    /// <param name="batchSize">Images a step, at least 1; a last, shorter batch is trained too.</param>
    /// <param name="cancellation">Ends training after the current step; what was learned stays.</param>
    /// <exception cref="ShapeException">Model and data do not fit, or a number is out of range.</exception>
    /// <exception cref="DataException">The validation share leaves nothing to train on.</exception>
    public TrainingResult Fit(Dataset dataset, int epochs, int batchSize, CancellationToken cancellation = default)
    {
        if (epochs < 1) throw new ShapeException($"Training takes at least 1 epoch, not {epochs}.");
        if (batchSize < 1) throw new ShapeException($"A batch has at least 1 image, not {batchSize}.");
        var (train, validation) = Split(dataset.Train);
        var network = Prepare(dataset, train, batchSize);
        Observer?.Started(new TrainingStart(
            _model.Name, dataset.Name, _device.ToString(), network.ParameterCount, train.Count, validation?.Count ?? 0, dataset.Test.Count,
            _transform!.Description, network.MemoryPlan, epochs, network.Options.MaxBatch));

        var run = new Run(this, network, train, epochs);
        var results = new List<EpochResult>();
        var enough = false;
        while (!enough && results.Count < epochs && run.Epoch(results.Count + 1, cancellation) is { } epoch)
        {
            if (validation is not null) epoch = epoch with { Validation = Evaluate(validation) };
            results.Add(epoch);
            Observer?.EpochEnded(epoch);
            enough = StopWhen?.Invoke(epoch) ?? false;
        }
        var stopped = !enough && results.Count < epochs;
        var result = new TrainingResult(
            results, run.FirstLoss, stopped ? null : Evaluate(dataset.Test), stopped || dataset.HardTest is null ? null : Evaluate(dataset.HardTest),
            run.Seconds, run.Images / Math.Max(run.Seconds, 1e-9), _device.Counters.PeakBytes, stopped);
        Observer?.Finished(result);
        return result;
    }

    /// <summary>Measures loss and accuracy without training.</summary>
    /// <param name="images">Images of the same size as those trained on.</param>
    /// <exception cref="InvalidOperationException">Nothing was trained yet.</exception>
    public Score Evaluate(ImageSet images)
    {
        var network = _network ?? throw new InvalidOperationException("Call Fit before Evaluate.");
        network.ResetSums();
        _loader!.Start(images, _transform!, [.. Enumerable.Range(0, images.Count)]);
        for (int n; (n = _loader.Next(network)) > 0;) network.EvaluateStep(n);
        var (loss, correct) = network.ReadSums();
        return new Score(loss / images.Count, correct / (double)images.Count);
    }

    /// <summary>Frees the network's device memory.</summary>
    public void Dispose()
    {
        _loader?.Dispose();
        _network?.Dispose();
    }

    private (ImageSet Train, ImageSet? Validation) Split(ImageSet images)
    {
        if (ValidationFraction == 0) return (images, null);
        if (!(ValidationFraction > 0 && ValidationFraction < 1))
            throw new DataException($"The validation share is from 0 to below 1, not {ValidationFraction}.");
        return images.HoldOut(Math.Max(1, (int)Math.Round(images.Count * ValidationFraction)), Seed + RandomStreams.Validation, "validation");
    }

    private Network Prepare(Dataset dataset, ImageSet train, int batchSize)
    {
        var input = _model.InputShape ?? dataset.Train.Shape with { N = 1 };
        var shapes = new ShapedGraph(_model, input);
        if (Loss.Target == TargetKind.Class && shapes.Output.C < dataset.Classes)
        {
            throw new ShapeException(
                $"{_model.Name} tells {shapes.Output.C} classes apart, but {dataset.Name} has {dataset.Classes}; end the model with {dataset.Classes} outputs.");
        }
        // A batch larger than the data set would only take memory.
        batchSize = Math.Min(batchSize, Math.Max(train.Count, dataset.Test.Count));
        if (_network is { } old && (old.Options.MaxBatch != batchSize || old.InputShape != input))
        {
            if (old.InputShape != input)
                throw new ShapeException($"{_model.Name} was trained on {old.InputShape} and cannot go on with {input}; make a new trainer.");
            _network = Make(input, batchSize);
            foreach (var name in old.ParameterNames) _network.WriteParameter(name, old.ReadParameter(name));
            old.Dispose();
            _loader!.Dispose();
            _loader = null;
        }
        _network ??= Make(input, batchSize);
        _transform = new ImageTransform(train, input);
        _loader ??= new BatchLoader(_device, batchSize, input);
        return _network;
    }

    private Network Make(Shape input, int batchSize) => new(_model, _device, new NetworkOptions
    {
        InputShape = input, MaxBatch = batchSize, Seed = Seed, Loss = Loss, Optimizer = Optimizer,
    });

    /// <summary>The state of one call of <see cref="Fit"/>.</summary>
    private sealed class Run(Trainer trainer, Network network, ImageSet train, int epochs)
    {
        private readonly int[] _order = new int[train.Count];
        private readonly long _stepsPerEpoch = (train.Count + network.Options.MaxBatch - 1) / network.Options.MaxBatch;
        private readonly Stopwatch _clock = new();
        private TimeSpan _reported;
        private long _steps;

        public float FirstLoss { get; private set; } = float.NaN;

        public long Images { get; private set; }

        public double Seconds => _clock.Elapsed.TotalSeconds;

        /// <summary>Trains one epoch; null when it was cancelled.</summary>
        public EpochResult? Epoch(int epoch, CancellationToken cancellation)
        {
            var start = Seconds;
            _clock.Start();
            for (var i = 0; i < _order.Length; i++) _order[i] = i;
            new SeededRandom(trainer.Seed, RandomStreams.Epochs + (uint)epoch).Shuffle(_order);
            network.ResetSums();
            trainer._loader!.Start(train, trainer._transform!, _order);
            var rate = trainer.Optimizer.LearningRate * (float)trainer.Schedule.Factor(_steps, epochs * _stepsPerEpoch);
            var done = 0;
            for (int n; (n = trainer._loader.Next(network)) > 0;)
            {
                // A cancelled epoch still takes its batches, so that the loader ends as it began.
                if (cancellation.IsCancellationRequested) continue;
                network.LearningRate = trainer.Optimizer.LearningRate * (float)trainer.Schedule.Factor(_steps, epochs * _stepsPerEpoch);
                network.TrainStep(n);
                _steps++;
                done += n;
                Images += n;
                Report(epoch, done);
            }
            network.Device.Synchronize();
            _clock.Stop();
            if (cancellation.IsCancellationRequested) return null;
            var (loss, correct) = network.ReadSums();
            var seconds = Seconds - start;
            return new EpochResult(epoch, new Score(loss / done, correct / (double)done), null, rate, seconds, done / Math.Max(seconds, 1e-9));
        }

        private void Report(int epoch, int done)
        {
            if (_steps == 1) FirstLoss = network.ReadLoss();
            if (trainer.Observer is null || _clock.Elapsed - _reported < _progressInterval) return;
            _reported = _clock.Elapsed;
            var rate = Images / Math.Max(Seconds, 1e-9);
            var left = (long)train.Count * epochs - Images;
            trainer.Observer.Progressed(new TrainingProgress(
                epoch, epochs, done, train.Count, network.ReadLoss(), rate, TimeSpan.FromSeconds(left / rate)));
        }
    }
}
