using ConvGpu.Kernels;

namespace ConvGpu.Cli;

/// <summary>What one training step on digits, or on random indices, computed on one device, and how fast it is.</summary>
/// <param name="Device">Who computed it.</param>
/// <param name="Loss">The first loss.</param>
/// <param name="ImagesPerSecond">0 where it was not measured.</param>
/// <param name="Activations">Every activation by layer.</param>
/// <param name="Gradients">Every gradient by parameter.</param>
internal sealed record CheckedStep(
    string Device, float Loss, double ImagesPerSecond,
    IReadOnlyList<(string Name, float[] Values)> Activations, IReadOnlyList<(string Name, float[] Values)> Gradients)
{
    /// <summary>Runs the step on a device.</summary>
    /// <param name="id">The device's name.</param>
    /// <param name="graph">The model, as <see cref="Model"/> makes it.</param>
    /// <param name="batch">Images a step.</param>
    /// <param name="seed">The seed of parameters and data.</param>
    /// <param name="seconds">How long to measure the speed; 0 for not at all.</param>
    /// <param name="winograd">Whether convolutions may be computed by minimal filtering.</param>
    /// <returns>Null where they may be, and none is.</returns>
    public static CheckedStep? On(string id, Graph graph, int batch, ulong seed, double seconds, bool winograd = false)
    {
        using var refused = winograd ? null : WinogradPlan.Refuse();
        using var device = ComputeDevice.Open(id);
        var dataset = Datasets.Digits(seed);
        var options = new NetworkOptions
        {
            MaxBatch = batch, Seed = seed, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.001f, momentum: 0.9f),
        };
        if (winograd && !new NetworkPlan(graph, options).Training.Any(op => OpTable.AlgorithmOf(op.Op, device) == "winograd")) return null;
        var step = Compare(graph, device, options, dataset.Train, seed);
        if (seconds == 0) return step;
        // Keeping every activation takes more memory than training does, so that speed is measured without.
        using var network = new Network(graph, device, options);
        SetBatch(network, dataset.Train, seed);
        return step with { ImagesPerSecond = Throughput.Measure(device, batch, seconds, () => network.TrainStep(batch)).Mean };
    }

    /// <summary>Makes a model, of a name or a file, with the digits' classes and a dropout of 0.</summary>
    public static Graph Model(string name) => NamedModel.Create(name, Datasets.Digits().Classes, dropout: 0);

    private static CheckedStep Compare(Graph graph, ComputeDevice device, NetworkOptions options, ImageSet images, ulong seed)
    {
        using var network = new Network(graph, device, options with { KeepActivations = true });
        SetBatch(network, images, seed);
        network.TrainStep(options.MaxBatch);
        return new CheckedStep(
            $"{device.Info.Computes} on {device.Info.Name}", network.ReadLoss(), 0,
            [.. network.ReadActivations(options.MaxBatch)], [.. network.ReadGradients()]);
    }

    private static void SetBatch(Network network, ImageSet images, ulong seed)
    {
        var labels = new int[network.Options.MaxBatch];
        for (var i = 0; i < labels.Length; i++) labels[i] = images.Labels[i % images.Count];
        network.SetLabels(labels);
        if (network.IndexLimit is not null)
        {
            IndexBatch.Set(network, seed);
            return;
        }
        var transform = new ImageTransform(images, network.InputShape);
        var item = (int)network.InputShape.ItemCount;
        var input = new float[labels.Length * item];
        for (var i = 0; i < labels.Length; i++) transform.Apply(images.Image(i % images.Count), input.AsSpan(i * item, item));
        network.SetInput(input);
    }
}
