namespace ConvGpu.Tests.Graphs;

/// <summary>The numbers that the lectures compute, and the counts that publications give.</summary>
public class SummaryTests
{
    [Fact]
    public void ADenseLayerOnASmallImageHas25600Weights() =>
        Assert.Equal(25_600, Of(new Shape(1, 1, 16, 16), new Flatten(), new Dense(256, 100, bias: false)).Parameters);

    [Fact]
    public void ADenseLayerOnAColourImageHas30MillionWeights()
    {
        var summary = Of(new Shape(1, 3, 100, 100), new Flatten(), new Dense(100 * 100 * 3, 1000, bias: false));
        Assert.Equal(30_000_000, summary.Parameters);
        Assert.Equal(30_000_000, summary.MultiplyAdds);
        Assert.Equal(new Size2D(100, 100), summary.Layers[^1].ReceptiveField);
    }

    [Fact]
    public void AFieldOf3x3x3Has27Weights() =>
        Assert.Equal(27, Of(new Shape(1, 3, 100, 100), new Conv2D(3, 1, kernel: 3, bias: false)).Parameters);

    [Fact]
    public void AFilterOf4x4Has16WeightsHoweverManyPatchesItReads()
    {
        foreach (var size in (int[])[4, 28])
            Assert.Equal(16, Of(new Shape(1, 1, size, size), new Conv2D(1, 1, kernel: 4, stride: 2, bias: false)).Parameters);
    }

    [Fact]
    public void SixFiltersOf5x5x3Give28x28x6With456Parameters()
    {
        var layer = Assert.Single(Of(new Shape(1, 3, 32, 32), new Conv2D(3, 6, kernel: 5)).Layers);
        Assert.Equal(new Shape(1, 6, 28, 28), layer.Output);
        Assert.Equal(456, layer.Parameters);
        Assert.Equal(28 * 28 * 6 * 75, layer.MultiplyAdds);
        Assert.Equal(28 * 28 * 6 * 4, layer.ActivationBytes);
        Assert.Equal(new Size2D(5, 5), layer.ReceptiveField);
    }

    /// <summary>O = (W - K + 2P) / S + 1, rounded down.</summary>
    [Theory]
    [InlineData(5, 3, 1, 2, 3)]
    [InlineData(7, 3, 0, 1, 5)]
    [InlineData(7, 3, 0, 2, 3)]
    [InlineData(7, 3, 1, 1, 7)]
    [InlineData(7, 3, 1, 3, 3)]
    [InlineData(32, 5, 2, 1, 32)]
    [InlineData(227, 11, 0, 4, 55)]
    [InlineData(224, 7, 3, 2, 112)]
    public void OutputsHaveTheSizeOfTheFormula(int width, int kernel, int padding, int stride, int expected)
    {
        Assert.Equal(expected, (width - kernel + (2 * padding)) / stride + 1);
        var output = new Conv2D(1, 2, kernel, stride, padding).InferShape([new Shape(1, 1, width, width)]);
        Assert.Equal(new Shape(1, 2, expected, expected), output);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(11)]
    public void HalfTheKernelLessOneIsSamePadding(int kernel)
    {
        var image = new Shape(1, 1, 40, 31);
        Assert.Equal(image, new Conv2D(1, 1, kernel, padding: (kernel - 1) / 2).InferShape([image]));
        Assert.Equal(image, new Conv2D(1, 1, kernel, padding: Padding.Same).InferShape([image]));
    }

    [Fact]
    public void TwoWindowsOf3x3See5x5AndThreeSee7x7()
    {
        var layers = Of(new Shape(1, 1, 20, 20), new Conv2D(1, 1, 3), new ReLU(), new Conv2D(1, 1, 3), new Conv2D(1, 1, 3)).Layers;
        Assert.Equal([new Size2D(3, 3), new Size2D(3, 3), new Size2D(5, 5), new Size2D(7, 7)], layers.Select(l => l.ReceptiveField));
    }

    [Fact]
    public void ADilationOf4And2Sees9x5() =>
        Assert.Equal(new Size2D(9, 5), Of(new Shape(1, 1, 20, 20), new Conv2D(1, 1, 3, dilation: (4, 2))).Layers[0].ReceptiveField);

