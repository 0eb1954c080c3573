using System.Text.Json;
using ConvGpu.Onnx;
using ConvGpu.Onnx.Export;
using ConvGpu.Tests.Cli;
using ConvGpu.Tests.Data;
using ConvGpu.Tests.Ops;
using Google.Protobuf;

namespace ConvGpu.Tests.Onnx;

/// <summary>Classifiers that end with a convolution: known classes, evaluation, training on with as many classes and with others.</summary>
[Collection("Console")]
public sealed class ConvolutionHeadTests
{
    private const int Filters = 12, Images = 16;

    /// <summary>The ends of published models, behind one convolution; the scores in front of a softmax are the same without it.</summary>
    public static TheoryData<string> Ends => [.. _ends.Keys];

    private static readonly Dictionary<string, Func<Layer[]>> _ends = new()
    {
        ["squeezenet"] = () => [new Dropout(0.5f), new Conv2D(Filters, 10, 1), new ReLU(), new GlobalAvgPool2D()],
        ["squeezenet with a softmax"] = () => [new Conv2D(Filters, 10, 1), new ReLU(), new GlobalAvgPool2D(), new Softmax()],
        ["all-conv"] = () => [new Conv2D(Filters, 10, 1), new GlobalAvgPool2D()],
        ["a window, pooled twice"] = () =>
        [
            new Conv2D(Filters, 10, 3, padding: 1, groups: 2), new LeakyReLU(), new MaxPool2D(2), new AvgPool2D(4), new Flatten(), new LogSoftmax(),
        ],
        ["the whole image"] = () => [new Conv2D(Filters, 10, 8), new Softmax()],
        ["normalised scores"] = () => [new Flatten(), new Dense(64 * Filters, 10), new BatchNorm2D(10), new Softmax()],
        ["normalised filters"] = () => [new Conv2D(Filters, 10, 1), new BatchNorm2D(10), new ReLU(), new GlobalAvgPool2D()],
        ["dense, then an activation"] = () => [new Flatten(), new Dense(64 * Filters, 10), new Elu(), new Softmax()],
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void TheModelIsTrainedOn(string end)
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        using var trained = new Network(Make(end), device, new NetworkOptions { MaxBatch = Images, Seed = 5 });
        var bytes = trained.ToOnnx();
        Assert.Equal(10, OnnxModel.Load(bytes).Classes);
        var (pixels, scores, read) = (RandomPixels(), new float[10 * Images], new float[10 * Images]);
        trained.SetInput(pixels);
        trained.Predict(Images, scores);
        foreach (var classes in (int[])[10, 4, 14])
        {
            var model = OnnxModel.Load(bytes);
            using var network = new Network(model.ForClasses(classes), device, new NetworkOptions
            {
                MaxBatch = Images, Loss = new SoftmaxCrossEntropy(), Optimizer = new Adam(0.02f),
            });
            Assert.Equal((classes, classes), (model.Classes, (int)network.OutputShape.ItemCount));
            Assert.DoesNotContain(network.Shapes.Nodes, n => n.Layer is SoftmaxLayer);
            network.SetInput(pixels);
            if (classes == 10)
            {
                network.Predict(Images, read);
                for (var i = 0; i < Images; i++) AssertSameProbabilities(scores.AsSpan(10 * i, 10), read.AsSpan(10 * i, 10));
            }
            foreach (var name in trained.ParameterNames.Where(n => classes == 10 || n.StartsWith("conv2d1", StringComparison.Ordinal)))
                Assert.Equal(trained.ReadParameter(name), network.ReadParameter(name));
            Assert.Equal(classes != 10, network.ParameterNames.Contains("classes.weight"));
            // The layers behind the convolution are still there.
            Assert.Equal(Behind(trained.Shapes), Behind(network.Shapes));
            network.SetLabels([.. Enumerable.Range(0, Images).Select(i => i % classes)]);
            network.TrainStep(Images);
            var first = network.ReadLoss();
            for (var i = 0; i < 150; i++) network.TrainStep(Images);
            Assert.True(network.ReadLoss() < 0.9f * first, $"{classes} classes: the loss was {first} and is {network.ReadLoss()}");
        }
    }

