using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>Dropout2D drops whole channels of images, sequences and volumes, in training only.</summary>
[Collection("Console")]
public class DropoutLayerTests
{
    private const int Channels = 16, Batch = 8;

    [Theory]
    [InlineData(OnDevice.Cpu, 1, 3, 5)]
    [InlineData(OnDevice.Cpu, 1, 1, 7)]
    [InlineData(OnDevice.Cpu, 2, 3, 3)]
    [InlineData(OnDevice.CpuAccelerator, 1, 3, 5)]
    [InlineData(OnDevice.OpenCl, 1, 3, 5)]
    public void WholeChannelsAreDropped(string deviceName, int planes, int rows, int columns)
    {
        using var device = ComputeDevice.Open(TestDevices.Open(deviceName).Info.Id);
        var model = Sequential.Of(
            "channels", Shape.Volume(1, Channels, planes, rows, columns), new Dropout2D(0.25f) { Name = "drop" }, new Flatten(),
            new Dense(Channels * planes * rows * columns, 1));
        using var network = new Network(model, device, new NetworkOptions { MaxBatch = Batch, Loss = new MeanSquaredError(), KeepActivations = true });
        var size = planes * rows * columns;
        float[] ones = [.. Enumerable.Repeat(1f, Batch * Channels * size)];
        network.SetInput(ones);
        network.SetTargets(new float[Batch]);
        network.TrainStep(Batch);
        var channels = network.ReadActivation("drop", Batch).Chunk(size).ToList();
        Assert.All(channels, channel => Assert.Single(channel.Distinct()));
        // 1 / (1 - 0.25), rounded; a quarter of 128 channels, within five standard deviations of 4.9.
        Assert.Equal([0, 1 / 0.75f], channels.Select(c => c[0]).Distinct().Order());
        Assert.InRange(channels.Count(c => c[0] == 0), 32 - 24, 32 + 24);
    }
}
