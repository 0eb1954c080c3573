using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>Shapes, parameters and refusals of the layers beside <see cref="Conv2D"/>.</summary>
public class ConvolutionShapeTests
{
    /// <summary>The examples of PyTorch's documentation, and every option once.</summary>
    [Theory]
    [InlineData(50, 100, 3, 3, 2, 2, 0, 0, 0, 1, 101, 201)]
    [InlineData(50, 100, 3, 5, 2, 1, 4, 2, 0, 1, 93, 100)]
    [InlineData(6, 6, 3, 3, 2, 2, 1, 1, 1, 1, 12, 12)]
    [InlineData(1, 1, 4, 4, 1, 1, 0, 0, 0, 1, 4, 4)]
    [InlineData(5, 7, 3, 3, 3, 3, 0, 0, 2, 2, 19, 25)]
    public void ConvTranspose2DHasPyTorchsShape(
        int height, int width, int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int padHeight, int padWidth,
        int outputPadding, int dilation, int outHeight, int outWidth)
    {
        var layer = new ConvTranspose2D(
            16, 33, (kernelHeight, kernelWidth), (strideHeight, strideWidth), new Padding(padHeight, padWidth, padHeight, padWidth), outputPadding, dilation);
        var input = new Shape(1, 16, height, width);
        var output = layer.InferShape([input]);
        Assert.Equal(new Shape(1, 33, outHeight, outWidth), output);
        Assert.Equal(new Shape(16, 33, kernelHeight, kernelWidth), layer.Parameters([input])[0].Shape);
        var convolution = new Conv2D(
            33, 16, (kernelHeight, kernelWidth), (strideHeight, strideWidth), new Padding(padHeight, padWidth, padHeight, padWidth), dilation);
        Assert.Equal(input, convolution.InferShape([output]));
    }

    [Fact]
    public void SamePaddingOfATransposedConvolutionMultipliesBySteps()
    {
        foreach (var (kernel, stride) in new[] { (3, 2), (4, 2), (2, 3), (5, 1) })
        {
            var layer = new ConvTranspose2D(2, 3, kernel, stride, Padding.Same);
            Assert.Equal(new Shape(1, 3, 7 * stride, 5 * stride), layer.InferShape([new Shape(1, 2, 7, 5)]));
            var graph = Sequential.Of("same", new Shape(1, 2, 7, 5), layer);
            using var network = NetworkGradient.AfterAStep(graph, TestDevices.Open(OnDevice.Cpu), 1);
            Assert.True(float.IsFinite(network.ReadLoss()));
        }
        // Full padding keeps what all taps reach, as the adjoint of a full convolution has to.
        Assert.Equal(new Shape(1, 3, 5, 3), new ConvTranspose2D(2, 3, 3, padding: Padding.Full).InferShape([new Shape(1, 2, 7, 5)]));
    }