    /// <summary>A window of 2 by steps of 2 after 3x3: 3 + 1 = 4 pixels, and what comes behind widens by two pixels a tap.</summary>
    [Fact]
    public void StridesWidenWhatComesBehind()
    {
        var layers = Of(new Shape(1, 1, 40, 40), new Conv2D(1, 1, 3), new MaxPool2D(2), new Conv2D(1, 1, (3, 1), stride: (1, 3)), new Conv2D(1, 1, 3)).Layers;
        Assert.Equal([new Size2D(3, 3), new Size2D(4, 4), new Size2D(8, 4), new Size2D(12, 16)], layers.Select(l => l.ReceptiveField));
    }

    [Fact]
    public void BranchesSeeWhatTheWidestSees()
    {
        var graph = new Graph("branched", new Shape(1, 2, 9, 9));
        var narrow = graph.Add(new Conv2D(2, 2, 1));
        var wide = graph.Add(new Conv2D(2, 2, (5, 3), padding: Padding.Same), graph.Input);
        graph.Add(new Sum(), narrow, wide);
        var unused = graph.Add(new Conv2D(2, 2, 7), graph.Input);
        graph.Output = graph.Nodes[^2];
        var summary = ModelSummary.Of(graph);
        Assert.DoesNotContain(summary.Layers, l => l.Name == unused.Name);
        Assert.Equal(new Size2D(5, 3), summary.Layers[^1].ReceptiveField);
        Assert.Equal(0, summary.Layers[^1].MultiplyAdds);
    }

    /// <summary>The last pooling sees 195 pixels at steps of 32 and has 6 places: 195 + 5 * 32 for a dense layer behind it.</summary>
    [Fact]
    public void TheReceptiveFieldOfAlexNetIsThePublishedOne()
    {
        var layers = ModelSummary.Of(ModelZoo.AlexNet()).Layers;
        Assert.Equal(new Size2D(195, 195), layers.Last(l => l.Kind == "maxpool2d").ReceptiveField);
        Assert.Equal(new Size2D(195, 195), layers.Single(l => l.Kind == "flatten").ReceptiveField);
        Assert.All(layers.Where(l => l.Kind == "dense"), l => Assert.Equal(new Size2D(355, 355), l.ReceptiveField));
    }

    [Fact]
    public void AlexNetsConvolutionsHold4PercentOfTheParametersAndDo92PercentOfTheWork()
    {
        var summary = ModelSummary.Of(ModelZoo.AlexNet());
        Assert.Equal(61_100_840, summary.Parameters);
        Assert.Equal(655_566_528 + 58_621_952, summary.MultiplyAdds);
        Assert.Equal(2_469_696 / 61_100_840.0, summary.ConvolutionParameterShare, 1e-12);
        Assert.Equal(655_566_528.0 / (655_566_528 + 58_621_952), summary.ConvolutionMultiplyAddShare, 1e-12);
        Assert.Equal("4.0 %", $"{100 * summary.ConvolutionParameterShare:F1} %");
        Assert.Equal("91.8 %", $"{100 * summary.ConvolutionMultiplyAddShare:F1} %");
    }

    [Fact]
    public void GroupsDivideTheWork()
    {
        var image = new Shape(1, 8, 10, 10);
        var (whole, grouped) = (Of(image, new Conv2D(8, 8, 3, bias: false)), Of(image, new Conv2D(8, 8, 3, groups: 4, bias: false)));
        Assert.Equal(whole.Parameters, 4 * grouped.Parameters);
        Assert.Equal(whole.MultiplyAdds, 4 * grouped.MultiplyAdds);
    }

    [Fact]
    public void PoolingHasNoMultiplyAdds() =>
        Assert.Equal(0, Of(new Shape(1, 2, 8, 8), new AvgPool2D(2), new MaxPool2D(2), new Dropout()).MultiplyAdds);

