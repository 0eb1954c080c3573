using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Graphs;

/// <summary>
/// The loss of a network on cpu as a function of a parameter, with an input for which it has no kink near the parameter's values: up to some
/// way beyond the farthest step from each, the same elements are the largest of every pooling window and the same are below 0. Its gradient
/// is by central differences of two steps, h and h/2, extrapolated (Richardson): D = (4 D(h/2) - D(h)) / 3. An input is taken only where
/// they are right within one part in a hundred of the largest gradient.
/// </summary>
internal sealed class SmoothLoss
{
    /// <summary>The seed of the network's parameters.</summary>
    public const ulong Seed = 5;

    private const int Inputs = 20_000;
    private const double Precision = 0.01;

    private readonly float[] _input = [], _targets = [];

    /// <summary>Looks for such an input, and differentiates.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="parameter">What the loss is differentiated by.</param>
    /// <param name="batch">Items of the input.</param>
    /// <param name="h">The wider step; the wider, the less do roundings matter and the fewer inputs are far enough from kinks.</param>
    public SmoothLoss(Graph graph, string parameter, int batch, float h)
    {
        using var device = ComputeDevice.Open("cpu");
        using var network = new Network(graph, device, new NetworkOptions { MaxBatch = batch, Seed = Seed, Loss = new MeanSquaredError(), KeepActivations = true });
        var values = network.ReadParameter(parameter);
        for (var seed = 0; seed < Inputs; seed++)
        {
            var random = new RandomCases(seed);
            (_input, _targets) = (random.Floats(batch * (int)network.InputShape.ItemCount), random.Floats(batch * (int)network.OutputShape.ItemCount));
            Give(network);
            if (!IsSmooth()) continue;
            Value = LossWith(0, 0);
            Rounding = OutputRounding(graph) * 2 * network.ReadActivation(graph.Output.Name, batch).Zip(_targets, (y, target) => Math.Abs(y - target)).Average()
                + (_targets.Length + 4) * Expected.UnitRoundoff * Value;
            (Gradient, Bounds) = (new double[values.Length], new double[values.Length]);
            for (var i = 0; i < values.Length; i++)
            {
                double wide = Difference(i, h), narrow = Difference(i, h / 2);
                Gradient[i] = (4 * narrow - wide) / 3;
                // The rounding of four losses, weighted as they are: (2 * 4 * 2 + 2) / 6 of one over h; and of what the extrapolation changed, the
                // error of the narrow difference by h^2 / 24 of the third derivative, the next term, which is smaller by some h^2.
                Bounds[i] = 3 * Rounding / h + Math.Abs(Gradient[i] - narrow) / 4;
            }
            if (Bounds.Max() <= Precision * LargestGradient) return;
        }
        throw new InvalidOperationException($"{graph.Name}: none of {Inputs} inputs is far from all kinks and has a large gradient.");

        double LossWith(int index, float change)
        {
            var changed = (float[])values.Clone();
            changed[index] += change;
            network.WriteParameter(parameter, changed);
            network.TrainStep(batch);
            return network.ReadLoss();
        }

        double Difference(int index, float step) => (LossWith(index, step) - LossWith(index, -step)) / (2.0 * step);

        bool IsSmooth()
        {
            LossWith(0, 0);
            var pieces = Pieces(network, graph, batch);
            return Enumerable.Range(0, values.Length).All(i => new[] { 1.25f * h, -1.25f * h }.All(step =>
            {
                LossWith(i, step);
                return pieces.SequenceEqual(Pieces(network, graph, batch));
            }));
        }
    }

    /// <summary>The loss at the network's own parameters.</summary>
    public double Value { get; }

    /// <summary>How far the loss of a float32 computation may be off.</summary>
    public double Rounding { get; }

    /// <summary>The derivative by each element of the parameter.</summary>
    public double[] Gradient { get; } = [];

    /// <summary>How far each of them may be off.</summary>
    public double[] Bounds { get; } = [];

    public double LargestGradient => Gradient.Max(Math.Abs);

    /// <summary>Hands input and targets to a network.</summary>
    public void Give(Network network)
    {
        network.SetInput(_input);
        network.SetTargets(_targets);
    }

    /// <summary>
    /// How far an element of the output may be off where no value is much above 1: a sum of k products or values is rounded k + 1 times, a
    /// function of 2 roundings is off by at most 3 units of its result more (the table of errors in docs/compiler.md), and all layers behind
    /// pass errors on at most doubled, as their weights are.
    /// </summary>
    private static double OutputRounding(Graph graph)
    {
        var shapes = ModelSummary.Of(graph).Layers.ToDictionary(layer => layer.Name);
        var roundings = graph.Nodes.Where(node => node.Layer is not null).Sum(node => node.Layer switch
        {
            Conv2D or Dense => shapes[node.Name].Parameters / shapes[node.Name].Output.C + 1,
            Softmax or LogSoftmax => shapes[node.Name].Output.C + 6,
            Flatten => 0,
            { Kind: var kind } when kind.Contains("maxpool") => 0,
            { Kind: var kind } when kind.Contains("pool") => shapes[node.Inputs[0].Name].Output.ItemCount / shapes[node.Name].Output.ItemCount + 1,
            _ => 5,
        });
        return 2 * roundings * Expected.UnitRoundoff;
    }

    /// <summary>Which piece of each function that is made of pieces the last step took: the largest elements of windows, and signs.</summary>
    private static List<int> Pieces(Network network, Graph graph, int batch)
    {
        var pieces = new List<int>();
        foreach (var node in graph.Nodes.Where(n => n.Layer is LeakyReLU or Elu || n.Layer?.Kind.Contains("maxpool") == true))
        {
            float[] before = network.ReadActivation(node.Inputs[0].Name, batch), after = network.ReadActivation(node.Name, batch);
            if (node.Layer is LeakyReLU or Elu) pieces.AddRange(before.Select(Math.Sign));
            // The largest of a window is the only element of its map with that value.
            else pieces.AddRange(after.Select((value, i) => Array.IndexOf(before, value, i / (after.Length / (batch * 2)) * (before.Length / (batch * 2)))));
        }
        return pieces;
    }
}