    [Fact]
    public void ConvTranspose2DRefusesWhatDoesNotFit()
    {
        AssertFails("takes 4 channels, but gets 1x3x8x8; use new ConvTranspose2D(3, 5, ...).", new Shape(1, 3, 8, 8), new ConvTranspose2D(4, 5, 3));
        AssertFails("cuts all of its output off", new Shape(1, 4, 1, 1), new ConvTranspose2D(4, 5, 3, padding: 2));
        AssertFails("along one side; use less stride", new Shape(1, 4, 9, 9), new ConvTranspose2D(4, 5, 3, stride: 1 << 30));
        Assert.Contains("below 2", Assert.Throws<ArgumentOutOfRangeException>(() => new ConvTranspose2D(1, 1, 3, stride: 2, outputPadding: 2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvTranspose2D(1, 1, 3, outputPadding: (0, -1)));
        Assert.Throws<ArgumentException>(() => new ConvTranspose2D(1, 1, 3, stride: 2, padding: Padding.Same, outputPadding: 1));
        Assert.Throws<ArgumentException>(() => new ConvTranspose2D(4, 6, 3, groups: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvTranspose2D(4, 6, 0));
    }

    [Fact]
    public void Conv1DTakesSequences()
    {
        var layer = new Conv1D(4, 6, 5, stride: 2, padding: 2, dilation: 2, groups: 2);
        var input = new Shape(1, 4, 1, 20);
        Assert.Equal(new Shape(1, 6, 1, 8), layer.InferShape([input]));
        Assert.Equal([new Shape(6, 2, 1, 5), new Shape(6)], layer.Parameters([input]).Select(p => p.Shape));
        Assert.Equal(new Shape(1, 6, 1, 10), new Conv1D(4, 6, 5, stride: 2, padding: Padding1D.Same).InferShape([input]));
        Assert.Equal(new Shape(1, 6, 1, 28), new Conv1D(4, 6, 5, dilation: 2, padding: Padding1D.Full).InferShape([input]));
        Assert.Same(Initializer.Zeros, new Conv1D(4, 6, 5) { Initializer = Initializer.Zeros }.Parameters([input])[0].Initializer);
        AssertFails("takes sequences, which have one row, but gets 1x4x2x20; use new Conv2D(4, 6, ...).", new Shape(1, 4, 2, 20), layer);
        AssertFails("takes 4 channels, but gets 1x3x1x20; use new Conv1D(3, 6, ...).", new Shape(1, 3, 1, 20), layer);
        AssertFails("reflect padding of an image of 1x20", input, new Conv1D(4, 6, 3, padding: 20, paddingMode: PaddingMode.Reflect));
        AssertFails("does not fit", new Shape(1, 4, 1, 3), new Conv1D(4, 6, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv1D(4, 6, 3, stride: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Padding1D(left: -1));
        Assert.Equal((2, 2), (((Padding1D)2).Left, ((Padding1D)2).Right));
    }

    /// <summary>The lecture drops even columns and odd rows: a quarter of the image remains.</summary>
    [Fact]
    public void SubsamplingKeepsAQuarter()
    {
        var layer = Subsample2D.OddColumnsOfEvenRows();
        Assert.Equal(new Shape(1, 3, 14, 14), layer.InferShape([new Shape(1, 3, 28, 28)]));
        Assert.Equal(new Shape(1, 3, 2, 3), layer.InferShape([new Shape(1, 3, 5, 5)]));
        Assert.Equal(new Shape(1, 3, 3, 2), new Subsample2D(2, (0, 1)).InferShape([new Shape(1, 3, 5, 5)]));
        Assert.Equal(new Shape(1, 3, 2, 1), new Subsample2D((3, 9)).InferShape([new Shape(1, 3, 5, 5)]));
        AssertFails("starts at row 1 and column 0, but gets 1x3x1x9; start further up or left", new Shape(1, 3, 1, 9), layer);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Subsample2D(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Subsample2D(1, (-1, 0)));
    }

    [Fact]
    public void SummariesKnowTheLayers()
    {
        var image = new Shape(1, 2, 6, 9);
        var summary = ModelSummary.Of(Sequential.Of(new ConvTranspose2D(2, 3, 4, stride: 2), new Subsample2D(2), new Conv2D(3, 1, 3)), image);
        Assert.Equal([new Size2D(2, 2), new Size2D(2, 2), new Size2D(4, 4)], summary.Layers.Select(l => l.ReceptiveField));
        // Each of the 2 * 54 inputs is multiplied by 3 * 16 weights.
        Assert.Equal(2 * 54 * 3 * 16, summary.Layers[0].MultiplyAdds);
        Assert.Equal([true, false, true], summary.Layers.Select(l => l.IsConvolution));
        var sequence = ModelSummary.Of(Sequential.Of(new Conv1D(2, 3, 5, dilation: 2)), new Shape(1, 2, 1, 20)).Layers[0];
        Assert.Equal((new Size2D(1, 9), 12 * 3 * 2 * 5L, true), (sequence.ReceptiveField, sequence.MultiplyAdds, sequence.IsConvolution));
    }

    private static void AssertFails(string message, Shape input, Layer layer) =>
        Assert.Contains(message, Assert.Throws<ShapeException>(() => layer.InferShape([input])).Message);
}
