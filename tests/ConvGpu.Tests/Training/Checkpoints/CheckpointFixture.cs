namespace ConvGpu.Tests.Training.Checkpoints;

/// <summary>A folder for checkpoints and a small run that fills it: everything that has a state is in use.</summary>
public abstract class CheckpointFixture : IDisposable
{
    protected const int Epochs = 3;
    protected const int Batch = 4;

    protected string Folder { get; } = Path.Combine(Path.GetTempPath(), $"convgpu-checkpoints-{Guid.NewGuid():N}");

    /// <summary>26 images, of which 20 are trained on: 5 steps and 3 updates an epoch.</summary>
    protected static Dataset Data { get; } = MakeData();

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static Graph Model(float dropout = 0.3f) => Sequential.Of("tiny", new Shape(1, 1, 4, 4),
        new Conv2D(1, 2, 3, padding: 1), new BatchNorm2D(2), new ReLU(), new Dropout(dropout), new Flatten(), new Dense(32, 3));

    protected CheckpointOptions Options(int? everySteps = 1, int keep = 2) => new() { Folder = Folder, EverySteps = everySteps, Keep = keep, CommandLine = "a test" };

    protected static Trainer MakeTrainer(ComputeDevice device, CheckpointOptions? checkpoints, ITrainingObserver? observer = null, float rate = 0.01f,
        Predicate<EpochResult>? stopWhen = null, Func<string, Stream>? create = null) => new(Model(), device)
    {
        Optimizer = new Adam(rate), Schedule = Schedule.OnPlateau(0.5, patience: 0, threshold: 0.5).AfterWarmUp(2), ValidationFraction = 6 / 26.0,
        Clip = GradientClip.ByNorm(1), AccumulateSteps = 2, AverageDecay = 0.9f, Augmentations = ImageAugmentation.Parse("shift:1,flip"), KeepBest = true,
        EarlyStopping = new EarlyStopping(5), Observer = observer, Checkpoints = checkpoints, StopWhen = stopWhen, CreateCheckpoint = create,
    };

    /// <summary>Every number of a network and of what was measured.</summary>
    protected static string Everything(Trainer trainer, TrainingResult result)
    {
        var network = trainer.Network!;
        var numbers = network.ParameterNames.SelectMany(n => network.ReadParameter(n).Concat(network.ReadAverage(n))).Concat(network.BufferNames.SelectMany(network.ReadBuffer))
            .Select(BitConverter.SingleToInt32Bits);
        var epochs = result.Epochs.Select(e => $"{e.Epoch} {e.Train} {e.Validation} {e.LearningRate}");
        return $"{string.Join(' ', numbers)}\n{result.FirstLoss} {string.Join('\n', epochs)}\n{result.Test} {result.BestEpoch}";
    }

    private static Dataset MakeData()
    {
        var random = new Random(3);
        ImageSet Set(string name, int count)
        {
            var pixels = new byte[count * 16];
            random.NextBytes(pixels);
            return new ImageSet(name, new Shape(count, 1, 4, 4), 3, pixels, [.. Enumerable.Range(0, count).Select(i => i % 3)]);
        }
        return new Dataset("noise", Set("noise", 26), Set("noise test", 9));
    }

    protected sealed class Listener : ITrainingObserver
    {
        public List<string> Warnings { get; } = [];

        public TrainingStart? Start { get; private set; }

        public TrainingResult? Result { get; private set; }

        public bool WantsProgress => false;

        public int StepInterval => OnStep is null ? 0 : 1;

        public Action<TrainingStep>? OnStep { get; init; }

        public void Started(TrainingStart start) => Start = start;

        public void Progressed(in TrainingProgress progress) => Assert.Fail("It was not asked for.");

        public void StepEnded(in TrainingStep step) => OnStep!(step);

        public void Warned(string message) => Warnings.Add(message);

        public void EpochEnded(EpochResult epoch)
        {
        }

        public void Finished(TrainingResult result) => Result = result;
    }
}
