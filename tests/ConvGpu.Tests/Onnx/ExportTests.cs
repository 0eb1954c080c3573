using ConvGpu.Onnx;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Onnx;

/// <summary>Models that are written as ONNX and read again compute the same bits.</summary>
public abstract class ExportTests(string device)
{
    // Of more parameters only in full: drawing and copying them takes seconds a model.
    private const long MostParameters = 13_000_000;

    public static TheoryData<string> Models => [.. ModelZoo.Models.Where(IsChosen).Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void AModelComesBackTheSame(string name)
    {
        var opened = TestDevices.Open(device);
        using var network = new Network(ModelZoo.Create(name), opened, new NetworkOptions { MaxBatch = 2 });
        Vary(network);
        var model = OnnxModel.Load(network.ToOnnx());
        using var again = new Network(model.Graph, opened, new NetworkOptions { MaxBatch = 2 });
        Assert.Equal(network.OpsOf(training: false), again.OpsOf(training: false));
        Assert.Equal(network.ParameterNames.Order(), again.ParameterNames.Order());
        var input = Input(network);
        Assert.Equal(Output(network, input), Output(again, input));
    }

    // Buffers and parameters that start alike would not show that they were exchanged.
    private static void Vary(Network network)
    {
        var random = new Random(3);
        foreach (var buffer in network.BufferNames) network.WriteBuffer(buffer, Array.ConvertAll(network.ReadBuffer(buffer), v => v + 0.5f * random.NextSingle()));
        foreach (var bias in network.ParameterNames.Where(n => n.EndsWith(".bias", StringComparison.Ordinal)))
            network.WriteParameter(bias, Array.ConvertAll(network.ReadParameter(bias), v => v + 0.1f * random.NextSingle()));
    }

    private static float[] Input(Network network)
    {
        var random = new Random(5);
        var values = new float[2 * network.InputShape.ItemCount];
        for (var i = 0; i < values.Length; i++) values[i] = network.IndexLimit is { } limit ? random.Next(limit) : random.NextSingle() * 2 - 1;
        return values;
    }

    private static float[] Output(Network network, float[] input)
    {
        network.SetInput(input);
        var output = new float[2 * network.OutputShape.ItemCount];
        network.Predict(2, output);
        return output;
    }

    private static bool IsChosen(ModelInfo model)
    {
        if (Environment.GetEnvironmentVariable("CONVGPU_TEST") == "full") return true;
        var shapes = new ShapedGraph(ModelZoo.Create(model.Name), model.Input);
        return shapes.ParameterCount <= MostParameters;
    }
}

[Collection(OnDevice.Cpu)]
public sealed class ExportTestsOnCpu() : ExportTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class ExportTestsOnCpuAccelerator() : ExportTests(OnDevice.CpuAccelerator);
