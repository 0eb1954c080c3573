using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>Lp pooling against PyTorch's definition, with its signs and its scaling of windows that ceil mode cuts off.</summary>
[Collection("Console")]
public class LpPoolTests
{
    /// <summary>Every norm on every device.</summary>
    public static MatrixTheoryData<string, float> Cases => new([OnDevice.Cpu, OnDevice.CpuAccelerator, OnDevice.OpenCl], [1, 2, 3, 2.5f]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void AWindowsNormIsPyTorchs(string deviceName, float norm)
    {
        // Rows of 5: the last window of ceil mode has one column of two.
        float[] x = [3, -4, 0, 0, 2, -1, 2, 0, 0, 1];
        using var device = ComputeDevice.Open(TestDevices.Open(deviceName).Info.Id);
        var model = Sequential.Of("norms", new Shape(1, 1, 2, 5), new LpPool2D(norm, 2, ceilMode: true));
        using var network = new Network(model, device, new NetworkOptions { MaxBatch = 1 });
        var y = new float[3];
        network.SetInput(x);
        network.Predict(1, y);
        double Power(double v) => Math.Pow(v, norm);
        double Root(double sum) => norm == 1 ? sum : Math.Pow(sum, 1 / norm);
        double[] expected = [Root(Power(3) + Power(-4) + Power(-1) + Power(2)), 0, Root(2 * (Power(2) + Power(1)))];
        // Some ten roundings, and those of the logarithm of numbers up to 100.
        for (var i = 0; i < 3; i++)
            Assert.True(Math.Abs(expected[i] - y[i]) <= 1e-5 * Math.Abs(expected[i]) || double.IsNaN(expected[i]) && float.IsNaN(y[i]), $"{i}: {y[i]}, not {expected[i]}");
    }

    [Fact]
    public void NormsOutsideTheirRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LpPool2D(0.5f, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LpPool1D(65, 2));
        Assert.Equal(new Shape(1, 3, 1, 4), new LpPool1D(2, 3, 2).InferShape([new Shape(1, 3, 1, 9)]));
    }
}
