namespace ConvGpu.Tests.Graphs;

public class ModelTests
{
    /// <summary>Where a new map begins in each of the VGG nets, which differ in how many convolutions stand behind each other.</summary>
    private const string VggMaps = "64x224x224 64x112x112 128x112x112 128x56x56 256x56x56 256x28x28 512x28x28 512x14x14 512x7x7 25088 4096 1000";

    /// <summary>Parameters as published, or as torchvision counts them.</summary>
    public static TheoryData<string, long> Published => new()
    {
        { "mlp", (784 * 256) + 256 + (256 * 128) + 128 + (128 * 10) + 10 },
        { "lenet5", 61_706 },
        { "alexnet", 61_100_840 },
        { "alexnet-grouped", 60_965_224 },
        { "zfnet", 62_357_608 },
        { "vgg11", 132_863_336 },
        { "vgg13", 133_047_848 },
        { "vgg16", 138_357_544 },
        { "vgg19", 143_667_240 },
        { "vgg16-bn", 138_365_992 },
        { "squeezenet", 1_235_496 },
        { "googlenet", 6_624_904 },
        { "resnet-small", 144 + 4608 + 9216 + 512 + 18432 + 36864 + 2048 + (2 * (16 + (3 * 32) + (3 * 64))) + 650 },
        { "resnet18", 11_689_512 },
        { "resnet34", 21_797_672 },
        { "resnet50", 25_557_032 },
        { "resnet101", 44_549_160 },
        { "resnet152", 60_192_808 },
        { "mobilenet-v2", 3_504_872 },
        { "all-conv", 1_369_738 },
        { "go-policy", (48 * 192 * 25) + 192 + (11 * ((192 * 192 * 9) + 192)) + 192 },
        { "sequence", (256 * 32) + (32 * 64 * 5) + 64 + (64 * 64 * 5) + 64 + (64 * 2) + 2 },
        { "spatial-transformer", (49 * 8) + 8 + (8 * 10 * 25) + 10 + (90 * 32) + 32 + (32 * 6) + 6 + 61_706 },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void ParametersAndOutputsAreThePublishedOnes(string name, long parameters)
    {
        var model = Assert.Single(ModelZoo.Models, m => m.Name == name);
        var graph = ModelZoo.Create(name);
        var shapes = new ShapedGraph(graph, graph.InputShape!.Value);
        Assert.Equal(name, graph.Name);
        Assert.Equal(model.Input, graph.InputShape);
        Assert.Equal(parameters, shapes.ParameterCount);
        Assert.Equal(new Shape(1, model.Classes), shapes.Output);
    }

    [Fact]
    public void EveryModelIsHeldToAPublication() => Assert.Equal(ModelZoo.Names.Order(), Published.Select(p => p.Data.Item1).Order());

    /// <summary>The maps that the publications name, where a new one begins.</summary>
    [Theory]
    [InlineData("lenet5", "6x28x28 6x14x14 16x10x10 16x5x5 400 120 84 10")]
    [InlineData("alexnet", "64x55x55 64x27x27 192x27x27 192x13x13 384x13x13 256x13x13 256x6x6 9216 4096 1000")]
    [InlineData("alexnet-grouped", "96x55x55 96x27x27 256x27x27 256x13x13 384x13x13 256x13x13 256x6x6 9216 4096 1000")]
    [InlineData("zfnet", "96x110x110 96x55x55 256x26x26 256x13x13 384x13x13 256x13x13 256x6x6 9216 4096 1000")]
    [InlineData("vgg11", VggMaps)]
    [InlineData("vgg13", VggMaps)]
    [InlineData("vgg16", VggMaps)]
    [InlineData("vgg19", VggMaps)]
    [InlineData("vgg16-bn", VggMaps)]
    [InlineData("mlp", "784 256 128 10")]
    [InlineData("resnet-small", "16x28x28 32x14x14 64x7x7 64 10")]
    [InlineData("all-conv", "3x32x32 96x32x32 96x16x16 192x16x16 192x8x8 192x6x6 10x6x6 10")]
    [InlineData("go-policy", "192x19x19 1x19x19 361")]
    [InlineData("sequence", "32x1x64 64x1x64 64 2")]
    [InlineData("spatial-transformer",
        "8x22x22 8x11x11 10x7x7 10x3x3 90 32 6 28x28x2 1x28x28 6x28x28 6x14x14 16x10x10 16x5x5 400 120 84 10")]
    public void FeatureMapsAreThePublishedOnes(string name, string maps) => Assert.Equal(maps, Maps(name, _ => true));

    /// <summary>The maps behind pooling and where branches meet, where a new one begins.</summary>
    [Theory]
    [InlineData("squeezenet", "64x55x55 128x55x55 128x27x27 256x27x27 256x13x13 384x13x13 512x13x13 1000")]
    [InlineData("googlenet",
        "64x56x56 192x28x28 256x28x28 480x28x28 480x14x14 512x14x14 528x14x14 832x14x14 832x7x7 1024x7x7 1024")]
    [InlineData("resnet18", "64x56x56 128x28x28 256x14x14 512x7x7 512")]
    [InlineData("resnet34", "64x56x56 128x28x28 256x14x14 512x7x7 512")]
    [InlineData("resnet50", "64x56x56 256x56x56 512x28x28 1024x14x14 2048x7x7 2048")]
    [InlineData("resnet101", "64x56x56 256x56x56 512x28x28 1024x14x14 2048x7x7 2048")]
    [InlineData("resnet152", "64x56x56 256x56x56 512x28x28 1024x14x14 2048x7x7 2048")]
    [InlineData("mobilenet-v2", "24x56x56 32x28x28 64x14x14 96x14x14 160x7x7 1280")]
    public void MapsWhereBranchesMeetAreThePublishedOnes(string name, string maps) =>
        Assert.Equal(maps, Maps(name, l => l.Kind is "sum" or "concat" || l.Kind.Contains("pool")));

    /// <summary>In units of 10^9 to three places, as torchvision lists them with its weights: convolutions and dense layers alone.</summary>
    [Theory]
    [InlineData("alexnet", 0.714)]
    [InlineData("vgg11", 7.609)]
    [InlineData("vgg13", 11.308)]
    [InlineData("vgg16", 15.470)]
    [InlineData("vgg19", 19.632)]
    [InlineData("vgg16-bn", 15.470)]
    [InlineData("squeezenet", 0.349)]
    [InlineData("googlenet", 1.498)]
    [InlineData("resnet18", 1.814)]
    [InlineData("resnet34", 3.664)]
    [InlineData("resnet50", 4.089)]
    [InlineData("resnet101", 7.801)]
    [InlineData("resnet152", 11.514)]
    [InlineData("mobilenet-v2", 0.301)]
    public void MultiplyAddsAreThePublishedOnes(string name, double billions)
    {
        var layers = ModelSummary.Of(ModelZoo.Create(name)).Layers;
        var counted = layers.Where(l => l.IsConvolution || l.Kind == "dense").Sum(l => l.MultiplyAdds);
        Assert.InRange(counted / 1e9, billions - 0.00051, billions + 0.00051);
    }

    [Theory]
    [InlineData("go-policy")]
    [InlineData("all-conv")]
    public void NothingIsPooledBetweenTheConvolutions(string name)
    {
        var kinds = ModelSummary.Of(ModelZoo.Create(name)).Layers.Select(l => l.Kind).ToList();
        Assert.DoesNotContain(kinds.Take(kinds.LastIndexOf("conv2d")), k => k.Contains("pool"));
        Assert.DoesNotContain("dense", kinds);
    }

    [Fact]
    public void ClassesAndDropoutCanBeChosen()
    {
        foreach (var name in ModelZoo.Names.Where(n => n != "go-policy"))
        {
            var graph = ModelZoo.Create(name, classes: 7, dropout: 0);
            Assert.Equal(new Shape(1, 7), new ShapedGraph(graph, graph.InputShape!.Value).Output);
            Assert.All(graph.Nodes, n => Assert.True(n.Layer is not Dropout || n.Layer.IsIdentity(training: true), n.Name));
        }
    }

    [Fact]
    public void AGoBoardHas361Points()
    {
        var graph = ModelZoo.Create("go-policy", classes: 10);
        Assert.Equal(new Shape(1, 361), new ShapedGraph(graph, graph.InputShape!.Value).Output);
        Assert.Contains("361 points apart, not 362", Assert.Throws<ArgumentException>(() => ModelZoo.Create("go-policy", classes: 362)).Message);
        Assert.Equal(12, ModelZoo.GoPolicy(filters: 8, convolutions: 12).Nodes.Count(n => n.Layer is Conv2D));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelZoo.GoPolicy(convolutions: 1));
        var small = ModelZoo.GoPolicy(filters: 16, convolutions: 6, planes: 3, size: 9);
        var shapes = new ShapedGraph(small, small.InputShape!.Value);
        Assert.Equal((new Shape(1, 3, 9, 9), new Shape(1, 81), 10_512), (small.InputShape, shapes.Output, shapes.ParameterCount));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelZoo.GoPolicy(planes: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelZoo.GoPolicy(size: 0));
    }

