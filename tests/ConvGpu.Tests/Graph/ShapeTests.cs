using ConvGpu.Kernels;

namespace ConvGpu.Tests.Graphs;

public class ShapeTests
{
    private static readonly Shape _input = new(1, 3, 28, 28);

    [Theory]
    [InlineData(3, 1, 26)]
    [InlineData(5, 2, 12)]
    [InlineData(28, 1, 1)]
    public void ValidConvolutionsShrink(int kernel, int stride, int size) =>
        Assert.Equal(new Shape(1, 8, size, size), new Conv2D(3, 8, kernel, stride).InferShape([_input]));

    [Theory]
    [InlineData(3, 1, 1, 28)]
    [InlineData(4, 1, 1, 28)]
    [InlineData(3, 2, 1, 14)]
    [InlineData(5, 3, 1, 10)]
    [InlineData(3, 1, 4, 28)]
    public void SamePaddingKeepsTheSizeDividedByTheStride(int kernel, int stride, int dilation, int size) => Assert.Equal(
        new Shape(1, 8, size, size), new Conv2D(3, 8, kernel, stride, Padding.Same, dilation).InferShape([_input]));

    [Fact]
    public void PaddingPerSideAndNonSquareWindowsAreKept() => Assert.Equal(
        new Shape(1, 4, 28 + 1 + 3 - 3 + 1, 28 + 2 + 4 - 5 + 1),
        new Conv2D(3, 4, kernel: (3, 5), padding: new Padding(1, 2, 3, 4)).InferShape([_input]));

    [Theory]
    [InlineData(3, 1, 1, 30)]
    [InlineData(4, 1, 2, 28 + 6)]
    [InlineData(5, 3, 1, 11)]
    public void FullPaddingCountsEveryWindowThatHoldsAPixel(int kernel, int stride, int dilation, int size) => Assert.Equal(
        new Shape(1, 8, size, size), new Conv2D(3, 8, kernel, stride, Padding.Full, dilation).InferShape([_input]));

    [Fact]
    public void OneSidedPaddingWidensOneSide()
    {
        Assert.Equal(new Shape(1, 1, 26, 27), new Conv2D(3, 1, 3, padding: new Padding(right: 1)).InferShape([_input]));
        Assert.Equal(new Shape(1, 1, 28, 26), new Conv2D(3, 1, 3, padding: new Padding(top: 2)).InferShape([_input]));
        Assert.Equal(Padding.Valid, new Padding());
        Assert.NotEqual(Padding.Full, Padding.Same);
    }

