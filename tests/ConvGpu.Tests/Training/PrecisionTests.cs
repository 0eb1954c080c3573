using ConvGpu.Kernels;
using ConvGpu.Tests.Ops;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Training;

/// <summary>Training with activations and gradients in 16 bits, on every device.</summary>
public abstract class PrecisionTests(string deviceName)
{
    private const int Batch = 3;

    private static readonly Shape _input = new(1, 2, 6, 6);

    /// <summary>
    /// A step in 16 bits against one in 32: each of the six layers rounds by up to half a unit, forward and back, and so do the weights, which
    /// sums of random signs mostly let cancel; a tensor's gradient stays within 12 units of its largest.
    /// </summary>
    [Theory]
    [InlineData(Precision.Half, 11)]
    [InlineData(Precision.BFloat16, 8)]
    public void ValuesAreThoseOf16BitsAndGradientsNearThoseOf32(Precision precision, int digits)
    {
        using var exact = Step(Precision.Float32);
        using var rounded = Step(precision);
        var type = precision == Precision.Half ? StorageType.Half : StorageType.BFloat16;
        var unit = Math.Pow(2, -digits);
        foreach (var layer in rounded.LayerNames.SkipLast(1))
            foreach (var value in rounded.ReadActivation(layer, Batch)) Assert.Equal(StorageReference.Round(value, type), value);
        Assert.Equal(exact.ReadLoss(), rounded.ReadLoss(), 12 * unit * exact.ReadLoss());
        foreach (var name in exact.ParameterNames)
        {
            var (expected, actual) = (exact.ReadGradient(name), rounded.ReadGradient(name));
            var largest = expected.Max(Math.Abs);
            for (var i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - actual[i]) <= 12 * unit * largest, $"{name}[{i}] on {deviceName}: {actual[i]} in {precision}, {expected[i]} in float32, largest {largest}");
            Assert.NotEqual(expected, actual);
        }
    }

    /// <summary>Gradients of 1e-9 are none in binary16 unless they are scaled by 2^16 and more, and would be lost with every bit of them.</summary>
    [Fact]
    public void GradientsTooSmallForHalfAreScaled()
    {
        float Gradient(Precision precision, float scale)
        {
            using var network = Make(precision, new LossScaling(scale));
            // The loss is flat where the outputs are far from each other: gradients of some 1e-9.
            var bias = network.ReadParameter("dense2.bias");
            bias[0] = 20;
            network.WriteParameter("dense2.bias", bias);
            Train(network, 0);
            return network.ReadGradient("conv2d1.weight").Max(Math.Abs);
        }
        var exact = Gradient(Precision.Float32, 1);
        Assert.InRange(exact, 1e-11f, 1e-7f);
        Assert.InRange(Gradient(Precision.Half, 1), 0, exact / 2);
        Assert.InRange(Gradient(Precision.Half, 1 << 20), exact * 0.98f, exact * 1.02f);
        Assert.InRange(Gradient(Precision.BFloat16, 1), exact * 0.9f, exact * 1.1f);
    }

    [Fact]
    public void AnOverflowSkipsTheUpdateAndHalvesTheScaleAndUpdatesDoubleIt()
    {
        // 2^24 times gradients of some hundredths is more than binary16 holds.
        using var network = Make(Precision.Half, new LossScaling(1 << 24, 3), new Adam(0.01f));
        var before = Parameters(network);
        var (scale, skipped) = (network.ReadLossScale(), 0);
        Assert.Equal(1 << 24, scale);
        for (; skipped < 24; skipped++)
        {
            Train(network, skipped);
            var next = network.ReadLossScale();
            if (next == scale) break;
            Assert.Equal(scale / 2, next);
            Assert.Equal(before, Parameters(network));
            scale = next;
        }
        Assert.InRange(skipped, 1, 20);
        // Skipped updates are none for Adam, whose first step is of the learning rate.
        var first = Parameters(network);
        Assert.All(first.Zip(before), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.0101f));
        Assert.Contains(first.Zip(before), pair => Math.Abs(pair.First - pair.Second) > 0.0099f);
        // Two more in a row double it.
        Train(network, 1);
        Assert.Equal(scale, network.ReadLossScale());
        Train(network, 2);
        Assert.Contains(network.ReadLossScale(), (float[])[2 * scale, scale / 2]);
    }

    [Fact]
    public void ClippingAndAccumulationSeeGradientsThatAreNotScaled()
    {
        float[] Run(Precision precision, float scale, GradientClip? clip, int accumulate)
        {
            using var network = Make(precision, new LossScaling(scale), new Sgd(0.5f), clip, accumulate);
            for (var i = 0; i < 4; i++) Train(network, i);
            return Parameters(network);
        }
        foreach (var clip in (GradientClip?[])[null, GradientClip.ByNorm(0.05f), GradientClip.ByValue(0.01f)])
        {
            foreach (var accumulate in (int[])[1, 2])
            {
                var (exact, half) = (Run(Precision.Float32, 1, clip, accumulate), Run(Precision.Half, 512, clip, accumulate));
                // Four steps of gradients up to about 1, off by 12 units of 2^-11 of them.
                for (var i = 0; i < exact.Length; i++) Assert.Equal(exact[i], half[i], 4 * 0.5 * 12 * Math.Pow(2, -11));
                // Powers of two change no digit where nothing is too small for 16 bits.
                Assert.NotEqual(exact, half);
            }
        }
    }

    [Fact]
    public void TheSameBitsTwice()
    {
        float[] Run()
        {
            using var network = Make(Precision.Half, new LossScaling(1 << 14), new Sgd(0.1f, momentum: 0.9f));
            for (var i = 0; i < 3; i++) Train(network, i);
            return Parameters(network);
        }
        Assert.Equal(Run(), Run());
    }

    private Network Step(Precision precision)
    {
        var network = Make(precision, new LossScaling(256));
        Train(network, 0);
        return network;
    }

    private Network Make(Precision precision, LossScaling scaling, Optimizer? optimizer = null, GradientClip? clip = null, int accumulate = 1) => new(
        Sequential.Of("small", _input, new Conv2D(2, 4, 3, padding: 1), new Tanh(), new MaxPool2D(2), new Flatten(), new Dense(36, 8), new Sigmoid(), new Dense(8, 5)),
        TestDevices.Open(deviceName), new NetworkOptions
        {
            MaxBatch = Batch + 1, Loss = new SoftmaxCrossEntropy(), Optimizer = optimizer ?? new Sgd(0), Precision = precision, LossScaling = scaling, KeepActivations = true,
            Clip = clip, AccumulateSteps = accumulate, Seed = 4,
        });

    private static void Train(Network network, int step)
    {
        var random = new SeededRandom(9, (uint)step);
        network.SetInput([.. Enumerable.Range(0, Batch * (int)_input.ItemCount).Select(_ => (float)random.NextGaussian())]);
        network.SetLabels([.. Enumerable.Repeat(0, Batch)]);
        network.TrainStep(Batch);
    }

    private static float[] Parameters(Network network) => [.. network.ParameterNames.SelectMany(network.ReadParameter)];
}

[Collection(OnDevice.Cpu)]
public sealed class PrecisionTestsOnCpu() : PrecisionTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class PrecisionTestsOnCpuAccelerator() : PrecisionTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class PrecisionTestsOnOpenCl() : PrecisionTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class PrecisionTestsOnCuda() : PrecisionTests(OnDevice.Cuda);
