using ConvGpu.Onnx.Export;
using ConvGpu.Onnx.Schema;
using Google.Protobuf;

namespace ConvGpu.Onnx;

/// <summary>Writes networks as ONNX models.</summary>
public static class OnnxExport
{
    /// <summary>
    /// Writes what a network computes in inference, with its parameters (their averages where those are kept), as an ONNX model of opset 17
    /// and IR version 8 for any batch. The file is written whole or not at all.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; an old one is replaced.</param>
    /// <exception cref="OnnxFormatException">A layer has no counterpart in ONNX; the message names it. Or the parameters exceed 2 GiB.</exception>
    /// <exception cref="FileFormatException">The file cannot be written.</exception>
    public static void SaveOnnx(this Network network, string path)
    {
        var model = ToModel(network);
        AtomicFile.Write(path, stream => model.WriteTo(stream));
    }

    /// <summary>As <see cref="SaveOnnx"/>, to memory.</summary>
    /// <param name="network">The network.</param>
    /// <returns>The file's content.</returns>
    /// <exception cref="OnnxFormatException">A layer has no counterpart in ONNX, or the parameters exceed 2 GiB.</exception>
    public static byte[] ToOnnx(this Network network) => ToModel(network).ToByteArray();

    internal static ModelProto ToModel(Network network)
    {
        var graph = network.Shapes.Graph;
        // Beside the weights there are nodes and names.
        const long most = int.MaxValue - (1 << 24);
        if (network.ParameterCount * sizeof(float) > most)
            throw new OnnxFormatException($"{graph.Name} has {network.ParameterCount:N0} parameters; one ONNX file holds {most / sizeof(float):N0}.");
        // A plan of its own, in float32, whatever the network trains in.
        var plan = new NetworkPlan(graph, new NetworkOptions { InputShape = network.InputShape, MaxBatch = 1 });
        var (parameters, buffers) = (network.ParameterNames.ToHashSet(), network.BufferNames.ToHashSet());
        return Exporter.Export(plan, tensor => parameters.Contains(tensor.Name) ? ParameterOf(network, tensor.Name)
            : buffers.Contains(tensor.Name) ? network.ReadBuffer(tensor.Name)
            : plan.Tensors.Constants.First(c => c.Tensor == tensor).Values);
    }

    private static float[] ParameterOf(Network network, string name) =>
        network.Options.AverageDecay is null ? network.ReadParameter(name) : network.ReadAverage(name);
}