    /// <summary>Keras' layout of a dense layer: a product with a matrix, and a bias that is added.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(4)]
    public void AProductAndASumAreADenseLayer(int classes)
    {
        var writer = new ModelWriter("keras");
        writer.Model.Graph.Input.Add(ModelWriter.Info("x", OnnxElementType.Float, [64]));
        var hidden = writer.Node("hidden", "Relu", [Dense("first", "x", 64, 16)]);
        var scores = writer.Node("probabilities", "Softmax", [Dense("last", hidden, 16, 10)], ConvGpu.Onnx.Export.Attribute.Of("axis", -1));
        writer.Model.Graph.Output.Add(ModelWriter.Info(scores, OnnxElementType.Float, [10]));
        var model = OnnxModel.Load(MessageExtensions.ToByteArray(writer.Model));
        Assert.Equal(10, model.Classes);
        using var network = new Network(model.ForClasses(classes), TestDevices.Open(OnDevice.Cpu), new NetworkOptions
        {
            MaxBatch = Images, Loss = new SoftmaxCrossEntropy(), Optimizer = new Adam(0.02f),
        });
        Assert.Equal((classes, classes), (model.Classes, (int)network.OutputShape.ItemCount));
        // The new layer has a bias of its own; what is in front of it stays.
        string[] last = classes == 10 ? ["last.weight", "last.bias.value.value"] : ["classes.weight", "classes.bias"];
        Assert.Equal(["first.weight", "first.bias.value.value", .. last], network.ParameterNames.Order(StringComparer.Ordinal).OrderBy(n => !n.StartsWith("first", StringComparison.Ordinal)).ThenByDescending(n => n));
        var random = new Random(3);
        network.SetInput([.. Enumerable.Range(0, 64 * Images).Select(_ => random.NextSingle() - 0.5f)]);
        network.SetLabels([.. Enumerable.Range(0, Images).Select(i => i % classes)]);
        network.TrainStep(Images);
        var first = network.ReadLoss();
        for (var i = 0; i < 150; i++) network.TrainStep(Images);
        Assert.True(network.ReadLoss() < 0.5f * first, $"the loss was {first} and is {network.ReadLoss()}");

        string Dense(string name, string input, int inputs, int outputs)
        {
            var values = new Random(inputs);
            var weights = writer.Initializer($"{name}.kernel", [inputs, outputs], [.. Enumerable.Range(0, inputs * outputs).Select(_ => values.NextSingle() - 0.5f)]);
            var bias = writer.Initializer($"{name}.offsets", [outputs], new float[outputs]);
            return writer.Node($"{name}.bias", "Add", [writer.Node(name, "MatMul", [input, weights]), bias]);
        }
    }

