using System.Text.Json;

namespace ConvGpu.Tests.Training;

/// <summary>
/// A training run recorded in PyTorch by tests/trajectory/record.py, and what it ran on: weights, images and order by the rules of that
/// script.
/// </summary>
public sealed class Trajectory
{
    private const double Magnitude = 1 << 23;

    private readonly JsonElement _recorded;
    private readonly ImageSet _digits;

    private Trajectory(JsonElement recorded)
    {
        _recorded = recorded;
        using var resource = typeof(Datasets).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var text = new System.IO.Compression.GZipStream(resource, System.IO.Compression.CompressionMode.Decompress);
        _digits = CsvImages.Read("digits", text, 10);
    }

    public int Batch => _recorded.GetProperty("batch").GetInt32();

    /// <summary>The mean loss of each step.</summary>
    public double[] Losses => Doubles("losses");

    /// <summary>Per parameter the sum of its magnitudes.</summary>
    public double[] AfterFirstStep => Doubles("weights_after_first_step");

    public double[] AfterLastStep => Doubles("weights_after_last_step");

    /// <summary>The loss of the batch behind those trained on, with running statistics.</summary>
    public double Inference => Number("loss_in_inference");

    public static Trajectory Read(string name)
    {
        using var stream = typeof(Trajectory).Assembly.GetManifestResourceStream($"trajectory.{name}.json")!;
        return new Trajectory(JsonDocument.Parse(stream).RootElement);
    }

    /// <summary>The network as it starts.</summary>
    public Network Start(ComputeDevice device, Graph graph)
    {
        var network = new Network(graph, device, new NetworkOptions
        {
            MaxBatch = Batch, Loss = new SoftmaxCrossEntropy(),
            Optimizer = Optimizer(),
        });
        foreach (var (parameter, index) in network.Parameters.Select((p, i) => (p, i)))
        {
            if (parameter.Shape.N != parameter.Shape.Count) network.WriteParameter(parameter.Name, Weights(index, parameter.Shape));
        }
        return network;
    }

    /// <summary>Hands a step's images to the network: those of 8x8 as they are, or enlarged by 3 with a border of 2.</summary>
    public void SetBatch(Network network, int step)
    {
        var (item, enlarge) = ((int)network.InputShape.ItemCount, network.InputShape.H == 28);
        var input = new float[Batch * item];
        for (var i = 0; i < Batch; i++)
        {
            var image = _digits.Image(step * Batch + i);
            for (var y = 0; y < 8 * (enlarge ? 3 : 1); y++)
                for (var x = 0; x < 8 * (enlarge ? 3 : 1); x++)
                    input[i * item + (enlarge ? (y + 2) * 28 + x + 2 : y * 8 + x)] = image[enlarge ? y / 3 * 8 + x / 3 : y * 8 + x] / 16f;
        }
        network.SetInput(input);
        network.SetLabels([.. Enumerable.Range(step * Batch, Batch).Select(i => _digits.Labels[i])]);
    }

    /// <summary>Per parameter the sum of its magnitudes.</summary>
    public static double[] Sums(Network network) =>
        [.. network.ParameterNames.Select(name => network.ReadParameter(name).Sum(value => Math.Abs((double)value)))];

    private Optimizer Optimizer()
    {
        var (rate, decay) = ((float)Number("learning_rate"), (float)Number("weight_decay"));
        return _recorded.GetProperty("optimizer").GetString() == "adam"
            ? new Adam(rate, weightDecay: decay)
            : new Sgd(rate, (float)Number("momentum"), decay);
    }

    private static float[] Weights(int parameter, Shape shape)
    {
        var state = (ulong)parameter + 1;
        var (values, limit) = (new float[shape.Count], (float)Math.Sqrt(6.0 / shape.ItemCount));
        for (var i = 0; i < values.Length; i++)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            values[i] = (float)(((state >> 40) - Magnitude) / Magnitude) * limit;
        }
        return values;
    }

    private double Number(string name) => _recorded.GetProperty(name).GetDouble();

    private double[] Doubles(string name) => [.. _recorded.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}