    [Fact]
    public void PaddingBeyondItsModeIsRefused()
    {
        AssertFails(
            "reflect padding of an image of 28x28 is at most 27 rows and 27 columns on a side, but it is top 28, left 28, bottom 28, right 28; "
            + "use less padding, edge padding or a larger image.", new Conv2D(3, 1, 3, padding: 28, paddingMode: PaddingMode.Reflect));
        AssertFails("circular padding of an image of 28x28 is at most 28 rows", new Conv2D(3, 1, 3, padding: 29, paddingMode: PaddingMode.Circular));
        new Conv2D(3, 1, 3, padding: 28, paddingMode: PaddingMode.Circular).InferShape([_input]);
        new Conv2D(3, 1, 3, padding: 27, paddingMode: PaddingMode.Reflect).InferShape([_input]);
        var window = Window2D.Square(3, padding: 4);
        Assert.Contains(
            "conv2d: reflect padding", Assert.Throws<ArgumentException>(() => new Conv2DGeometry(1, 4, 9, 1, window, PaddingMode: PaddingMode.Reflect)).Message);
        var zero = new Conv2DGeometry(1, 4, 9, 1, window);
        Assert.Throws<ArgumentException>(() => zero with { PaddingMode = PaddingMode.Reflect });
        Assert.Equal("circular padding", (zero with { PaddingMode = PaddingMode.Circular }).ToString().Split(", ")[^1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => zero with { PaddingMode = (PaddingMode)9 });
    }

    [Fact]
    public void PoolingStepsByItsKernelUnlessTold()
    {
        Assert.Equal(new Shape(1, 3, 14, 14), new MaxPool2D(2).InferShape([_input]));
        Assert.Equal(new Shape(1, 3, 13, 13), new MaxPool2D(3, stride: 2).InferShape([_input]));
        Assert.Equal(new Shape(1, 3, 14, 14), new AvgPool2D(3, stride: 2, ceilMode: true).InferShape([_input]));
    }

    [Fact]
    public void AdaptiveAndGlobalPoolingPutOutWhatTheySay()
    {
        Shape sequence = new(1, 4, 1, 25);
        Assert.Equal(new Shape(1, 3, 6, 7), new AdaptiveAvgPool2D((6, 7)).InferShape([_input]));
        Assert.Equal(new Shape(1, 3, 40, 40), new AdaptiveMaxPool2D(40).InferShape([_input]));
        Assert.Equal(new Shape(1, 4, 1, 7), new AdaptiveMaxPool1D(7).InferShape([sequence]));
        Assert.Equal(new Shape(1, 4, 1, 7), new AdaptiveAvgPool1D(7).InferShape([sequence]));
        foreach (Layer layer in (Layer[])[new GlobalAvgPool2D(), new GlobalMaxPool2D()]) Assert.Equal(new Shape(1, 3), layer.InferShape([_input]));
        foreach (Layer layer in (Layer[])[new GlobalAvgPool1D(), new GlobalMaxPool1D()]) Assert.Equal(new Shape(1, 4), layer.InferShape([sequence]));
        Assert.Equal(new Shape(1, 4, 1, 12), new MaxPool1D(2).InferShape([sequence]));
        Assert.Equal(new Shape(1, 4, 1, 13), new AvgPool1D(3, stride: 2, padding: 1).InferShape([sequence]));
        // 28 into 5 takes windows of 6 and 7 elements, 28 into 7 of 4.
        Assert.Equal(Footprint.Window((7, 4), (5, 4)), new AdaptiveAvgPool2D((5, 7)).FootprintOn([_input]));
        Assert.Equal(Footprint.Whole, new GlobalAvgPool2D().FootprintOn([_input]));
    }

    [Fact]
    public void ErrorsNameTheLayerTheShapesAndTheFix()
    {
        AssertFails("maxpool1d1 (layer 1 of model): takes (channels, length), one row, but gets 1x3x28x28; use the 2-D layer", new MaxPool1D(2));
        AssertFails("globalavgpool1d1 (layer 1 of model): takes (channels, length), one row, but gets 1x3x28x28", new GlobalAvgPool1D());
        AssertFails("adaptiveavgpool2d1 (layer 1 of model): pools 1x3x28x28 into 100000000x1", new AdaptiveAvgPool2D((100_000_000, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveMaxPool1D(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Softmax(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Elu(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeakyReLU(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Softplus(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Softplus(1, float.NaN));
        AssertFails("conv2d1 (layer 1 of model): takes 1 channels, but gets 1x3x28x28; use new Conv2D(3, 8, ...).", new Conv2D(1, 8, 3));
        AssertFails("dense1 (layer 1 of model): takes a flat input, but gets 1x3x28x28; put new Flatten() before it.", new Dense(10, 10));
        AssertFails("head (layer 2 of model): takes 10 inputs, but gets 2352; use new Dense(2352, 10).", new Flatten(), new Dense(10, 10) { Name = "head" });
        AssertFails("a window of 29x29 does not fit into 1x3x28x28", new Conv2D(3, 1, 29));
        AssertFails("padding is at most half of its 2x2 window", new MaxPool2D(2, padding: 2));
    }

    [Fact]
    public void SizesBeyond32BitsAreRefusedByTheLayerThatHasThem()
    {
        AssertFails("conv2d1 (layer 1 of model) puts out 1x10000000x28x28", new Conv2D(3, 10_000_000, 3, padding: 1), new ReLU());
        AssertFails("dense1 (layer 2 of model) has weight of 1000000x2352x1x1", new Flatten(), new Dense(2352, 1_000_000));
        var image = new Shape(1, 1000, 2000, 2000);
        foreach (Layer layer in (Layer[])[new ReLU(), new Flatten(), new Dropout(), new MaxPool2D(2)])
        {
            var error = Assert.Throws<ShapeException>(() => new ShapedGraph(Sequential.Of(layer), image));
            Assert.Contains("the input of model is 1x1000x2000x2000, more than the 2,147,483,647 elements", error.Message);
        }
        Assert.Contains("1x1000x2000x2000", Assert.Throws<ShapeException>(() => new Flatten().InferShape([image])).Message);
    }

    /// <summary>Sums of window sizes that wrap to a small number would pass as one.</summary>
    [Fact]
    public void WindowsBeyond32BitsAreRefused()
    {
        const string reason = "use less padding, dilation or stride";
        AssertFails(reason, new Conv2D(3, 1, kernel: 1, padding: int.MaxValue));
        AssertFails(reason, new Conv2D(3, 1, kernel: 3, dilation: int.MaxValue));
        AssertFails(reason, new Conv2D(3, 1, kernel: (1, 3), padding: Padding.Same, dilation: int.MaxValue / 2));
        AssertFails(reason, new Conv2D(3, 1, kernel: 3, stride: int.MaxValue, padding: 2));
        AssertFails(reason, new AvgPool2D(2, stride: int.MaxValue, ceilMode: true));
        AssertFails("padding is at most half", new MaxPool2D(3, padding: 1 << 30));
        Window2D huge = Window2D.Square(1, padding: int.MaxValue), dilated = Window2D.Square(3, dilation: int.MaxValue);
        Assert.Throws<OverflowException>(() => huge.OutputHeight(4));
        Assert.Throws<OverflowException>(() => dilated.SpanWidth);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => new Conv2DGeometry(1, 4, 4, 1, huge)).Message);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => new PoolGeometry(1, 4, 4, dilated, CeilMode: true)).Message);
        Assert.Contains("elements", Assert.Throws<ArgumentException>(() => new Conv2DGeometry(1, 4, 4, 1, Window2D.Square(1, padding: 50_000))).Message);
    }

    [Theory]
    [InlineData(2, 3, 2, 1)]
    [InlineData(1, 2, 2, 1)]
    [InlineData(5, 2, 2, 3)]
    [InlineData(6, 3, 4, 2)]
    [InlineData(2, 3, 1, 0)]
    [InlineData(2, 5, 2, 0)]
    public void CeilModeCountsAsPyTorchDoes(int size, int kernel, int stride, int expected)
    {
        var layer = new MaxPool2D(kernel, stride, ceilMode: true);
        var image = new Shape(1, 1, size, size);
        if (expected == 0) Assert.Contains("does not fit", Assert.Throws<ShapeException>(() => layer.InferShape([image])).Message);
        else Assert.Equal(new Shape(1, 1, expected, expected), layer.InferShape([image]));
    }

    [Fact]
    public void AModelWithoutLayersIsRefused() => AssertFails("model has no layers");

    [Fact]
    public void AnOutputOfAnotherGraphIsRefused()
    {
        var (graph, other) = (new Graph("mine"), new Graph("theirs"));
        graph.Add(new Flatten());
        var foreign = other.Add(new Flatten());
        Assert.Contains("mine cannot end with flatten1, a node of theirs", Assert.Throws<ShapeException>(() => graph.Output = foreign).Message);
        Assert.Equal("flatten1", graph.Output.Name);
        Assert.Same(graph, graph.Output.Graph);
    }

    [Fact]
    public void InputsOfASumMustBeEqual()
    {
        var graph = new Graph();
        var left = graph.Add(new Conv2D(3, 4, 3));
        var right = graph.Add(new Conv2D(3, 4, 5), graph.Input);
        graph.Add(new Sum(), left, right);
        Assert.Contains("1x4x26x26 and 1x4x24x24", Assert.Throws<ShapeException>(() => new ShapedGraph(graph, _input)).Message);
    }

    [Fact]
    public void BranchesJoinWhereTheirShapesFit()
    {
        Assert.Equal(new Shape(1, 9, 4, 5), new Concat().InferShape([new(1, 2, 4, 5), new(1, 3, 4, 5), new(1, 4, 4, 5)]));
        Assert.Contains("1x3x28x28 and 1x3x27x28; make their", Assert.Throws<ShapeException>(() => new Concat().InferShape([_input, new(1, 3, 27, 28)])).Message);
        Assert.Contains("more than", Assert.Throws<ShapeException>(() => new Concat().InferShape([new(1, int.MaxValue), new(1, 1)])).Message);
        Assert.Equal(_input, new Product().InferShape([_input, _input]));
        Assert.Contains("multiplies inputs of 1x3x28x28 and 1x3x28x1", Assert.Throws<ShapeException>(() => new Product().InferShape([_input, new(1, 3, 28)])).Message);
        var graph = new Graph();
        Assert.Contains("concat1 takes 2 or more inputs, but 1 were given", Assert.Throws<ShapeException>(() => graph.Add(new Concat(), graph.Input)).Message);
        Assert.Contains("takes 2 inputs, but 3", Assert.Throws<ShapeException>(() => graph.Add(new Product(), graph.Input, graph.Input, graph.Input)).Message);
    }

    [Fact]
    public void OptionsOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2D(0, 1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2D(1, 1, 0));
        Assert.Throws<ArgumentException>(() => new Conv2D(3, 4, 3, groups: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(float.NaN));
        Assert.Throws<ArgumentException>(() => new Sgd(0.1f, nesterov: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Padding(-1, 0, 0, 0));
    }

    private static void AssertFails(string message, params Layer[] layers) =>
        Assert.Contains(message, Assert.Throws<ShapeException>(() => new ShapedGraph(Sequential.Of(layers), _input)).Message);
}
