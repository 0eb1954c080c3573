using System.Text.Json;
using ConvGpu.Tests.Matrix;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Training;

/// <summary>Losses and their gradients as PyTorch recorded them (tests/trajectory/record_losses.py), through a network, on every device.</summary>
public abstract class LossTests(string deviceName)
{
    private const int N = 4;
    private const int K = 5;

    /// <summary>Sums of four products, each a few functions deep: 60 roundings of 2^-24 of numbers up to 5.</summary>
    private const double Tolerance = 2e-5;

    private static readonly float[] _classWeights = [0.5f, 1, 2, 0, 3];

    private static readonly Dictionary<string, Loss> _losses = new()
    {
        ["cross-entropy"] = new SoftmaxCrossEntropy(),
        ["smoothed"] = new SoftmaxCrossEntropy(0.2f),
        ["weighted"] = new SoftmaxCrossEntropy(classWeights: _classWeights),
        ["weighted-smoothed"] = new SoftmaxCrossEntropy(0.1f, _classWeights),
        ["soft"] = new SoftTargetCrossEntropy(),
        ["soft-weighted-smoothed"] = new SoftTargetCrossEntropy(0.3f, _classWeights),
        ["l1"] = new MeanAbsoluteError(),
        ["huber"] = new Huber(0.7f),
        ["mean-squared-error"] = new MeanSquaredError(),
        ["binary-cross-entropy"] = new BinaryCrossEntropy(),
        ["hinge"] = new Hinge(),
        ["negative-log-likelihood"] = new NegativeLogLikelihood(),
    };

    public static TheoryData<string> Names => [.. _losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void LossAndGradientArePyTorchs(string name)
    {
        using var network = AfterAStep(name);
        var weight = network.ParameterNames[0];
        var recorded = Recorded(name);
        Near(recorded[0], network.ReadLoss(), $"{name}: loss");
        var gradient = network.ReadGradient(weight);
        Assert.Equal(recorded.Length - 1, gradient.Length);
        for (var i = 0; i < gradient.Length; i++) Near(recorded[i + 1], gradient[i], $"{name}: gradient {i}");
        network.ResetSums();
        network.EvaluateStep(N);
        Near(recorded[0], network.ReadSums().Loss / N, $"{name}: evaluated");
        CheckMatrix.Passed(Subject.Loss, _losses[name].GetType().Name, deviceName, Check.Reference);
    }

    /// <summary>
    /// Steps of 1/64 to either side of a weight: float32 rounds losses up to 4 by 2^-22, over 1/32; the third derivatives of these losses are
    /// below 1, times inputs of up to 2 cubed, and 1/64 squared over 6 of that is left out. No output is so near a corner.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void GradientIsTheNumericOne(string name)
    {
        const float step = 1f / 64;
        const double bound = 16 * 32 / 4194304.0 + 8.0 / 64 / 64 / 6;
        using var network = AfterAStep(name);
        var weight = network.ParameterNames[0];
        float[] values = network.ReadParameter(weight), gradient = network.ReadGradient(weight);
        Assert.Contains(gradient, g => Math.Abs(g) > 20 * bound);
        for (var i = 0; i < values.Length; i++)
        {
            double Loss(float change)
            {
                var changed = (float[])values.Clone();
                changed[i] += change;
                network.WriteParameter(weight, changed);
                network.TrainStep(N);
                return network.ReadLoss();
            }
            var numeric = (Loss(step) - Loss(-step)) / (2 * step);
            Assert.True(Math.Abs(numeric - gradient[i]) <= bound, $"{name}: gradient {i} on {deviceName} is {gradient[i]:R}, numerically {numeric:R}, not within {bound:E1}");
        }
        CheckMatrix.Passed(Subject.Loss, _losses[name].GetType().Name, deviceName, Check.Gradient);
    }

    private Network AfterAStep(string name)
    {
        var network = Network(_losses[name]);
        network.WriteParameter(network.ParameterNames[0], [.. Enumerable.Range(0, K * K).Select(i => i / K == i % K ? 1f : 0f)]);
        network.SetInput([.. Enumerable.Range(0, N * K).Select(i => (float)(2 * Math.Sin(1.7 * i)))]);
        double[] values = [.. Enumerable.Range(0, N * K).Select(i => Math.Cos(0.9 * i))];
        if (_losses[name].Target == TargetKind.Class) network.SetLabels([.. Enumerable.Range(0, N).Select(i => (3 * i + 1) % K)]);
        else network.SetTargets([.. Target(name, values).Select(v => (float)v)]);
        network.TrainStep(N);
        return network;
    }

    [Fact]
    public void NumbersOutsideTheirRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoftmaxCrossEntropy(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoftmaxCrossEntropy(classWeights: [1, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Huber(0));
        Assert.Contains("2 class weights were given", Assert.Throws<ShapeException>(() => Network(new SoftmaxCrossEntropy(classWeights: [1, 2]))).Message);
    }

    private static IEnumerable<double> Target(string name, double[] values)
    {
        if (name == "hinge") return values.Select(v => v < 0 ? -1.0 : 1);
        if (!name.StartsWith("soft", StringComparison.Ordinal) && name != "binary-cross-entropy") return values;
        return values.Select((v, i) => Math.Abs(v) / values.Skip(i / K * K).Take(K).Sum(Math.Abs));
    }

    private Network Network(Loss loss)
    {
        var graph = new Graph("identity", new Shape(1, K));
        graph.Add(new Dense(K, K, bias: false));
        return new Network(graph, TestDevices.Open(deviceName), new NetworkOptions { MaxBatch = N, Loss = loss, KeepActivations = true });
    }

    private static double[] Likelihood()
    {
        var (loss, gradient) = (0.0, new double[K * K]);
        for (var item = 0; item < N; item++)
        {
            var label = (3 * item + 1) % K;
            loss -= 2 * Math.Sin(1.7 * (item * K + label)) / N;
            for (var i = 0; i < K; i++) gradient[label * K + i] -= 2 * Math.Sin(1.7 * (item * K + i)) / N;
        }
        return [loss, .. gradient];
    }

    private void Near(double expected, double actual, string what) =>
        Assert.True(Math.Abs(actual - expected) <= Tolerance, $"{what} on {deviceName}: {actual:R}, in PyTorch {expected:R}");

    private static double[] Recorded(string name)
    {
        using var stream = typeof(LossTests).Assembly.GetManifestResourceStream("trajectory.losses.json")!;
        // PyTorch's nll_loss of x takes -x of the true class: its mean and gradient need no recording.
        if (name == "negative-log-likelihood") return Likelihood();
        return [.. JsonDocument.Parse(stream).RootElement.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
    }
}

[Collection(OnDevice.Cpu)]
public sealed class LossTestsOnCpu() : LossTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class LossTestsOnCpuAccelerator() : LossTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class LossTestsOnOpenCl() : LossTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class LossTestsOnCuda() : LossTests(OnDevice.Cuda);
