using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>Networks of activations, softmax and pooling: a step's change of a weight in front of them is the numeric gradient of the loss.</summary>
[Collection("Console")]
public class LayerGradientTests
{
    private const int Batch = 3;
    private const float Step = 1f / 64;

    /// <summary>Every chain on every device.</summary>
    public static MatrixTheoryData<string, string> Cases => new(
        [OnDevice.Cpu, OnDevice.CpuAccelerator, OnDevice.OpenCl], ["sequence", "sequence-global", "sequence-average", "image", "image-global"]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void AStepFollowsTheNumericGradient(string deviceName, string chain)
    {
        using var device = ComputeDevice.Open(TestDevices.Open(deviceName).Info.Id);
        using var network = new Network(
            Chain(chain), device, new NetworkOptions { MaxBatch = Batch, Loss = new MeanSquaredError(), Optimizer = new Sgd(1), Seed = 5 });
        var random = new Random(7);
        network.SetInput(Values(random, Batch * (int)network.InputShape.ItemCount));
        network.SetTargets(Values(random, Batch * (int)network.OutputShape.ItemCount));
        const string name = "conv2d1.weight";
        var weights = network.ReadParameter(name);
        var numeric = new double[weights.Length];
        for (var i = 0; i < weights.Length; i++) numeric[i] = (Loss(network, weights, i, Step) - Loss(network, weights, i, -Step)) / (2 * Step);
        network.WriteParameter(name, weights);
        network.TrainStep(Batch);
        var after = network.ReadParameter(name);
        var largest = numeric.Max(Math.Abs);
        Assert.True(largest > 1e-4, $"{chain}: the largest gradient is {largest:E1}; the test shows nothing");
        for (var i = 0; i < weights.Length; i++)
        {
            // The loss, near 1, is rounded to some 2^-22, which the step of 2^-6 makes 2^-17; a step that moves a maximum from one element
            // to its neighbour, and the third derivative, are within 5 % of the largest gradient.
            Assert.Equal(numeric[i], weights[i] - after[i], 0.05 * largest + Math.Pow(2, -17));
        }
    }

    private static double Loss(Network network, float[] weights, int index, float step)
    {
        var moved = (float[])weights.Clone();
        moved[index] += step;
        network.WriteParameter("conv2d1.weight", moved);
        network.ResetSums();
        network.EvaluateStep(Batch);
        return network.ReadSums().Loss / Batch;
    }

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];

    private static Sequential Chain(string name)
    {
        Shape sequence = new(1, 1, 1, 24), image = new(1, 1, 9, 9);
        Conv2D row = new(1, 3, (1, 3)), square = new(1, 4, 3);
        return name switch
        {
            "sequence" => Sequential.Of(
                name, sequence, row, new Tanh(), new MaxPool1D(2), new LeakyReLU(0.1f), new AdaptiveAvgPool1D(5), new Gelu(), new AdaptiveMaxPool1D(3),
                new Elu(), new Flatten(), new Dense(9, 6), new SiLU(), new Dense(6, 4), new Softplus()),
            "sequence-global" => Sequential.Of(
                name, sequence, row, new AvgPool1D(3, 2, 1), new Sigmoid(), new GlobalMaxPool1D(), new Dense(3, 4), new LogSoftmax()),
            "sequence-average" => Sequential.Of(name, sequence, row, new GlobalAvgPool1D(), new Dense(3, 4)),
            "image" => Sequential.Of(
                name, image, square, new Sigmoid(), new AdaptiveMaxPool2D((4, 5)), new AdaptiveAvgPool2D(2), new Gelu(GeluApproximation.Tanh),
                new Softmax(), new GlobalAvgPool2D(), new Dense(4, 4)),
            _ => Sequential.Of(name, image, square, new LeakyReLU(-0.2f), new GlobalMaxPool2D(), new Dense(4, 4), new Softmax(-1)),
        };
    }
}
