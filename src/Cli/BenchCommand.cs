using System.CommandLine;
using System.Globalization;

namespace ConvGpu.Cli;

/// <summary><c>convgpu bench</c>: images a second in training and in inference.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var model = CommonOptions.Model();
        var device = CommonOptions.Device();
        var batch = CommonOptions.Batch();
        var threads = CommonOptions.Threads();
        var seconds = CommonOptions.Seconds("How long to measure each.", 3);
        var profile = new Option<bool>("--profile") { Description = "Show the time of every op of a training step." };
        var command = new Command("bench", "Measures images a second; the batch stays on the device.") { model, device, batch, threads, seconds, profile };
        command.SetAction(parsed =>
        {
            var name = CommonOptions.RequireModel(parsed.GetValue(model)!);
            CommonOptions.UseThreads(parsed.GetValue(threads));
            var size = CommonOptions.AtLeastOne(parsed.GetValue(batch) ?? 64, "--batch");
            var time = CommonOptions.FiniteAtLeastZero(parsed.GetValue(seconds), "--seconds");
            using var opened = CommonOptions.OpenDevice(parsed.GetValue(device));
            Console.WriteLine(opened);
            using var network = new Network(ModelZoo.Create(name), opened, new NetworkOptions
            {
                MaxBatch = size, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.001f, momentum: 0.9f),
            });
            SetInput(network);
            network.SetLabels(new int[size]);
            var unit = network.IndexLimit is null ? "images" : "sequences";
            Show("training", unit, Throughput.Measure(opened, size, time, () => network.TrainStep(size)));
            Show("inference", unit, Throughput.Measure(opened, size, time, () => network.EvaluateStep(size)));
            Console.WriteLine($"memory     {network.MemoryPlan}");
            if (parsed.GetValue(profile)) ShowProfile(opened, network, size);
            return 0;
        });
        return command;
    }

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

    private static void Show(string what, string unit, Throughput rate) =>
        Print($"{what,-10} {rate.Mean,10:N0} {unit}/s (best step {rate.Best,10:N0})");

    private static void ShowProfile(ComputeDevice device, Network network, int batch)
    {
        const int Steps = 10;
        network.StartProfile();
        for (var i = 0; i < Steps; i++) network.TrainStep(batch);
        device.Synchronize();
        var entries = network.StopProfile();
        var total = entries.Sum(e => e.Seconds);
        foreach (var entry in entries.OrderByDescending(e => e.Seconds))
            Print($"{entry.Seconds / Steps * 1e6,10:N0} us {entry.Seconds / total,6:P1}  {entry.Layer,-12} {entry.Name}");
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
