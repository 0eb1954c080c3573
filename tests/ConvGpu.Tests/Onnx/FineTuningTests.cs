using ConvGpu.Onnx;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Onnx;

/// <summary>Models of files are trained on: their weights are parameters.</summary>
public class FineTuningTests
{
    /// <summary>All but the last layer stay as they are, and the loss falls.</summary>
    [Fact]
    public void AFrozenModelLearnsWithItsLastLayer()
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        using var trained = new Network(ModelZoo.Create("lenet5"), device, new NetworkOptions { MaxBatch = 16 });
        var model = OnnxModel.Load(trained.ToOnnx());
        var last = trained.ParameterNames[^1].Split('.')[0];
        string[] frozen = [.. trained.ParameterNames.Select(n => n.Split('.')[0]).Distinct().Where(n => n != last)];
        using var network = new Network(model.Graph, device, new NetworkOptions
        {
            MaxBatch = 16, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.01f, momentum: 0.9f), Frozen = frozen,
        });
        var random = new Random(1);
        var images = Enumerable.Range(0, 16 * (int)network.InputShape.ItemCount).Select(_ => random.NextSingle()).ToArray();
        network.SetInput(images);
        network.SetLabels([.. Enumerable.Range(0, 16).Select(i => i % 10)]);
        network.TrainStep(16);
        var first = network.ReadLoss();
        for (var i = 0; i < 20; i++) network.TrainStep(16);
        Assert.True(network.ReadLoss() < 0.8f * first, $"the loss was {first} and is {network.ReadLoss()}");
        foreach (var name in trained.ParameterNames)
            Assert.Equal(!name.StartsWith(last, StringComparison.Ordinal), trained.ReadParameter(name).AsSpan().SequenceEqual(network.ReadParameter(name)));
    }

    /// <summary>A softmax goes, and the last dense layer where there are other classes; everything else keeps the file's weights.</summary>
    [Theory]
    [InlineData(10, "dense3")]
    [InlineData(4, "classes")]
    public void AModelIsMadeForOtherClasses(int classes, string last)
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        var graph = ModelZoo.Create("lenet5");
        graph.Add(new Softmax());
        using var trained = new Network(graph, device, new NetworkOptions { MaxBatch = 2 });
        var model = OnnxModel.Load(trained.ToOnnx());
        Assert.Equal(10, model.Classes);
        using var network = new Network(model.ForClasses(classes), device, new NetworkOptions { MaxBatch = 2, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.01f) });
        Assert.Equal(classes, network.OutputShape.ItemCount);
        Assert.Equal(last, model.Graph.Output.Name);
        Assert.Equal(classes, model.Classes);
        foreach (var name in trained.ParameterNames.Where(n => classes == 10 || !n.StartsWith("dense3", StringComparison.Ordinal)))
            Assert.Equal(trained.ReadParameter(name), network.ReadParameter(name));
        network.SetInput(new float[2 * network.InputShape.ItemCount]);
        network.SetLabels([0, classes - 1]);
        network.TrainStep(2);
        Assert.True(float.IsFinite(network.ReadLoss()));
    }

    /// <summary>A file of a model that was fine-tuned has a layer called classes, whose values are not those of the next head, also of the same size.</summary>
    [Fact]
    public void AFineTunedModelIsFineTunedAgain()
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        using var tuned = new Network(ModelZoo.Create("lenet5").ForClasses(4), device, new NetworkOptions { MaxBatch = 1 });
        var model = OnnxModel.Load(tuned.ToOnnx());
        string[] before = ["conv2d1", "conv2d2", "dense1", "dense2"];
        Assert.Equal(before, model.ForClasses(4).LearnedBefore("classes"));
        foreach (var classes in (int[])[6, 4])
        {
            Assert.Equal(before, model.ForClasses(classes).LearnedBefore("classes"));
            using var network = new Network(model.Graph, device, new NetworkOptions { MaxBatch = 1, Seed = 2 });
            Assert.Equal(tuned.ParameterNames, network.ParameterNames);
            foreach (var name in tuned.ParameterNames.Where(name => name.EndsWith("weight", StringComparison.Ordinal)))
                Assert.Equal(!name.StartsWith("classes", StringComparison.Ordinal), tuned.ReadParameter(name).AsSpan().SequenceEqual(network.ReadParameter(name)));
        }
    }

    [Fact]
    public void AModelOfMapsHasNoClasses()
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        using var network = new Network(Sequential.Of("maps", new Shape(1, 1, 4, 4), new Conv2D(1, 2, 3)), device, new NetworkOptions { MaxBatch = 1 });
        var model = OnnxModel.Load(network.ToOnnx());
        Assert.Null(model.Classes);
        Assert.Contains("does not put out one score a class", Assert.Throws<OnnxFormatException>(() => model.ForClasses(3)).Message);
    }

    /// <summary>Several outputs are not the classes of one; the one that is named has its own.</summary>
    [Fact]
    public void OfSeveralOutputsTheClassesAreNamed()
    {
        var writer = new ConvGpu.Onnx.Export.ModelWriter("two");
        writer.Model.Graph.Input.Add(ConvGpu.Onnx.Export.ModelWriter.Info("x", OnnxElementType.Float, [3]));
        foreach (var (name, outputs) in ((string, int)[])[("first", 4), ("second", 5)])
        {
            var weight = writer.Initializer(name + "_w", [3, outputs], new float[3 * outputs]);
            var product = writer.Node(name, "MatMul", ["x", weight]);
            writer.Model.Graph.Output.Add(ConvGpu.Onnx.Export.ModelWriter.Info(product, OnnxElementType.Float, [outputs]));
        }
        var bytes = Google.Protobuf.MessageExtensions.ToByteArray(writer.Model);
        var both = OnnxModel.Load(bytes);
        Assert.Null(both.Classes);
        Assert.Contains("two has the outputs first, second: name the one of its classes", Assert.Throws<OnnxFormatException>(() => both.ForClasses(9)).Message);
        Assert.Equal(5, OnnxModel.Load(bytes, new OnnxImportOptions { Outputs = ["second"] }).Classes);
    }

    /// <summary>What an operator takes as a value is learned too, broadcast or not.</summary>
    [Fact]
    public void InitialisersOfElementwiseOperatorsAreLearned()
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        var writer = new ConvGpu.Onnx.Export.ModelWriter("scaled");
        var info = ConvGpu.Onnx.Export.ModelWriter.Info("x", OnnxElementType.Float, [2, 3]);
        writer.Model.Graph.Input.Add(info);
        var scaled = writer.Node("scale", "Mul", ["x", writer.Initializer("s", [2, 1], [1, 2])]);
        var y = writer.Node("shift", "Add", [scaled, writer.Initializer("b", [3], [0, 0, 0])]);
        writer.Model.Graph.Output.Add(ConvGpu.Onnx.Export.ModelWriter.Info(y, OnnxElementType.Float, [2, 3]));
        var model = OnnxModel.Load(Google.Protobuf.MessageExtensions.ToByteArray(writer.Model));
        using var network = new Network(model.Graph, device, new NetworkOptions { MaxBatch = 4, Loss = new MeanSquaredError(), Optimizer = new Sgd(0.3f) });
        Assert.Equal(["scale.value.value", "shift.value.value"], network.ParameterNames.Order());
        float[] x = [.. Enumerable.Range(0, 24).Select(i => MathF.Sin(i))];
        // Scales of 3 and -1, shifts of 1, 2, 3.
        network.SetInput(x);
        network.SetTargets([.. x.Select((v, i) => v * (i / 3 % 2 == 0 ? 3 : -1) + i % 3 + 1)]);
        for (var i = 0; i < 400; i++) network.TrainStep(4);
        Assert.InRange(network.ReadLoss(), 0, 1e-4f);
        Assert.Equal([3, -1], network.ReadParameter("scale.value.value").Select(v => MathF.Round(v, 1)));
        Assert.Equal([1, 2, 3], network.ReadParameter("shift.value.value").Select(v => MathF.Round(v, 1)));
    }
}
