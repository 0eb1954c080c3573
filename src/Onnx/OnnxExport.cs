using System.Runtime.InteropServices;
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
        // Beside the weights there are nodes and names.
        const long most = int.MaxValue - (1 << 24);
        if (network.ParameterCount * sizeof(float) > most)
            throw new OnnxFormatException($"{network.Plan.Shapes.Graph.Name} has {network.ParameterCount:N0} parameters; one ONNX file holds {most / sizeof(float):N0}.");
        return Exporter.Export(network.Plan, tensor => Read(network, tensor));
    }

    private static float[] Read(Network network, PlanTensor tensor)
    {
        var values = new float[tensor.Shape.Count];
        network.ReadState(tensor, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
