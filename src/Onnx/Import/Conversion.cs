using ConvGpu.Kernels;
using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx.Import;

/// <summary>One node on its way into the graph: its inputs, attributes and what becomes of it.</summary>
internal sealed class Conversion
{
    private const long BytesOfRearrangement = 768, BytesOfAxis = 128;

    private readonly Importer _importer;
    private readonly Value?[] _inputs;

    public Conversion(Importer importer, NodeProto node, int opset, string name, Value?[] inputs)
    {
        (_importer, Node, Opset, Name, _inputs) = (importer, node, opset, name, inputs);
        Attributes = new Attributes(this, importer.Source);
    }

    public NodeProto Node { get; }

    /// <summary>The version of the operators that the model was written for.</summary>
    public int Opset { get; }

    /// <summary>The layer's name: the node's, or its output's.</summary>
    public string Name { get; }

    public Attributes Attributes { get; }

    public int InputCount => _inputs.Length;

    public IReadOnlyList<Value?> Inputs => _inputs;

    public bool Has(int input) => input < _inputs.Length && _inputs[input] is not null;

    public Value Input(int input) => Has(input) ? _inputs[input]! : throw Error($"lacks its input {input}");

    /// <summary>The axes in front of an item's own: 1 where items of a batch are computed apart, else 0.</summary>
    public int Lead => _importer.Batched ? 1 : 0;

    public OnnxFormatException Error(string what) => new($"Node '{Name}' ({Node.OpType}) {what}.");

    public MixedBatchException Mixed(string how) => new($"Node '{Name}' ({Node.OpType}) {how}, so that items of a batch cannot be computed apart.");

    /// <summary>An input that the graph computes.</summary>
    public ComputedValue Data(int input) => Input(input) as ComputedValue
        ?? throw Error($"takes its input {input} ('{NameOf(input)}') from constants alone, which is not supported");

    /// <summary>An input that must be known before anything is computed.</summary>
    public OnnxTensor Constant(int input) => Known(input).Tensor;

    public KnownValue Known(int input) => Input(input) as KnownValue
        ?? throw Error($"computes its input {input} ('{NameOf(input)}'), which is supported for constants only");

    public OnnxTensor? OptionalConstant(int input) => Has(input) ? Constant(input) : null;

    /// <summary>An input that is one number, where it is there.</summary>
    public float OptionalNumber(int input, float otherwise) => OptionalConstant(input) is not { } tensor
        ? otherwise
        : tensor.Count == 1 ? tensor.ToFloats()[0] : throw Error($"takes {tensor} as its input {input}, which is not one number");

    /// <summary>The elements of an item, outermost first.</summary>
    public int[] Item(Value value)
    {
        var item = new int[Math.Max(value.Dims.Count - Lead, 0)];
        for (var i = 0; i < item.Length; i++) item[i] = value.Dims[Lead + i];
        return item;
    }

    /// <summary>An axis of a tensor, counted from the front or, negative, from the back.</summary>
    public int Axis(long axis, int rank) => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : throw Error($"names axis {axis} of {rank}");

    /// <summary>An axis of an item.</summary>
    public int ItemAxis(long axis, int rank) => Axis(axis, rank) - Lead is >= 0 and var found ? found : throw Mixed("works along the batch");

    /// <summary>The sizes of a tensor from those of its items.</summary>
    public int[] WithBatch(IReadOnlyList<int> item)
    {
        var dims = new int[Lead + item.Count];
        if (Lead == 1) dims[0] = _importer.BatchSize;
        for (var i = 0; i < item.Count; i++) dims[Lead + i] = item[i];
        return dims;
    }

    /// <summary>Adds a layer; the output has the given sizes.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="item">The sizes of an item of the output, as ONNX counts them.</param>
    /// <param name="part">What the layer does for the node; the layer that stands for it has none.</param>
    /// <param name="inputs">What it takes.</param>
    public ComputedValue Add(Layer layer, IReadOnlyList<int> item, string? part, params ReadOnlySpan<ComputedValue> inputs)
    {
        var nodes = new Node[inputs.Length];
        var shapes = new Shape[inputs.Length];
        for (var i = 0; i < inputs.Length; i++) (nodes[i], shapes[i]) = (inputs[i].Node, inputs[i].Shape);
        try
        {
            var shape = layer.InferShape(shapes) with { N = 1 };
            if (shape.ItemCount != Count(item))
                throw Error($"makes {shape} of {string.Join(" and ", shapes.Take(8))}, but is to make {OnnxTensor.Describe(item)}");
            return new(_importer.AddNode(part is null ? Name : $"{Name}.{part}", layer, nodes, shape), shape, WithBatch(item));
        }
        catch (Exception e) when (e is ShapeException or ArgumentException or OverflowException)
        {
            throw Refused(e);
        }
    }

