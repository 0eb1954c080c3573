namespace ConvGpu.Tests.Graphs;

/// <summary>The gradients of a whole network: against central differences of its own loss, and against those of another device.</summary>
internal static class NetworkGradient
{
    /// <summary>A network of a graph with random input and targets, after one training step without an optimiser.</summary>
    public static Network AfterAStep(Graph graph, ComputeDevice device, int batch, ulong seed = 3) => AfterAStep(graph, device, batch, out _, out _, seed);

    /// <summary>The same, with what the network was given.</summary>
    public static Network AfterAStep(Graph graph, ComputeDevice device, int batch, out float[] input, out float[] targets, ulong seed = 3)
    {
        var network = new Network(graph, device, new NetworkOptions { MaxBatch = batch, Seed = seed, Loss = new MeanSquaredError(), KeepActivations = true });
        var random = new SeededRandom(seed, 0);
        input = Values(random, batch * network.InputShape.ItemCount);
        targets = Values(random, batch * network.OutputShape.ItemCount);
        network.SetInput(input);
        network.SetTargets(targets);
        network.TrainStep(batch);
        return network;
    }

    /// <summary>
    /// A step of 1e-2 has a truncation error of about 1e-4 of the third derivative and a rounding error of 1e-7 * loss / 1e-2 = 1e-5 *
    /// loss; 1e-2 of the largest gradient is above both and far below what a wrong gradient gives.
    /// </summary>
    public static void CheckNumerically(Network network, int batch)
    {
        foreach (var (name, gradient) in network.ReadGradients().ToList())
        {
            var values = network.ReadParameter(name);
            var largest = gradient.Max(Math.Abs);
            Assert.True(largest > 0, $"{name} has no gradient");
            for (var i = 0; i < values.Length; i += Math.Max(1, values.Length / 7))
            {
                var numeric = (LossWith(network, batch, name, values, i, 1e-2f) - LossWith(network, batch, name, values, i, -1e-2f)) / 2e-2;
                Assert.True(Math.Abs(numeric - gradient[i]) <= 1e-2 * largest, $"{name}[{i}]: {gradient[i]} instead of {numeric}");
            }
            network.WriteParameter(name, values);
        }
    }

    /// <summary>Loss, activations and gradients of one step: differences of at most <paramref name="tolerance"/> of a tensor's largest value.</summary>
    public static void CheckEqual(Network expected, Network actual, int batch, double tolerance = 1e-5)
    {
        Compare("loss", [expected.ReadLoss()], [actual.ReadLoss()], tolerance);
        foreach (var ((name, a), (_, b)) in expected.ReadActivations(batch).Zip(actual.ReadActivations(batch))) Compare(name, a, b, tolerance);
        foreach (var ((name, a), (_, b)) in expected.ReadGradients().Zip(actual.ReadGradients())) Compare(name, a, b, tolerance);
    }

    private static void Compare(string name, float[] expected, float[] actual, double tolerance)
    {
        var largest = expected.Max(v => Math.Abs((double)v));
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs((double)expected[i] - actual[i]) <= tolerance * largest, $"{name}[{i}]: {actual[i]:R}, on cpu {expected[i]:R}");
    }

    private static double LossWith(Network network, int batch, string name, float[] values, int index, float change)
    {
        var changed = (float[])values.Clone();
        changed[index] += change;
        network.WriteParameter(name, changed);
        network.TrainStep(batch);
        return network.ReadLoss();
    }

    private static float[] Values(SeededRandom random, long count)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan()) value = (float)random.NextGaussian();
        return values;
    }
}
