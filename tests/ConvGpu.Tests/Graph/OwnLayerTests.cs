using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>The layer of docs/add-a-layer.md, compiled outside of the library, does on every device what the page says.</summary>
[Collection("Console")]
public class OwnLayerTests
{
    [Theory]
    [InlineData(OnDevice.Cpu)]
    [InlineData(OnDevice.CpuAccelerator)]
    [InlineData(OnDevice.OpenCl)]
    public void AStepOfHalveIsThatOfItsDerivative(string deviceName)
    {
        // Its own context: the shared device belongs to the tests of its collection.
        using var device = ComputeDevice.Open(TestDevices.Open(deviceName).Info.Id);
        using var network = new Network(
            Sequential.Of("halved", new Shape(1, 1), new Dense(1, 1, bias: false), new Halve()), device,
            new NetworkOptions { MaxBatch = 4, Loss = new MeanSquaredError(), Optimizer = new Sgd(0.1f) });
        network.WriteParameter("dense1.weight", [2]);
        network.SetInput([-2, -1, 1, 2]);
        network.SetTargets([-6, -3, 3, 6]);
        network.TrainStep(4);
        // The mean of (wx/2 - 3x)^2 over x is 2.5 (w/2 - 3)^2 = 10 with the derivative 2.5 (w/2 - 3) = -5; a dozen roundings of float32.
        Assert.Equal(10, network.ReadLoss(), 1e-5);
        Assert.Equal(2 + 0.1 * 5, network.ReadParameter("dense1.weight")[0], 1e-5);
    }
}
