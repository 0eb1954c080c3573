namespace ConvGpu.Tests.Graphs;

/// <summary>What pooling makes of a shift: the same where the largest value stays in its window.</summary>
public class PoolShiftTests
{
    [Fact]
    public void AShiftWithinTheWindowChangesNothing()
    {
        using var device = ComputeDevice.Open("cpu");
        float[] Pooled(int row, int column)
        {
            using var network = new Network(Sequential.Of("pool", new Shape(1, 1, 6, 6), new MaxPool2D(2)), device, new NetworkOptions { MaxBatch = 1 });
            var input = new float[36];
            input[row * 6 + column] = 1;
            var output = new float[9];
            network.SetInput(input);
            network.Predict(1, output);
            return output;
        }
        Assert.Equal([0, 0, 0, 0, 1, 0, 0, 0, 0], Pooled(2, 2));
        Assert.Equal(Pooled(2, 2), Pooled(2, 3));
        Assert.Equal(Pooled(2, 2), Pooled(3, 3));
        // Beyond the window the result is shifted.
        Assert.Equal([0, 0, 0, 0, 0, 1, 0, 0, 0], Pooled(3, 4));
    }
}
