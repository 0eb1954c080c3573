using ConvGpu.Tests.Ops;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Training;

/// <summary>Clipping, accumulation over steps and averages of weights against a linear layer in double precision, on every device.</summary>
public abstract class GradientFlowTests(string deviceName)
{
    protected const float Rate = 0.2f, Momentum = 0.9f;

    // As in OptimizerTrajectoryTests: 20 roundings of numbers around 1 in each of at most 20 steps, with room for growth.
    private const double Tolerance = 1e-4;

    private static readonly UpdateReference.Rule _sgd = UpdateReference.Sgd(Momentum, 0, false);

    private int Steps => TestDevices.IsSlow(deviceName) ? 4 : 20;

    private static Optimizer Optimizer => new Sgd(Rate, Momentum);

    /// <summary>The limit is above some of the norms and below others.</summary>
    [Theory]
    [InlineData(0.6f)]
    [InlineData(0.01f)]
    public void ClipsByGlobalNorm(float limit) => Follow(GradientClip.ByNorm(limit), g =>
    {
        var factor = Math.Min(1, limit / (Math.Sqrt(g.Sum(v => v * v)) + 1e-6));
        return [.. g.Select(v => v * factor)];
    });

    [Theory]
    [InlineData(0.3f)]
    [InlineData(0.01f)]
    public void ClipsByValue(float limit) => Follow(GradientClip.ByValue(limit), g => [.. g.Select(v => Math.Clamp(v, -limit, limit))]);

    [Fact]
    public void StepsOfAnySizeShareAnUpdate()
    {
        var reference = Reference(g => g);
        using var network = reference.Network(Device, new NetworkOptions { Optimizer = Optimizer, AccumulateSteps = 3, MaxBatch = 4 });
        for (var step = 1; step <= Steps / 2; step++)
        {
            // 4, 1 and 2 items: the gradient of a batch of 7.
            var (first, before) = ((step - 1) * 7, RegressionReference.Parameters(network));
            RegressionReference.TrainStep(network, step, first, 4);
            RegressionReference.TrainStep(network, step, first + 4, 1);
            Assert.Equal(before, RegressionReference.Parameters(network));
            RegressionReference.TrainStep(network, step, first + 5, 2);
            reference.Step(step, first, 7);
            Near(reference.Weights, RegressionReference.Parameters(network), $"step {step}");
        }
        // What is left is a batch of 5.
        RegressionReference.TrainStep(network, 0, 1000, 4);
        RegressionReference.TrainStep(network, 0, 1004, 1);
        network.Update();
        network.Update();
        reference.Step(2, 1000, 5);
        Near(reference.Weights, RegressionReference.Parameters(network), "what was left");
    }

    [Fact]
    public void ClipsWhatWasAddedUp()
    {
        const float limit = 0.1f;
        var reference = Reference(g => [.. g.Select(v => v * Math.Min(1, limit / (Math.Sqrt(g.Sum(w => w * w)) + 1e-6)))]);
        using var network = reference.Network(Device, new NetworkOptions
        {
            Optimizer = Optimizer, AccumulateSteps = 2, Clip = GradientClip.ByNorm(limit), AverageDecay = 0.5f,
        });
        double[] average = [];
        for (var step = 1; step <= 3; step++)
        {
            RegressionReference.TrainStep(network, step, step * 4, 2);
            RegressionReference.TrainStep(network, step, step * 4 + 2, 2);
            reference.Step(step, step * 4, 4);
            average = step == 1 ? reference.Weights : [.. average.Zip(reference.Weights, (a, w) => 0.5 * a + 0.5 * w)];
        }
        Near(reference.Weights, RegressionReference.Parameters(network), "weights");
        Near(average, [.. network.ParameterNames.SelectMany(network.ReadAverage)], "average");
    }

