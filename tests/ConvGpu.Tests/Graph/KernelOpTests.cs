using ConvGpu.Samples;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>Ops of one's own, compiled outside of the library: the loss and the optimiser of the samples follow their formulas on every device.</summary>
public abstract class KernelOpTests(string device)
{
    private const double Rate = 0.125, Beta1 = 0.75, Beta2 = 0.5, Decay = 0.25;
    private static readonly float[] _x = [-2, -1, 1, 2], _target = [-6, -3, 3, 7];

    [Fact]
    public void ALossAndAnOptimiserOfOnesOwn()
    {
        var opened = TestDevices.Open(device);
        using var network = new Network(
            Sequential.Of("line", new Shape(1, 1), new Dense(1, 1, bias: false)), opened,
            new NetworkOptions { MaxBatch = 4, Loss = new LogCosh(), Optimizer = new Lion((float)Rate, (float)Beta1, (float)Beta2, (float)Decay) });
        network.WriteParameter("dense1.weight", [2]);
        network.SetInput(_x);
        network.SetTargets(_target);
        double w = 2, momentum = 0;
        for (var step = 0; step < 20; step++)
        {
            network.TrainStep(4);
            var distances = _x.Zip(_target, (x, t) => w * x - t).ToArray();
            // A mean of four logarithms, each within some ten roundings of numbers up to 10.
            Assert.Equal(distances.Average(d => Math.Log(Math.Cosh(d))), network.ReadLoss(), 1e-5);
            var gradient = _x.Zip(distances, (x, d) => x * Math.Tanh(d)).Sum() / 4;
            w -= Rate * (Math.Sign(Beta1 * momentum + (1 - Beta1) * gradient) + Decay * w);
            momentum = Beta2 * momentum + (1 - Beta2) * gradient;
            Assert.Equal(w, network.ReadParameter("dense1.weight")[0], 1e-5);
        }
        Assert.Throws<ShapeException>(() => network.TrainStep(5));
    }
}

[Collection(OnDevice.Cpu)]
public sealed class KernelOpTestsOnCpu() : KernelOpTests(OnDevice.Cpu)
{
    /// <summary>Small launches stay on the thread.</summary>
    [Fact]
    public void AStepAllocatesNothing()
    {
        using var network = new Network(
            Sequential.Of("line", new Shape(1, 1), new Dense(1, 1)), TestDevices.Open(OnDevice.Cpu),
            new NetworkOptions { MaxBatch = 4, Loss = new LogCosh(), Optimizer = new Lion() });
        for (var i = 0; i < 4; i++) network.TrainStep(4);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 4; i++) network.TrainStep(4);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}

[Collection(OnDevice.CpuAccelerator)]
public sealed class KernelOpTestsOnCpuAccelerator() : KernelOpTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class KernelOpTestsOnOpenCl() : KernelOpTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class KernelOpTestsOnCuda() : KernelOpTests(OnDevice.Cuda);
