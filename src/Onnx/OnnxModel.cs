using ConvGpu.Onnx.Import;
using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx;

/// <summary>
/// A model of an ONNX file (opset 6 to 22, operators of convolutional networks; docs/onnx.md) as a graph of this library. Its weights become
/// parameters, which networks and trainers made of the graph start from.
/// </summary>
/// <example>
/// Fine-tuning:
/// <code>
/// var model = OnnxModel.Load("resnet.onnx");
/// using var network = new Network(model.ForClasses(10), device, new NetworkOptions { Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.001f) });
/// </code>
/// </example>
public sealed class OnnxModel
{
    /// <summary>The node of several outputs, which are no classes of one; null where there is one.</summary>
    private readonly Node? _together;

    private OnnxModel(ImportedModel model)
    {
        Graph = model.Graph ?? throw new OnnxFormatException("The model's outputs do not depend on its inputs, so that there is nothing to compute.");
        int[] Open(IReadOnlyList<int> dims) => model.Batched ? [-1, .. dims.Skip(1)] : [.. dims];
        Inputs = [.. model.Inputs.Select(i => new OnnxValueInfo(i.Name, Open(i.Dims)))];
        Outputs = [.. model.Outputs.Where(o => o.Known is null).Select(o => new OnnxValueInfo(o.Name, Open(o.Dims)))];
        if (Outputs.Count > 1) _together = Graph.Output;
        // An output (N, C) that the graph has in more axes, since the model's flattening moves nothing.
        else if (model.Batched && Outputs is [{ Dims.Count: 2 }] && model.Output is var shape && shape.C != shape.ItemCount)
            Graph.AddNamed(Graph.FreeName("flat"), new Flatten());
    }

    /// <summary>The layers. Several inputs lie behind each other in the graph's one input, item by item; so do several outputs.</summary>
    public Graph Graph { get; }

    /// <summary>The model's inputs but for those that have values in the file.</summary>
    public IReadOnlyList<OnnxValueInfo> Inputs { get; }

    /// <summary>The model's outputs that depend on its inputs.</summary>
    public IReadOnlyList<OnnxValueInfo> Outputs { get; }

    /// <summary>The classes that the graph tells apart: it puts out (N, classes), or as many images of one pixel; null where it does not.</summary>
    public int? Classes => Graph.Output == _together ? null : ClassHead.Find(Graph)?.Classes;

