using ConvGpu.Tests.Ops;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Graphs;

/// <summary>
/// Networks of activations, softmax and pooling on every device: a step's change of the weights in front of them is the numeric gradient of
/// the loss. What the loss is differentiated by, and how far the differences may be off, is <see cref="SmoothLoss"/>'s.
/// </summary>
public abstract class LayerGradientTests(string deviceName)
{
    private const int Batch = 2;
    private const string Weight = "conv2d1.weight";

    private static readonly Dictionary<string, SmoothLoss> _losses = [];

    /// <summary>Every chain.</summary>
    public static TheoryData<string> Chains => ["sequence", "sequence-global", "sequence-average", "image", "image-global"];

    [Theory]
    [MemberData(nameof(Chains))]
    public void AStepFollowsTheNumericGradient(string chain)
    {
        var loss = LossOf(chain);
        using var network = new Network(
            Chain(chain), TestDevices.Open(deviceName), new NetworkOptions { MaxBatch = Batch, Loss = new MeanSquaredError(), Optimizer = new Sgd(1), Seed = SmoothLoss.Seed });
        loss.Give(network);
        var before = network.ReadParameter(Weight);
        network.TrainStep(Batch);
        Assert.Equal(loss.Value, network.ReadLoss(), loss.Rounding);
        var after = network.ReadParameter(Weight);
        for (var i = 0; i < before.Length; i++)
        {
            // The weight, of at most 4, is rounded when the gradient is taken off it, and the gradient itself twice as often as the loss, once
            // on the way there and once on the way back.
            var bound = loss.Bounds[i] + 4 * Expected.UnitRoundoff + 2 * loss.Rounding * Math.Max(1, loss.LargestGradient);
            Assert.True(
                Math.Abs(before[i] - after[i] - loss.Gradient[i]) <= bound,
                $"{chain}: gradient {i} is {before[i] - after[i]:R}, numerically {loss.Gradient[i]:R}; off by {Math.Abs(before[i] - after[i] - loss.Gradient[i]):E2}, bound {bound:E2}");
        }
    }

    private static SmoothLoss LossOf(string chain)
    {
        lock (_losses) return _losses.TryGetValue(chain, out var loss) ? loss : _losses[chain] = new SmoothLoss(Chain(chain), Weight, Batch, h: chain switch { "sequence" or "image" => 1f / 16, "image-global" => 1f / 4, _ => 1f / 8 });
    }

    private static Sequential Chain(string name)
    {
        Shape sequence = new(1, 1, 1, 14), image = new(1, 1, 6, 6);
        Conv2D row = new(1, 2, (1, 3)), square = new(1, 2, 3);
        return name switch
        {
            "sequence" => Sequential.Of(
                name, sequence, row, new Tanh(), new MaxPool1D(2), new LeakyReLU(0.1f), new AdaptiveAvgPool1D(4), new Gelu(), new AdaptiveMaxPool1D(3),
                new Elu(), new Flatten(), new Dense(6, 6), new SiLU(), new Dense(6, 4), new Softplus()),
            "sequence-global" => Sequential.Of(
                name, sequence, row, new AvgPool1D(3, 2, 1), new Sigmoid(), new GlobalMaxPool1D(), new Dense(2, 4), new LogSoftmax()),
            "sequence-average" => Sequential.Of(name, sequence, row, new GlobalAvgPool1D(), new Dense(2, 4)),
            "image" => Sequential.Of(
                name, image, square, new Sigmoid(), new AdaptiveMaxPool2D((2, 3)), new AdaptiveAvgPool2D(2), new Gelu(GeluApproximation.Tanh),
                new Softmax(), new GlobalAvgPool2D(), new Dense(2, 4)),
            _ => Sequential.Of(name, image, square, new GlobalMaxPool2D(), new LeakyReLU(-0.2f), new Dense(2, 4), new Softmax(-1)),
        };
    }
}

[Collection(OnDevice.Cpu)]
public sealed class LayerGradientTestsOnCpu() : LayerGradientTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class LayerGradientTestsOnCpuAccelerator() : LayerGradientTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class LayerGradientTestsOnOpenCl() : LayerGradientTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class LayerGradientTestsOnCuda() : LayerGradientTests(OnDevice.Cuda);
