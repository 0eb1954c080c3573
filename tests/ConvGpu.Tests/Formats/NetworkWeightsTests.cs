using System.IO.Compression;

namespace ConvGpu.Tests.Formats;

public sealed class NetworkWeightsTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"convgpu-{Guid.NewGuid():N}.safetensors");

    public static TheoryData<string> Models =>
        ["alexnet", "vgg11", "vgg13", "vgg16", "vgg19", "vgg16-bn", "squeezenet", "resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "mobilenet-v2", "googlenet"];

    public void Dispose() => File.Delete(_file);

    /// <summary>The list was printed from torchvision 0.14.1: model, name and sizes of each tensor of its state dictionary.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void NamesAndShapesAreTorchvisions(string model)
    {
        using var gzip = new GZipStream(typeof(NetworkWeightsTests).Assembly.GetManifestResourceStream("torchvision.txt.gz")!, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        var expected = reader.ReadToEnd().Split('\n').Select(l => l.Split(' ')).Where(l => l[0] == model && !l[1].EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .Select(l => $"{l[1]} {l[2]}").Order(StringComparer.Ordinal);
        var graph = ModelZoo.Create(model);
        var shapes = new ShapedGraph(graph, graph.InputShape!.Value);
        var names = TorchvisionNames.Of(shapes);
        var actual = WeightFiles.Of(shapes).Select(p => $"{names[p.Node]}.{p.Spec.Name} {string.Join('x', p.Info.Shape)}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void EveryModelWithSuchNamesIsTested() => Assert.Equal(TorchvisionNames.Models, Models.Select(m => m.Data));

    [Theory]
    [InlineData(WeightNames.Own)]
    [InlineData(WeightNames.Torchvision)]
    public void WhatIsSavedIsLoadedBitByBit(WeightNames names)
    {
        using var device = ComputeDevice.Open("cpu");
        using var first = Squeeze(device, seed: 1);
        first.SaveWeights(_file, names);
        using var second = Squeeze(device, seed: 2);
        Assert.NotEqual(first.ReadParameter("conv2d3.weight"), second.ReadParameter("conv2d3.weight"));
        var loaded = second.LoadWeights(_file, names);
        Assert.True(loaded.IsComplete);
        Assert.Equal(first.ParameterNames.Count, loaded.Loaded.Count);
        foreach (var name in first.ParameterNames) Assert.Equal(first.ReadParameter(name), second.ReadParameter(name));
        using var file = SafeTensorsFile.Open(_file);
        Assert.Equal([16L, 64L, 1L, 1L], file.Find(names == WeightNames.Own ? "conv2d2.weight" : "features.3.squeeze.weight")!.Shape);
    }

    [Fact]
    public void BuffersTravelAndPyTorchsCountOfBatchesIsPassedOver()
    {
        using var device = ComputeDevice.Open("cpu");
        var graph = Sequential.Of("vgg-like", new Shape(1, 1, 2, 2), new Conv2D(1, 2, 1), new BatchNorm2D(2), new Flatten(), new Dense(8, 3));
        using var network = new Network(graph, device, new NetworkOptions { MaxBatch = 1 });
        network.WriteBuffer("batchnorm2d1.running_var", [3, 4]);
        network.SaveWeights(_file);
        network.WriteBuffer("batchnorm2d1.running_var", [1, 1]);
        network.LoadWeights(_file);
        Assert.Equal([3, 4], network.ReadBuffer("batchnorm2d1.running_var"));

        using var wide = new Network(ModelZoo.Create("resnet18", 10), device, new NetworkOptions { MaxBatch = 1 });
        using (var stream = File.Create(_file))
        {
            var writer = new SafeTensorsWriter(stream,
                [new("bn1.num_batches_tracked", SafeTensorType.Int64, []), new("bn1.running_mean", SafeTensorType.Float64, [64]), new("fc.weight", SafeTensorType.Float32, [1000, 512])]);
            writer.Write(new byte[8]);
            writer.Write(new byte[512]);
            writer.Write(new float[1000 * 512]);
        }
        var error = Assert.Throws<ShapeException>(() => wide.LoadWeights(_file, WeightNames.Torchvision));
        string[] lines = error.Message.ReplaceLineEndings("\n").Split('\n');
        Assert.EndsWith("does not fit resnet18: 1 tensor fits", lines[0], StringComparison.Ordinal);
        // A name and a shape a line, of very many the first.
        Assert.Equal(["1 of another shape:", "  fc.weight is F32 [1000, 512] in the file and F32 [10, 512] in the network", "100 missing in the file:", "  conv1.weight F32 [64, 3, 7, 7]"], lines[1..5]);
        Assert.Equal("  and 80 more", lines[^2]);
        Assert.InRange(lines.Max(l => l.Length), 0, 200);
        Assert.Contains("Loading in part takes what fits.", error.Message);
        Assert.DoesNotContain("num_batches_tracked", error.Message);
        wide.WriteBuffer("batchnorm2d1.running_mean", [.. Enumerable.Repeat(7f, 64)]);
        var partial = wide.LoadWeights(_file, WeightNames.Torchvision, partial: true);
        Assert.Equal(["bn1.running_mean"], partial.Loaded);
        Assert.Empty(partial.Unexpected);
        Assert.Equal(new float[64], wide.ReadBuffer("batchnorm2d1.running_mean"));
        Assert.Contains("Are the names of another kind?", Assert.Throws<ShapeException>(() => wide.LoadWeights(_file, partial: true)).Message);
        Assert.Contains("has no names of torchvision's", Assert.Throws<ShapeException>(() => network.SaveWeights(_file, WeightNames.Torchvision)).Message);
    }

    [Fact]
    public void AveragesAreWhatIsSaved()
    {
        using var device = ComputeDevice.Open("cpu");
        using var network = new Network(Sequential.Of("one", new Shape(1, 2, 1, 1), new Dense(2, 2)), device, new NetworkOptions
        {
            MaxBatch = 1, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(1), AverageDecay = 0.5f,
        });
        network.SetInput([1, -1]);
        network.SetLabels([0]);
        for (var step = 0; step < 3; step++) network.TrainStep(1);
        network.SaveWeights(_file);
        using var file = SafeTensorsFile.Open(_file);
        Assert.Equal(network.ReadAverage("dense1.weight"), file.ReadFloats("dense1.weight"));
        Assert.NotEqual(network.ReadParameter("dense1.weight"), file.ReadFloats("dense1.weight"));
    }

    private static Network Squeeze(ComputeDevice device, ulong seed) =>
        new(ModelZoo.Create("squeezenet", 10), device, new NetworkOptions { MaxBatch = 1, Seed = seed });
}
