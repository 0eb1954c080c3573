using System.Text.Json;
using ConvGpu.Kernels;
using ConvGpu.Tests.Matrix;
using ConvGpu.Tests.Ops;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Training;

/// <summary>
/// 60 steps of every optimiser on a linear layer: by its formula in double precision, as PyTorch recorded them (tests/trajectory/
/// record_rules.py) and on every device.
/// </summary>
public abstract class OptimizerTrajectoryTests(string deviceName)
{
    /// <summary>
    /// A step rounds some 20 times, 2^-24 of numbers around 1 each; 60 steps add up to 7e-5 where steps keep errors as they are. Where the
    /// root of a small mean square divides, they grow; three times that is left for it.
    /// </summary>
    private const double Tolerance = 2e-4;

    private static readonly JsonElement _recorded = Read();

    private static readonly Dictionary<string, (Optimizer Optimizer, UpdateReference.Rule Rule, int Kept)> _rows = new()
    {
        ["sgd"] = (new Sgd(0.05f, weightDecay: 0.01f), UpdateReference.Sgd(0, 0.01, false), 1),
        ["sgd-momentum"] = (new Sgd(0.05f, 0.9f, 0.01f), UpdateReference.Sgd(0.9, 0.01, false), 1),
        ["sgd-nesterov"] = (new Sgd(0.05f, 0.9f, nesterov: true), UpdateReference.Sgd(0.9, 0, true), 1),
        ["adam"] = (new Adam(0.02f), UpdateReference.Of(new AdamUpdate(1)), 2),
        ["adam-decay"] = (new Adam(0.02f, 0.8f, 0.95f, 1e-4f, 0.1f), UpdateReference.Of(new AdamUpdate(1, 0.8f, 0.95f, 1e-4f, 0.1f)), 2),
        ["adamw"] = (new AdamW(0.02f), UpdateReference.Of(new AdamUpdate(1, WeightDecay: 0.01f, Decoupled: true)), 2),
        ["adamw-decay"] = (new AdamW(0.02f, weightDecay: 0.5f), UpdateReference.Of(new AdamUpdate(1, WeightDecay: 0.5f, Decoupled: true)), 2),
        ["adagrad"] = (new AdaGrad(0.05f), UpdateReference.Of(new AdaGradUpdate(1)), 1),
        ["adagrad-decay"] = (new AdaGrad(0.05f, 0.1f, 0.1f, 0.2f), UpdateReference.Of(new AdaGradUpdate(1, 0.1f, 0.1f, 0.2f)), 1),
        ["rmsprop"] = (new RmsProp(), UpdateReference.Of(new RmsPropUpdate(1)), 1),
        ["rmsprop-momentum"] = (
            new RmsProp(alpha: 0.9f, weightDecay: 0.1f, momentum: 0.8f), UpdateReference.Of(new RmsPropUpdate(1, 0.9f, 1e-8f, 0.1f, 0.8f)), 2),
        ["rmsprop-centered"] = (
            new RmsProp(alpha: 0.9f, epsilon: 1e-3f, centered: true), UpdateReference.Of(new RmsPropUpdate(1, 0.9f, 1e-3f, Centered: true)), 2),
        ["rmsprop-centered-momentum"] = (
            new RmsProp(alpha: 0.9f, epsilon: 1e-3f, momentum: 0.8f, centered: true),
            UpdateReference.Of(new RmsPropUpdate(1, 0.9f, 1e-3f, Momentum: 0.8f, Centered: true)), 3),
        ["adadelta"] = (new AdaDelta(), UpdateReference.Of(new AdaDeltaUpdate(1)), 2),
        ["adadelta-decay"] = (new AdaDelta(2, 0.8f, 1e-4f, 0.1f), UpdateReference.Of(new AdaDeltaUpdate(1, 0.8f, 1e-4f, 0.1f)), 2),
    };

    public static TheoryData<string> Names => [.. _rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void FollowsItsFormulaAndPyTorch(string name)
    {
        var (optimizer, rule, kept) = _rows[name];
        var reference = new RegressionReference((w, g, slots, t) => [.. w.Select((_, i) => rule(w[i], g[i], slots[i], optimizer.LearningRate, t).Value)], kept);
        var recorded = _recorded.GetProperty(name);
        Follow(optimizer, reference, (row, weights) =>
        {
            // The settings are float32 here and float64 there: 60 steps with a rate that is off by 2^-25 of itself.
            for (var i = 0; i < weights.Length; i++) Near(recorded[row][i].GetDouble(), weights[i], 1e-5, $"{name}: formula against PyTorch, value {i}");
        });
    }

    /// <summary>PyTorch has no LARS.</summary>
    [Fact]
    public void LarsFollowsItsFormula()
    {
        var (ratio, update) = (new TrustRatio(0.02f, 0.01f), new LarsUpdate(1, 0.9f, 0.01f));
        var reference = new RegressionReference((w, g, slots, t) =>
        {
            var trust = UpdateReference.Trust(ratio, w[..RegressionReference.WeightCount], g[..RegressionReference.WeightCount]);
            return [.. w.Select((_, i) => UpdateReference.Lars(update, i < RegressionReference.WeightCount ? trust.Value : 1)(w[i], g[i], slots[i], 0.5f, t).Value)];
        }, 1);
        Follow(new Lars(0.5f, 0.9f, 0.01f, trust: 0.02f), reference, (_, _) => { });
    }

    private void Follow(Optimizer optimizer, RegressionReference reference, Action<int, double[]> keep)
    {
        using var network = reference.Network(TestDevices.Open(deviceName), new NetworkOptions { Optimizer = optimizer });
        int[] kept = [.. _recorded.GetProperty("steps").EnumerateArray().Select(v => v.GetInt32())];
        var onDevice = TestDevices.IsSlow(deviceName) ? 5 : kept[^1];
        for (var step = 1; step <= kept[^1]; step++)
        {
            reference.Step(step);
            if (step <= onDevice) RegressionReference.TrainStep(network, step);
            var row = Array.IndexOf(kept, step);
            if (row < 0) continue;
            keep(row, reference.Weights);
            if (step > onDevice) continue;
            var actual = RegressionReference.Parameters(network);
            for (var i = 0; i < actual.Length; i++) Near(reference.Weights[i], actual[i], Tolerance, $"{optimizer.GetType().Name} on {deviceName}, step {step}, value {i}");
        }
        CheckMatrix.Passed(Subject.Optimizer, optimizer.GetType().Name, deviceName, Check.Reference);
    }

    private static void Near(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * (1 + Math.Abs(expected)), $"{what}: {actual:R}, expected {expected:R}, not within {tolerance:E1}");

    private static JsonElement Read()
    {
        using var stream = typeof(OptimizerTrajectoryTests).Assembly.GetManifestResourceStream("trajectory.optimizers.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}

[Collection(OnDevice.Cpu)]
public sealed class OptimizerTrajectoryTestsOnCpu() : OptimizerTrajectoryTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class OptimizerTrajectoryTestsOnCpuAccelerator() : OptimizerTrajectoryTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class OptimizerTrajectoryTestsOnOpenCl() : OptimizerTrajectoryTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class OptimizerTrajectoryTestsOnCuda() : OptimizerTrajectoryTests(OnDevice.Cuda);
