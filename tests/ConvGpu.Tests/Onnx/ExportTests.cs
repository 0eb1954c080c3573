using ConvGpu.Kernels;
using ConvGpu.Onnx;
using ConvGpu.Onnx.Export;
using ConvGpu.Tests.Ops;
using Google.Protobuf;

namespace ConvGpu.Tests.Onnx;

/// <summary>Models that are written as ONNX and read again compute the same bits.</summary>
public abstract class ExportTests(string device)
{
    public static TheoryData<string> Models => [.. ModelZoo.Models.Where(m => ZooModels.IsChosen(m, 1_500_000)).Select(m => m.Name)];

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
}

[Collection(OnDevice.Cpu)]
public sealed class ExportTestsOnCpu() : ExportTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class ExportTestsOnCpuAccelerator() : ExportTests(OnDevice.CpuAccelerator);

/// <summary>The models that a test takes.</summary>
internal static class ZooModels
{
    /// <summary>Whether a model has so few parameters; in full all are taken, though drawing and copying theirs takes seconds.</summary>
    public static bool IsChosen(ModelInfo model, long mostParameters) => Environment.GetEnvironmentVariable("CONVGPU_TEST") == "full"
        || new ShapedGraph(ModelZoo.Create(model.Name), model.Input).ParameterCount <= mostParameters;
}

/// <summary>The same list of ops on tensors of the same names, which needs no device.</summary>
public class ExportedPlanTests
{
    public static TheoryData<string> Models => [.. ModelZoo.Models.Where(m => ZooModels.IsChosen(m, 30_000_000)).Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void AModelComesBackAsTheSameOps(string name)
    {
        var plan = new NetworkPlan(ModelZoo.Create(name), new NetworkOptions { MaxBatch = 1 });
        var model = OnnxModel.Load(MessageExtensions.ToByteArray(Exporter.Export(plan, tensor => new float[tensor.Shape.Count])));
        var again = new NetworkPlan(model.Graph, new NetworkOptions { MaxBatch = 1 });
        Assert.Equal(Ops(plan), Ops(again));
    }

    // An op and what it reads for keeps; what it computes has the same place in both lists.
    private static List<(Op, string)> Ops(NetworkPlan plan)
    {
        var kept = plan.Tensors.Parameters.Values.Concat(plan.Tensors.Buffers.Values).SelectMany(tensors => tensors).ToHashSet();
        return [.. plan.Inference.Take(plan.ForwardOps).Select(o => (o.Op, string.Join(", ", o.Operands.Where(kept.Contains).Select(t => $"{t.Name} {t.Shape}"))))];
    }
}