    [Fact]
    public void EvaluatesAndPredictsWithAverages()
    {
        const double decay = 0.75;
        var reference = Reference(g => g);
        using var network = reference.Network(Device, new NetworkOptions { Optimizer = Optimizer, AverageDecay = (float)decay });
        // Before the first update the average is the parameter.
        NearPrediction(reference.Weights, network);
        double[] average = [];
        for (var step = 1; step <= Steps; step++)
        {
            RegressionReference.TrainStep(network, step);
            reference.Step(step);
            average = step == 1 ? reference.Weights : [.. average.Zip(reference.Weights, (a, w) => decay * a + (1 - decay) * w)];
        }
        Near(reference.Weights, RegressionReference.Parameters(network), "weights");
        Near(average, [.. network.ParameterNames.SelectMany(network.ReadAverage)], "average");
        NearPrediction(average, network);
        Assert.True(average.Zip(reference.Weights, (a, w) => Math.Abs(a - w)).Max() > 100 * Tolerance, "The average is not the weights.");
        network.WriteParameter(network.ParameterNames[1], [5, 6]);
        Assert.Equal([5f, 6f], network.ReadAverage(network.ParameterNames[1]));
    }

    [Fact]
    public void NumbersOutsideTheirRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClip.ByNorm(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClip.ByValue(float.NaN));
        var reference = Reference(g => g);
        Assert.Throws<ShapeException>(() => reference.Network(Device, new NetworkOptions { Optimizer = Optimizer, AccumulateSteps = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => reference.Network(Device, new NetworkOptions { Optimizer = Optimizer, AverageDecay = 1 }));
        using var network = reference.Network(Device, new NetworkOptions { Optimizer = Optimizer });
        Assert.Throws<InvalidOperationException>(() => network.ReadAverage(network.ParameterNames[0]));
    }

    protected ComputeDevice Device => TestDevices.Open(deviceName);

    private void Follow(GradientClip clip, Func<double[], double[]> clipped)
    {
        var reference = Reference(clipped);
        using var network = reference.Network(Device, new NetworkOptions { Optimizer = Optimizer, Clip = clip });
        for (var step = 1; step <= Steps; step++)
        {
            RegressionReference.TrainStep(network, step);
            reference.Step(step);
        }
        Near(reference.Weights, RegressionReference.Parameters(network), $"{clip}");
    }

    protected static RegressionReference Reference(Func<double[], double[]> changed) => new((w, g, slots, t) =>
    {
        var gradient = changed(g);
        return [.. w.Select((_, i) => _sgd(w[i], gradient[i], slots[i], Rate, t).Value)];
    }, 1);

    private void NearPrediction(double[] weights, Network network)
    {
        var actual = new float[2];
        RegressionReference.Set(network, 77, 1);
        network.Predict(1, actual);
        Near(RegressionReference.Predict(weights, 77), actual, "prediction");
    }

    private void Near(double[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < actual.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= Tolerance * (1 + Math.Abs(expected[i])), $"{what} on {deviceName}, value {i}: {actual[i]:R}, expected {expected[i]:R}");
    }
}

[Collection(OnDevice.Cpu)]
public sealed class GradientFlowTestsOnCpu() : GradientFlowTests(OnDevice.Cpu)
{
    /// <summary>One thread runs all of the managed work here: what is small stays on it.</summary>
    [Fact]
    public void AStepAllocatesNothing()
    {
        using var network = Reference(g => g).Network(Device, new NetworkOptions
        {
            Optimizer = new Lars(Rate), AccumulateSteps = 2, Clip = GradientClip.ByNorm(0.1f), AverageDecay = 0.5f,
        });
        RegressionReference.Set(network, 0, 2);
        for (var i = 0; i < 4; i++) network.TrainStep(2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 4; i++) network.TrainStep(2);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}

[Collection(OnDevice.CpuAccelerator)]
public sealed class GradientFlowTestsOnCpuAccelerator() : GradientFlowTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class GradientFlowTestsOnOpenCl() : GradientFlowTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class GradientFlowTestsOnCuda() : GradientFlowTests(OnDevice.Cuda);