    /// <summary>
    /// Makes the graph end with the scores of classes (<see cref="Graph.ForClasses"/>): of another number, a new layer called classes takes the place of the last
    /// dense layer or 2-D convolution. For fine-tuning.
    /// </summary>
    /// <param name="classes">How many classes, at least 1.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="OnnxFormatException">
    /// The graph does not put out one score a class; or it has others, and other layers stand behind the last of those.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is less than 1 class.</exception>
    public Graph ForClasses(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (Graph.Output == _together)
        {
            throw new OnnxFormatException(
                $"{Graph.Name} has the outputs {string.Join(", ", Outputs.Select(o => o.Name))}: name the one of its classes in OnnxImportOptions.Outputs.");
        }
        try
        {
            return Graph.ForClasses(classes);
        }
        catch (ShapeException e)
        {
            throw new OnnxFormatException(e.Message, e);
        }
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file; values that it keeps in other files are read from its folder.</param>
    /// <param name="options">Sizes that the file leaves open, and which outputs are wanted.</param>
    /// <exception cref="OnnxFormatException">The file is missing or damaged, or has what is not supported: the message names the node.</exception>
    public static OnnxModel Load(string path, OnnxImportOptions? options = null) =>
        Guarded(() => new OnnxModel(ImportedModel.Of(ModelFile.Read(path), options ?? new())));

    /// <summary>Reads a model from memory.</summary>
    /// <param name="bytes">The file's content, with all values in it.</param>
    /// <param name="options">Sizes that the file leaves open, and which outputs are wanted.</param>
    /// <exception cref="OnnxFormatException">The content is damaged, or has what is not supported: the message names the node.</exception>
    public static OnnxModel Load(byte[] bytes, OnnxImportOptions? options = null) =>
        Guarded(() => new OnnxModel(ImportedModel.Of(ModelFile.Read(bytes, "the model"), options ?? new())));

    /// <summary>Computes a model's outputs for given inputs, of any sizes that its operators take.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inputs">The inputs: by their names where each has that of one, else in the model's order.</param>
    /// <param name="device">Where to compute.</param>
    /// <returns>The outputs in the model's order.</returns>
    /// <exception cref="OnnxFormatException">The file is missing or damaged, has what is not supported, or takes other inputs.</exception>
    public static IReadOnlyList<OnnxTensor> Run(string path, IReadOnlyList<OnnxTensor> inputs, ComputeDevice device) =>
        Run(ModelFile.Read(path), inputs, device, new());

    internal static IReadOnlyList<OnnxTensor> Run(ModelProto proto, IReadOnlyList<OnnxTensor> inputs, ComputeDevice device) =>
        Run(ModelFile.Of(proto), inputs, device, new());

    internal static IReadOnlyList<OnnxTensor> Run(
        ModelSource source, IReadOnlyList<OnnxTensor> inputs, ComputeDevice device, OnnxImportOptions options) => Guarded(() =>
    {
        var model = ForInputs(source, inputs, options);
        float[] values = [];
        var length = 0;
        if (model.Graph is not null)
        {
            using var network = new Network(model.Graph, device, new NetworkOptions { MaxBatch = model.BatchSize });
            network.SetInput(Packed(model, source, inputs));
            length = (int)network.OutputShape.ItemCount;
            values = new float[checked(length * model.BatchSize)];
            network.Predict(model.BatchSize, values);
        }
        return (IReadOnlyList<OnnxTensor>)
        [
            .. model.Outputs.Select(o => o.Known?.Named(o.Name) ?? new OnnxTensor(o.Name, o.Dims, Part(values, model.BatchSize, length, o.Start, o.Count))),
        ];
    });

    // Sizes other than the file's are taken where its operators take them; where they do not, those are the likely reason.
    private static ImportedModel ForInputs(ModelSource source, IReadOnlyList<OnnxTensor> inputs, OnnxImportOptions options)
    {
        try
        {
            return ImportedModel.Of(source, inputs, options);
        }
        catch (OnnxFormatException e) when (ModelInputs.Difference(source, inputs) is { } difference)
        {
            throw new OnnxFormatException($"{e.Message} {difference}", e);
        }
    }

    private static float[] Packed(ImportedModel model, ModelSource source, IReadOnlyList<OnnxTensor> inputs)
    {
        var named = ModelInputs.AreNamed(source, inputs);
        var order = source.OpenInputs.Select(i => i.Name).ToList();
        var tensors = model.Inputs.Select(i => (named ? inputs.First(t => t.Name == i.Name) : inputs[order.IndexOf(i.Name)]).ToFloats()).ToArray();
        if (tensors.Length == 1) return tensors[0];
        var counts = tensors.Select(t => t.Length / model.BatchSize).ToArray();
        var packed = new float[tensors.Sum(t => t.Length)];
        for (int item = 0, at = 0; item < model.BatchSize; item++)
        {
            for (var i = 0; i < tensors.Length; at += counts[i++])
                tensors[i].AsSpan(item * counts[i], counts[i]).CopyTo(packed.AsSpan(at));
        }
        return packed;
    }

    private static float[] Part(float[] values, int items, int length, int start, int count)
    {
        if (count == length) return values;
        var part = new float[items * count];
        for (var i = 0; i < items; i++) values.AsSpan(i * length + start, count).CopyTo(part.AsSpan(i * count));
        return part;
    }

    // Sizes that overflow are of files that are damaged.
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is ShapeException or OverflowException)
        {
            throw new OnnxFormatException($"The model cannot be read: {e.Message}", e);
        }
    }
}
