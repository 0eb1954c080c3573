using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace ConvGpu.Cli;

/// <summary><c>convgpu check MODEL</c>: one training step on every usable device, compared with cpu.</summary>
internal static class CheckCommand
{
    // Largest difference over largest value; float32 sums of some ten thousand terms in another order stay well below.
    private const double Tolerance = 1e-4;

    public static Command Create()
    {
        var model = CommonOptions.Model();
        var batch = CommonOptions.Batch();
        var device = new Option<string[]>("--device") { Description = "Check only these devices; every usable one unless given.", AllowMultipleArgumentsPerToken = true };
        var seed = CommonOptions.Seed();
        var threads = CommonOptions.Threads();
        var command = new Command("check", "Runs one training step on every usable device and compares it with cpu.") { model, batch, device, seed, threads };
        command.SetAction(parsed =>
        {
            var name = CommonOptions.RequireModel(parsed.GetValue(model)!);
            CommonOptions.UseThreads(parsed.GetValue(threads));
            var size = CommonOptions.AtLeastOne(parsed.GetValue(batch) ?? (Recipe.IsDeep(name) ? 2 : 32), "--batch");
            var asked = parsed.GetValue(device) ?? [];
            foreach (var one in asked) CommonOptions.RequireDeviceName(one);
            return Check(name, size, parsed.GetValue(seed), asked);
        });
        return command;
    }

    private static int Check(string model, int batch, ulong seed, string[] asked)
    {
        var ids = asked.Length > 0 ? asked : [.. ComputeDevice.All().Where(d => d.IsUsable).Select(d => d.Id)];
        var reference = Step.On("cpu", model, batch, seed);
        Print($"{model}, batch {batch}, seed {seed}: one training step on digits, compared with cpu (largest difference / largest value)");
        Print($"{"device",-16} {"first loss",-11} {"activations",-34} {"gradients",-34} {"images/s",8}  who computes");
        var failed = new List<string>();
        foreach (var id in ids.Where(i => i != "cpu").Prepend("cpu"))
        {
            var step = id == "cpu" ? reference : Step.On(id, model, batch, seed);
            var activation = Worst(reference.Activations, step.Activations);
            var gradient = Worst(reference.Gradients, step.Gradients);
            Print($"{id,-16} {step.Loss,-11:G7} {Show(activation),-34} {Show(gradient),-34} {step.ImagesPerSecond,8:N0}  {step.Device}");
            // Written so that NaN fails.
            if (!(activation.Difference <= Tolerance && gradient.Difference <= Tolerance)) failed.Add(id);
        }
        if (failed.Count == 0) return 0;
        throw new ConvGpuException(string.Create(CultureInfo.InvariantCulture,
            $"{string.Join(" and ", failed)} differ from cpu by more than {Tolerance:G1}; run the op tests on them (dotnet test -c Release) to find the op."));
    }

    private static string Show((double Difference, string Where) worst) =>
        string.Create(CultureInfo.InvariantCulture, $"{worst.Difference:G3} {worst.Where}");

    private static (double Difference, string Where) Worst(
        IReadOnlyList<(string Name, float[] Values)> expected, IReadOnlyList<(string Name, float[] Values)> actual)
    {
        var worst = (Difference: 0.0, Where: "");
        foreach (var ((name, a), (_, b)) in expected.Zip(actual))
        {
            var (largest, difference) = (0.0, 0.0);
            for (var i = 0; i < a.Length; i++)
            {
                largest = Math.Max(largest, Math.Abs(a[i]));
                // Math.Max passes NaN on.
                difference = Math.Max(difference, Math.Abs((double)a[i] - b[i]));
            }
            var relative = difference == 0 ? 0 : difference / largest;
            if (!(relative <= worst.Difference)) worst = (relative, name);
        }
        return worst;
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>What one training step computed on one device.</summary>
    private sealed record Step(
        string Device, float Loss, double ImagesPerSecond,
        IReadOnlyList<(string Name, float[] Values)> Activations, IReadOnlyList<(string Name, float[] Values)> Gradients)
    {
        public static Step On(string id, string model, int batch, ulong seed)
        {
            using var device = ComputeDevice.Open(id);
            var dataset = Datasets.Digits(seed);
            var graph = ModelZoo.Create(model, dataset.Classes, dropout: 0);
            using var network = new Network(graph, device, new NetworkOptions
            {
                MaxBatch = batch, Seed = seed, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.001f, momentum: 0.9f), KeepActivations = true,
            });
            var transform = new ImageTransform(dataset.Train, network.InputShape);
            var item = (int)network.InputShape.ItemCount;
            var input = new float[batch * item];
            var labels = new int[batch];
            for (var i = 0; i < batch; i++)
            {
                var image = i % dataset.Train.Count;
                transform.Apply(dataset.Train.Image(image), input.AsSpan(i * item, item));
                labels[i] = dataset.Train.Labels[image];
            }
            network.SetInput(input);
            network.SetLabels(labels);
            network.TrainStep(batch);
            var loss = network.ReadLoss();
            (string, float[])[] activations = [.. network.ReadActivations(batch)];
            (string, float[])[] gradients = [.. network.ReadGradients()];
            return new Step($"{device.Info.Computes} on {device.Info.Name}", loss, Rate(network, batch), activations, gradients);
        }

        private static double Rate(Network network, int batch)
        {
            var clock = Stopwatch.StartNew();
            var steps = 0;
            do
            {
                network.TrainStep(batch);
                network.Device.Synchronize();
                steps++;
            }
            while (clock.Elapsed.TotalSeconds < 1);
            return steps * batch / clock.Elapsed.TotalSeconds;
        }
    }
}