    [Fact]
    public void ASequenceIsOfIndices()
    {
        var shapes = new ShapedGraph(ModelZoo.Sequence(classes: 3, vocabulary: 20, length: 9, dimensions: 4, filters: 6), new Shape(1, 1, 1, 9));
        Assert.Equal((20, new Shape(1, 3)), (shapes.IndexLimit, shapes.Output));
        Assert.Equal((20 * 4) + (4 * 6 * 5) + 6 + (6 * 6 * 5) + 6 + (6 * 3) + 3, shapes.ParameterCount);
    }

    [Fact]
    public void ASpatialTransformerStartsAsTheIdentity()
    {
        using var device = ComputeDevice.Open("cpu");
        using var network = new Network(ModelZoo.SpatialTransformer(), device, new NetworkOptions { MaxBatch = 1 });
        Assert.All(network.ReadParameter("dense2.weight"), w => Assert.Equal(0, w));
        Assert.Equal(AffineGrid.Identity, network.ReadParameter("dense2.bias"));
    }

    [Fact]
    public void AnUnknownModelIsRefusedWithTheNamesThatExist() =>
        Assert.Contains("lenet5", Assert.Throws<ArgumentException>(() => ModelZoo.Create("lenet6")).Message);

    private static string Maps(string model, Func<LayerSummary, bool> wanted)
    {
        var found = new List<string>();
        foreach (var layer in ModelSummary.Of(ModelZoo.Create(model)).Layers.Where(wanted))
        {
            var shape = layer.Output;
            var map = shape.H == 1 && shape.W == 1 ? $"{shape.C}" : $"{shape.C}x{shape.H}x{shape.W}";
            if (found.Count == 0 || found[^1] != map) found.Add(map);
        }
        return string.Join(' ', found);
    }
}
