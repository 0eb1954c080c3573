using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Training;

/// <summary>
/// A linear layer of 3 inputs and 2 outputs in double precision, with the numbers of tests/trajectory/record_rules.py: y = W x + b, the mean
/// of the squared differences, its gradient by hand.
/// </summary>
/// <param name="update">The weights after a step: from weights, gradient, what is kept of each and the step, from 1.</param>
/// <param name="kept">How many numbers are kept of each weight.</param>
public sealed class RegressionReference(Func<double[], double[], Tracked[][], int, double[]> update, int kept)
{
    public const int Batch = 2;
    public const int WeightCount = Inputs * Outputs;

    private const int Inputs = 3;
    private const int Outputs = 2;

    private readonly Tracked[][] _slots = [.. Enumerable.Range(0, WeightCount + Outputs).Select(_ => new Tracked[kept])];

    public double[] Weights { get; private set; } =
        [.. Enumerable.Range(1, WeightCount).Select(i => 0.5 * Math.Sin(i)), 0.1, 0.2];

    public Network Network(ComputeDevice device, NetworkOptions options)
    {
        var graph = new Graph("linear", new Shape(1, Inputs));
        graph.Add(new Dense(Inputs, Outputs));
        var network = new Network(graph, device, options with { MaxBatch = Math.Max(options.MaxBatch, Batch), Loss = new MeanSquaredError() });
        network.WriteParameter(network.ParameterNames[0], [.. Weights[..WeightCount].Select(v => (float)v)]);
        network.WriteParameter(network.ParameterNames[1], [.. Weights[WeightCount..].Select(v => (float)v)]);
        return network;
    }

    /// <summary>One step on the device over given items; those of the step unless told otherwise.</summary>
    public static void TrainStep(Network network, int step, int first = -1, int count = Batch)
    {
        Set(network, first < 0 ? (step - 1) * Batch : first, count);
        network.TrainStep(count);
    }

    /// <summary>Hands items to the network.</summary>
    public static void Set(Network network, int first, int count)
    {
        var (x, y) = Data(first, count);
        network.SetInput([.. x.Select(v => (float)v)]);
        network.SetTargets([.. y.Select(v => (float)v)]);
    }

    public static float[] Parameters(Network network) => [.. network.ParameterNames.SelectMany(network.ReadParameter)];

    /// <summary>The gradient of the mean loss over items.</summary>
    public double[] Gradient(int first, int count)
    {
        var ((x, y), gradient) = (Data(first, count), new double[Weights.Length]);
        for (var item = 0; item < count; item++)
        {
            for (var o = 0; o < Outputs; o++)
            {
                var slope = 2 * (Output(x[(item * Inputs)..], o) - y[item * Outputs + o]) / (count * Outputs);
                gradient[WeightCount + o] += slope;
                for (var i = 0; i < Inputs; i++) gradient[o * Inputs + i] += slope * x[item * Inputs + i];
            }
        }
        return gradient;
    }

    /// <summary>What the layer puts out for an item with given parameters.</summary>
    public static double[] Predict(IReadOnlyList<double> weights, int item) =>
        [.. Enumerable.Range(0, Outputs).Select(o => Output(weights, Data(item, 1).X, o))];

    public void Step(int t) => Step(t, (t - 1) * Batch, Batch);

    public void Step(int t, int first, int count) => Weights = update(Weights, Gradient(first, count), _slots, t);

    private double Output(double[] x, int output) => Output(Weights, x, output);

    private static double Output(IReadOnlyList<double> weights, double[] x, int output)
    {
        var sum = weights[WeightCount + output];
        for (var i = 0; i < Inputs; i++) sum += weights[output * Inputs + i] * x[i];
        return sum;
    }

    private static (double[] X, double[] Y) Data(int first, int count)
    {
        var items = Enumerable.Range(first, count);
        return (
            [.. items.SelectMany(i => Enumerable.Range(0, Inputs).Select(j => Math.Sin(1.3 * i + 2.1 * j + 0.4)))],
            [.. items.SelectMany(i => Enumerable.Range(0, Outputs).Select(j => Math.Cos(0.7 * i + 1.9 * j)))]);
    }
}
