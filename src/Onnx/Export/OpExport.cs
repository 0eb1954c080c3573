using ConvGpu.Kernels;
using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx.Export;

/// <summary>One op of a plan on its way into the model: what its operands are called, and what it becomes.</summary>
internal sealed class OpExport(ModelWriter writer, Dictionary<PlanTensor, WrittenValue> values, Func<PlanTensor, float[]> read, PlannedOp planned)
{
    public ModelWriter Writer { get; } = writer;

    public Op Op => planned.Op;

    /// <summary>The layer's name.</summary>
    public string Name => planned.Layer;

    public OnnxFormatException Error(string what) => new($"Layer '{Name}' ({Op.Name}) {what}.");

    /// <summary>The sizes of an operand that was computed, without the batch.</summary>
    public IReadOnlyList<int> ItemOf(int operand) => Value(operand).Item;

    /// <summary>A computed operand as it is.</summary>
    public string Input(int operand) => Value(operand).Name;

    /// <summary>A computed operand, its items in the given sizes.</summary>
    public string Input(int operand, params int[] item) => Shaped(Value(operand), item, "input");

    /// <summary>A value, its items in the given sizes.</summary>
    public string Shaped(WrittenValue value, IReadOnlyList<int> item, string part) => Writer.Reshaped($"{Name}.{part}", value, item);

    public bool IsWeight(int operand) => !values.ContainsKey(planned.Operands[operand]);

    /// <summary>A parameter, a buffer or a constant, in the given sizes.</summary>
    public string Weight(int operand, params int[] dims)
    {
        var tensor = planned.Operands[operand];
        return Writer.Initializer(tensor.Name, dims, read(tensor));
    }

    /// <summary>A node that stands for the layer.</summary>
    public string Node(string operatorName, IReadOnlyList<string> inputs, params IReadOnlyList<AttributeProto> attributes) =>
        Writer.Node(Name, operatorName, inputs, attributes);

    /// <summary>A node that is part of what the layer does.</summary>
    public string Part(string part, string operatorName, IReadOnlyList<string> inputs, params IReadOnlyList<AttributeProto> attributes) =>
        Writer.Node($"{Name}.{part}", operatorName, inputs, attributes);

    /// <summary>Says what an operand holds from now on.</summary>
    public void Output(int operand, string name, params int[] item) => values[planned.Operands[operand]] = new(name, item);

    /// <summary>The last operand, behind a ReLU where the op computes one too.</summary>
    public void Activated(int operand, string name, Activation activation, params int[] item) =>
        Output(operand, activation == Activation.ReLU ? Part("relu", "Relu", [name]) : name, item);

    private WrittenValue Value(int operand) => values.TryGetValue(planned.Operands[operand], out var value)
        ? value
        : throw Error($"reads {planned.Operands[operand].Name}, which no op before it makes");
}
