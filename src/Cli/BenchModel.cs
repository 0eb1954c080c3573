using System.Globalization;
using ConvGpu.Kernels;
using ConvGpu.Threading;

namespace ConvGpu.Cli;

/// <summary>Images a second of a model at its own size; the batch, of random numbers, stays on the device.</summary>
internal static class BenchModel
{
    private const string Train = "train";

    public static IEnumerable<BenchResult> Run(string model, ComputeDevice device, int batch, double seconds, IEnumerable<string> modes, bool profile,
        string? tuningFile = null)
    {
        using var network = Create(model, device, batch, tuningFile);
        foreach (var mode in modes)
        {
            var times = BenchTimes.Measure(device, seconds, Step(network, mode, batch));
            yield return new BenchResult()
                .With("model", model).With("mode", mode).With("batch", batch).With("device", device.Id).With("threads", WorkerPool.ThreadCount)
                .With("images_per_second", batch / times.MedianMs * 1e3).With(times)
                .With("effective_gflops", network.OpsOf(mode == Train).Sum(op => op.Flops(batch)) / times.MedianMs / 1e6)
                .With("algorithm", Algorithms(network, mode)).With("peak_device_bytes", device.Counters.PeakBytes);
        }
        if (profile) ShowProfile(device, network, batch);
    }

    /// <summary>Measures for about <paramref name="seconds"/> whenever a line comes in, and answers with images a second.</summary>
    public static void TakeTurns(string model, ComputeDevice device, int batch, double seconds, string mode, string? tuningFile,
        TextReader requests, TextWriter answers)
    {
        using var network = Create(model, device, batch, tuningFile);
        var step = Step(network, mode, batch);
        // Once for the warm-up.
        Throughput.Measure(device, batch, seconds, step);
        while (requests.ReadLine() is not null)
        {
            answers.WriteLine(Throughput.Run(device, batch, seconds, step).Mean.ToString("R", CultureInfo.InvariantCulture));
            answers.Flush();
        }
    }

    private static Network Create(string model, ComputeDevice device, int batch, string? tuningFile)
    {
        var network = TuningOption.Tuned(tuningFile, tuning => new Network(NamedModel.Create(model), device, new NetworkOptions
        {
            MaxBatch = batch, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.001f, momentum: 0.9f), Tuning = tuning,
        }));
        SetInput(network);
        SetLabels(network, batch);
        return network;
    }

    private static Action Step(Network network, string mode, int batch) =>
        mode == Train ? () => network.TrainStep(batch) : () => network.EnqueueForward(batch);

    /// <summary>How the convolutions are computed, with how many ops are computed so.</summary>
    private static string Algorithms(Network network, string mode) => string.Join(", ",
        network.AlgorithmsOf(mode == Train).GroupBy(name => name)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}"));

    private static void SetInput(Network network)
    {
        if (network.IndexLimit is not null)
        {
            IndexBatch.Set(network, 1);
            return;
        }
        var random = new SeededRandom(1, 0);
        var input = new float[network.Options.MaxBatch * network.InputShape.ItemCount];
        foreach (ref var value in input.AsSpan()) value = (float)random.NextGaussian();
        network.SetInput(input);
    }

    // One label for all would be learned within seconds, and probabilities and gradients that are denormal numbers take several times as long.
    private static void SetLabels(Network network, int batch)
    {
        var classes = network.OutputShape.C;
        network.SetLabels([.. Enumerable.Range(0, batch).Select(item => item % classes)]);
    }

    private static void ShowProfile(ComputeDevice device, Network network, int batch)
    {
        const int Steps = 10;
        network.StartProfile();
        for (var i = 0; i < Steps; i++) network.TrainStep(batch);
        device.Synchronize();
        var entries = network.StopProfile();
        var total = entries.Sum(e => e.Seconds);
        foreach (var entry in entries.OrderByDescending(e => e.Seconds))
            Console.WriteLine(FormattableString.Invariant(
                $"{entry.Seconds / Steps * 1e6,10:N0} us {entry.Seconds / total,6:P1}  {entry.Layer,-12} {entry.Name}"));
    }
}