    /// <summary>Runs what may refuse sizes, or trip over those that nobody foresaw; a refusal names the node.</summary>
    public T Guard<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Refused(e);
        }
    }

    /// <summary>As <see cref="Guard{T}(Func{T})"/>, of what is made of the node.</summary>
    public T Guard<T>(Func<Conversion, T> make)
    {
        try
        {
            return make(this);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Refused(e);
        }
    }

    /// <summary>As <see cref="Guard{T}(Func{T})"/>, of what is done for the node.</summary>
    public void Guard(Action<Conversion> act)
    {
        try
        {
            act(this);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Refused(e);
        }
    }

    /// <summary>Says what a parameter or buffer of a layer starts with.</summary>
    public void Start(ComputedValue of, string tensor, float[] values) => _importer.Start($"{of.Node.Name}.{tensor}", values);

    /// <summary>The same elements in another shape, which costs nothing.</summary>
    public ComputedValue As(ComputedValue value, Shape shape) => value.Shape == shape with { N = 1 }
        ? value
        : new ComputedValue(Add(new Reshape(shape), Item(value), "reshape", value).Node, shape with { N = 1 }, value.Dims);

    /// <summary>The same elements, counted in other sizes.</summary>
    public ComputedValue Sized(ComputedValue value, IReadOnlyList<int> item) => value with { Dims = WithBatch(item) };

    /// <summary>The values as an item, repeated to its sizes: a parameter where they are learned.</summary>
    /// <param name="value">The values.</param>
    /// <param name="item">The sizes of the item.</param>
    /// <param name="near">A node beside which the values are needed.</param>
    public ComputedValue Spread(KnownValue value, IReadOnlyList<int> item, ComputedValue near)
    {
        var values = Floats(value.Tensor);
        var more = Math.Max(value.Dims.Count - item.Count, 0);
        if (value.Dims.Take(more).Any(d => d != 1)) throw Mixed("takes constants that differ from item to item");
        int[] own = [.. value.Dims.Skip(more)];
        var geometry = Guard(() => Rearranging.Broadcast(own, item));
        var made = Add(new GivenValue(geometry, Shapes.Of(item), value.IsLearned ? null : values), item, "value", near);
        if (value.IsLearned) Start(made, "value", values);
        return made;
    }

    /// <summary>The values as float32, counted where they have to be made.</summary>
    public float[] Floats(OnnxTensor tensor)
    {
        if (!tensor.IsFloat) Charge(tensor.Count, sizeof(float));
        return tensor.ToFloats();
    }

    /// <summary>Values that are made in advance, and counted as such.</summary>
    public float[] Made(int count, Func<int, float> value)
    {
        Charge(count, sizeof(float));
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = value(i);
        return values;
    }

    /// <summary>Counts values that are made in advance.</summary>
    /// <param name="count">How many.</param>
    /// <param name="bytes">What each takes, and what is needed to make it.</param>
    public void Charge(int count, int bytes)
    {
        if (_importer.MayMake(count, bytes)) return;
        throw Error(
            $"makes a constant of {count:N0} values; in all of a model at most {_importer.MostMade:N0} values are computed in advance "
            + $"({nameof(OnnxImportOptions)}.{nameof(OnnxImportOptions.MostComputedValues)}, beside as many as its file holds)");
    }

    /// <summary>Counts memory that is about to be taken for the node.</summary>
    public void Take(long bytes) => _importer.Take(bytes, Name);

    /// <summary>Applies a rearrangement, unless it leaves everything in place.</summary>
    public ComputedValue Rearrange(ComputedValue value, IReadOnlyList<RearrangeAxis> axes, IReadOnlyList<int> item, string? part, float fill = 0)
    {
        Take(BytesOfRearrangement + BytesOfAxis * axes.Count);
        var geometry = Guard(() => new RearrangeGeometry(axes, fill));
        if (geometry.IsIdentity) return Sized(value, item);
        if (value.Node.Layer is Rearranged before && Rearranging.Undoes(geometry, before.Geometry))
            return new(value.Node.Inputs[0], _importer.ShapeOf(value.Node.Inputs[0]), WithBatch(item));
        return Add(new Rearranged(geometry, Shapes.Of(item)), item, part, value);
    }

    public void Set(Value value) => Set(0, value);

    public void Set(int output, Value value) => _importer.Define(Node.Output[output], value, this);

    /// <summary>Whether somebody may use an output.</summary>
    public bool IsUsed(int output) => Node.Output[output].Length > 0 && _importer.IsUsed(Node.Output[output]);

    /// <summary>Refuses outputs beyond the first that somebody may use.</summary>
    public void RequireOutputs(int most)
    {
        for (var i = most; i < Node.Output.Count; i++)
            if (IsUsed(i)) throw Error($"is asked for its output {i} ('{Node.Output[i]}'), which is not supported");
    }

    public static long Count(IReadOnlyList<int> item)
    {
        long count = 1;
        foreach (var size in item) count = Math.Min(count * size, long.MaxValue / int.MaxValue);
        return count;
    }

    private string NameOf(int input) => Node.Input[input];

    private static bool IsRefusal(Exception e) =>
        e is ShapeException or ArgumentException or ArithmeticException or IndexOutOfRangeException or InvalidOperationException or KeyNotFoundException;

    private OnnxFormatException Refused(Exception e) => new($"Node '{Name}' ({Node.OpType}): {e.Message}", e);
}
