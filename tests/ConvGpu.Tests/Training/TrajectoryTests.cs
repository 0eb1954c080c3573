using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Training;

/// <summary>
/// Training follows PyTorch: from equal weights, over equal batches, the losses of 100 steps. The first loss is a mean of sums of some
/// hundred terms in another order, within 1e-4; each step hands its roundings on, magnified where one takes an activation across the
/// corner of a ReLU or a maximum, so that the bound grows to 1e-2 at the last. The emulator is too slow for more than one step.
/// </summary>
public abstract class TrajectoryTests(string deviceName)
{
    private const double First = 1e-4;
    private const double Last = 1e-2;

    [Fact]
    public void LeNetFollowsPyTorch() => Follow("lenet5", ModelZoo.LeNet5());

    [Fact]
    public void AResidualNetWithBatchNormalizationFollowsPyTorch() => Follow("residual", Residual());

    [Fact]
    public void AdamFollowsPyTorch() => Follow("residual-adam", Residual());

    private void Follow(string name, Graph graph)
    {
        var trajectory = Trajectory.Read(name);
        var losses = trajectory.Losses;
        Assert.Equal(100, losses.Length);
        Assert.True(losses[^1] < 0.5 * losses[0], "The recorded net learns.");
        var device = TestDevices.Open(deviceName);
        using var network = trajectory.Start(device, graph);
        var steps = TestDevices.IsSlow(deviceName) ? 1 : losses.Length;
        for (var step = 0; step < steps; step++)
        {
            trajectory.SetBatch(network, step);
            network.TrainStep(trajectory.Batch);
            // From the bound of the first step to that of the last, multiplied by the same factor at each.
            Near(losses[step], network.ReadLoss(), First * Math.Pow(Last / First, step / 99.0), $"loss of step {step + 1}");
            if (step == 0) Near(trajectory.AfterFirstStep, network, First);
        }
        if (steps < losses.Length) return;
        Near(trajectory.AfterLastStep, network, Last);
        trajectory.SetBatch(network, steps);
        network.ResetSums();
        network.EvaluateStep(trajectory.Batch);
        Near(trajectory.Inference, network.ReadSums().Loss / trajectory.Batch, Last, "loss in inference");
    }

    private static void Near(double[] sums, Network network, double tolerance)
    {
        var actual = Trajectory.Sums(network);
        Assert.Equal(sums.Length, actual.Length);
        for (var i = 0; i < sums.Length; i++) Near(sums[i], actual[i], tolerance, $"sum of the magnitudes of {network.ParameterNames[i]}");
    }

    private static void Near(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * expected, $"{what}: {actual:R}, in PyTorch {expected:R}, not within {tolerance:E1} of it");

    /// <summary>The net of record.py: layers in the order of its parameters.</summary>
    private static Graph Residual()
    {
        var graph = new Graph("residual", new Shape(1, 1, 8, 8));
        var node = graph.AddConvolution(graph.Input, (1, 8), kernel: 3);
        node = Block(graph, node, 8, 8, 1);
        node = Block(graph, node, 8, 16, 2);
        graph.Add(new AvgPool2D(4), node);
        graph.Add(new Flatten());
        graph.Add(new Dense(16, 10));
        return graph;
    }

    private static Node Block(Graph graph, Node input, int inputs, int outputs, int stride)
    {
        var branch = graph.AddConvolution(input, (inputs, outputs), kernel: 3, stride);
        branch = graph.AddConvolution(branch, (outputs, outputs), kernel: 3, relu: false);
        var shortcut = stride == 1 ? input : graph.AddConvolution(input, (inputs, outputs), kernel: 1, stride, relu: false);
        return graph.Add(new ReLU(), graph.Add(new Sum(), branch, shortcut));
    }
}

[Collection(OnDevice.Cpu)]
public sealed class TrajectoryTestsOnCpu() : TrajectoryTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class TrajectoryTestsOnCpuAccelerator() : TrajectoryTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class TrajectoryTestsOnOpenCl() : TrajectoryTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class TrajectoryTestsOnCuda() : TrajectoryTests(OnDevice.Cuda);