    /// <summary>Three outputs of 7 inputs read 0-2, 2-4 and 4-6; three of 8 read 0-2, 2-5 and 5-7, of which the largest counts.</summary>
    [Fact]
    public void AdaptivePoolingSeesItsWindowAndGlobalPoolingEverything()
    {
        var layers = Of(new Shape(1, 2, 7, 8), new AdaptiveAvgPool2D(3), new Conv2D(2, 2, 2)).Layers;
        Assert.Equal([new Size2D(3, 4), new Size2D(5, 6)], layers.Select(l => l.ReceptiveField));
        foreach (var pool in (Layer[])[new GlobalAvgPool2D(), new GlobalMaxPool2D(), new AdaptiveAvgPool2D(1), new AdaptiveMaxPool2D(1)])
            Assert.Equal(new Size2D(7, 8), Of(new Shape(1, 2, 7, 8), pool).Layers[0].ReceptiveField);
        foreach (var pool in (Layer[])[new GlobalAvgPool1D(), new GlobalMaxPool1D(), new AdaptiveAvgPool1D(1)])
            Assert.Equal(new Size2D(1, 9), Of(new Shape(1, 2, 1, 9), pool).Layers[0].ReceptiveField);
        Assert.Equal(new Size2D(9, 10), Of(new Shape(1, 2, 7, 8), new Conv2D(2, 2, 3, padding: 1), new GlobalMaxPool2D()).Layers[1].ReceptiveField);
    }

    /// <summary>The net that makes the grid sees 26 of 28 pixels; samples may come from anywhere, and what stands behind sees no more.</summary>
    [Fact]
    public void BehindASpatialTransformerEverythingSeesTheImage()
    {
        var layers = ModelSummary.Of(ModelZoo.SpatialTransformer()).Layers;
        Assert.Equal(new Size2D(26, 26), layers.Single(l => l.Kind == "affinegrid").ReceptiveField);
        var behind = layers.SkipWhile(l => l.Kind != "gridsample").ToList();
        Assert.True(behind.Count > 10);
        Assert.All(behind, l => Assert.Equal(new Size2D(28, 28), l.ReceptiveField));
        Assert.All(layers, l => Assert.InRange(l.ReceptiveField.Height, 1, 28));
    }

    [Fact]
    public void AWindowBehindABranchThatSeesEverythingSeesNoMore()
    {
        var (everything, window) = (ReceptiveAxis.Of(9).Whole(), ReceptiveAxis.Of(9).Window(3, 1, 1, 9));
        Assert.Equal(new ReceptiveAxis(9, 0, 1), everything);
        foreach (var axis in (ReceptiveAxis[])[ReceptiveAxis.Largest(everything, window), ReceptiveAxis.Largest(window, everything)])
        {
            Assert.Equal(new ReceptiveAxis(9, 0, 9), axis);
            Assert.Equal(9, axis.Window(3, 2, 1, 4).Pixels);
            Assert.Equal(9, axis.Whole().Pixels);
        }
        var wider = ReceptiveAxis.Of(9).Window(11, 2, 1, 5);
        Assert.Equal(new ReceptiveAxis(11, 2, 5), ReceptiveAxis.Largest(everything, wider));
    }

    /// <summary>A window of 4 laid down at steps of 2 reaches each output from 2 inputs; a pixel further on is half an input further.</summary>
    [Fact]
    public void ATransposedWindowSeesItsShareOfInputs()
    {
        var footprint = Footprint.Transposed(4, 2);
        Assert.Equal((new Size2D(2, 2), new Size2D(1, 1), new Size2D(2, 2)), (footprint.Span, footprint.Stride, footprint.Factor));
        var axis = ReceptiveAxis.Of(10).Window(2, 1, 2, 20);
        Assert.Equal(new ReceptiveAxis(2, 0.5, 20), axis);
        Assert.Equal(3, axis.Window(3, 1, 1, 18).Pixels);
    }

    [Fact]
    public void AModelThatFixesNoInputNeedsOne()
    {
        var graph = Sequential.Of(new Conv2D(1, 1, 3));
        Assert.Contains("does not fix its input", Assert.Throws<ShapeException>(() => ModelSummary.Of(graph)).Message);
        Assert.Equal(new Shape(1, 1, 4, 5), ModelSummary.Of(graph, new Shape(9, 1, 6, 7)).Layers[0].Output);
    }

    private static ModelSummary Of(Shape input, params Layer[] layers) => ModelSummary.Of(Sequential.Of(layers), input);
}
