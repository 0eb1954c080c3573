namespace ConvGpu.Bench;

/// <summary>A model that trains on random images of its own size, with a label an image.</summary>
internal sealed class TrainingRun : IDisposable
{
    /// <summary>How long a step is repeated before it is measured.</summary>
    public const double WarmSeconds = 4;

    private readonly ComputeDevice _device;
    private readonly Network _network;

    public TrainingRun(string model, string device, int batch)
    {
        _device = ComputeDevice.Open(device);
        _network = new Network(ModelZoo.Create(model), _device, new NetworkOptions
        {
            MaxBatch = batch, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.001f, momentum: 0.9f),
        });
        var random = new SeededRandom(1, 0);
        var input = new float[batch * _network.InputShape.ItemCount];
        foreach (ref var value in input.AsSpan()) value = (float)random.NextGaussian();
        _network.SetInput(input);
        // One label for all would soon give denormal gradients, which time something else.
        _network.SetLabels([.. Enumerable.Range(0, batch).Select(item => item % _network.OutputShape.C)]);
        Batch = batch;
    }

    /// <summary>Images of a step.</summary>
    public int Batch { get; }

    /// <summary>Seconds a step of the ops that <paramref name="belongs"/> takes, of one step.</summary>
    public double SecondsOf(Func<ProfileEntry, bool> belongs)
    {
        _network.StartProfile();
        Step();
        return _network.StopProfile().Where(belongs).Sum(entry => entry.Seconds);
    }

    /// <summary>Trains one step.</summary>
    public void Step()
    {
        _network.TrainStep(Batch);
        _device.Synchronize();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _device.Dispose();
    }
}