    /// <summary>A head may be exchanged twice, under one name, and a count that is asked for again is there already.</summary>
    [Fact]
    public void OtherClassesAreAskedForAgain()
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        using var trained = new Network(Make("squeezenet"), device, new NetworkOptions { MaxBatch = 1 });
        var model = OnnxModel.Load(trained.ToOnnx());
        var output = model.ForClasses(3).Output;
        Assert.Same(output, model.ForClasses(3).Output);
        using var network = new Network(model.ForClasses(7), device, new NetworkOptions { MaxBatch = 1 });
        Assert.Equal((7, true), (model.Classes, network.ParameterNames.Contains("classes.weight")));
    }

    [Theory]
    [InlineData("its scores come from localresponsenorm1 (localresponsenorm)", 4)]
    [InlineData("has 5 groups, which do not divide them", 4)]
    [InlineData("its scores come from sum1 (sum)", 4)]
    [InlineData("its scores come from conv2d1 (conv2d)", 4)]
    public void WhatCannotBeExchangedIsSaid(string message, int classes)
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        var graph = new Graph("odd", new Shape(1, 5, 2, 2));
        var convolution = graph.Add(new Conv2D(5, 10, 1, groups: message.Contains("groups", StringComparison.Ordinal) ? 5 : 1));
        if (message.Contains("norm", StringComparison.Ordinal)) graph.Add(new LocalResponseNormalization(5));
        if (message.Contains("sum", StringComparison.Ordinal)) graph.Add(new Sum(), convolution, graph.Add(new Conv2D(5, 10, 1), graph.Input));
        // Forty scores of ten filters: a class is not a filter.
        if (message.Contains("conv2d", StringComparison.Ordinal)) graph.Add(new Flatten());
        else graph.Add(new GlobalAvgPool2D());
        using var network = new Network(graph, device, new NetworkOptions { MaxBatch = 1 });
        var model = OnnxModel.Load(network.ToOnnx());
        var own = model.Classes!.Value;
        Assert.Equal(message.Contains("conv2d", StringComparison.Ordinal) ? 40 : 10, own);
        var error = Assert.Throws<OnnxFormatException>(() => model.ForClasses(classes)).Message;
        Assert.Contains($"odd cannot tell {classes} classes apart instead of {own}:", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Contains("set Graph.Output to the node of its features", error, StringComparison.Ordinal);
        // With its own classes the model is as it was.
        using var same = new Network(model.ForClasses(own), device, new NetworkOptions { MaxBatch = 1, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.01f) });
        Assert.Equal(own, same.OutputShape.C);
    }

    /// <summary>The commands, from a file to predictions, and to a model of other classes.</summary>
    [Fact]
    public void TheCommandsTakeTheFile()
    {
        using var folder = new PictureFolder();
        var (path, tuned, device) = (folder.File("small.onnx"), folder.File("tuned.onnx"), TestDevices.Open(OnDevice.Cpu));
        double accuracy;
        using (var trainer = new Trainer(Make("squeezenet"), device) { Observer = null, Optimizer = new Sgd(0.02f, momentum: 0.9f) })
        {
            accuracy = trainer.Fit(Datasets.Digits() with { HardTest = null }, 1, 32, TestContext.Current.CancellationToken).Test!.Value.Accuracy;
            trainer.Network!.SaveOnnx(path);
        }
        var (code, line, error) = CommandLineTests.Run("evaluate", path, "--dataset", "digits", "--device", "cpu", "--json");
        Assert.True(code == 0, error);
        Assert.Equal(accuracy, JsonDocument.Parse(line).RootElement.GetProperty("accuracy").GetDouble());
        foreach (var name in (string[])["a", "b", "c"]) folder.Add("pictures/" + name, 4, name[0] - 'a', side: 8);
        var pictures = folder.File("pictures");
        (code, _, error) = CommandLineTests.Run("predict", path, folder.File("pictures/a/000.png"), "--device", "cpu");
        Assert.Equal((2, true), (code, error.Contains("takes images of 1 channel, for which torchvision has no normalisation: name the data set", StringComparison.Ordinal)));
        (code, line, error) = CommandLineTests.Run(
            "train", path, "--dataset", "digits", "--device", "cpu", "--epochs", "3", "--batch", "32", "--lr", "0.02", "--json", "--save", tuned);
        Assert.True(code == 0, error);
        var after = JsonDocument.Parse(line).RootElement;
        Assert.True(after.GetProperty("final_loss").GetDouble() < after.GetProperty("first_loss").GetDouble(), line);
        using (var colour = new Network(Make("squeezenet", 3), device, new NetworkOptions { MaxBatch = 1 })) colour.SaveOnnx(path);
        (code, _, error) = CommandLineTests.Run("evaluate", path, "--dataset", pictures, "--device", "cpu");
        Assert.Equal((2, true), (code, error.Contains("tells 10 classes apart, not 3", StringComparison.Ordinal)));
        (code, _, error) = CommandLineTests.Run(
            "train", path, "--dataset", pictures, "--device", "cpu", "--epochs", "20", "--batch", "4", "--lr", "0.02", "--json", "--save", tuned);
        Assert.Equal((0, true), (code, error.Contains("tells 10 classes apart, the data have 3: its last layer is exchanged", StringComparison.Ordinal)));
        (code, line, error) = CommandLineTests.Run("predict", tuned, folder.File("pictures/b/001.png"), "--dataset", pictures, "--device", "cpu", "--json", "--top", "1");
        Assert.True(code == 0, error);
        Assert.Equal("b", JsonDocument.Parse(line).RootElement.GetProperty("classes")[0].GetProperty("name").GetString());
    }

    private static Sequential Make(string end, int channels = 1) =>
        Sequential.Of("small", new Shape(1, channels, 8, 8), [new Conv2D(channels, Filters, 3, padding: 1), new ReLU(), .. _ends[end]()]);

    private static float[] RandomPixels()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Images * 64).Select(_ => random.NextSingle())];
    }

    private static IEnumerable<string> Behind(ShapedGraph shapes) => shapes.Nodes
        .Where(n => n.Layer is ReLU or ElementwiseActivation or Pool2D or AdaptivePool).Select(n => n.Layer!.Kind);

    /// <summary>Scores, probabilities or their logarithms: the softmax of each is compared, within a few roundings of values of at most 1.</summary>
    private static void AssertSameProbabilities(ReadOnlySpan<float> model, ReadOnlySpan<float> scores)
    {
        double[] exp = [.. scores.ToArray().Select(s => Math.Exp(s))], own = [.. model.ToArray().Select(s => (double)s)];
        var probabilities = exp.Select(e => e / exp.Sum()).ToArray();
        var isProbability = own.All(p => p >= 0) && Math.Abs(own.Sum() - 1) < 1e-5;
        var isLog = own.All(p => p <= 0) && Math.Abs(own.Sum(Math.Exp) - 1) < 1e-5;
        var expected = isProbability ? own : [.. own.Select(s => Math.Exp(s) / (isLog ? 1 : own.Sum(Math.Exp)))];
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], probabilities[i], 1e-6);
    }

    /// <summary>A sum behind an activation is no bias of the layer in front of it: the head is not exchanged without it.</summary>
    [Fact]
    public void ASumFurtherBehindIsNotDropped()
    {
        var writer = new ModelWriter("late");
        writer.Model.Graph.Input.Add(ModelWriter.Info("x", OnnxElementType.Float, [16]));
        var product = writer.Node("product", "MatMul", ["x", writer.Initializer("weights", [16, 10], new float[160])]);
        var late = writer.Node("late", "Add", [writer.Node("relu", "Relu", [product]), writer.Initializer("offsets", [10], new float[10])]);
        writer.Model.Graph.Output.Add(ModelWriter.Info(late, OnnxElementType.Float, [10]));
        var model = OnnxModel.Load(MessageExtensions.ToByteArray(writer.Model));
        var error = Assert.Throws<OnnxFormatException>(() => model.ForClasses(3));
        Assert.Contains("its scores come from late", error.Message);
    }
}
