using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>What a layer sees while a plan is made: its tensors, and <see cref="Emit"/>.</summary>
public sealed class LayerContext
{
    private readonly PlanBuilder _builder;
    private readonly Node _node;

    internal LayerContext(PlanBuilder builder, Node node) => (_builder, _node) = (builder, node);

    /// <summary>The layer's name in tables and messages.</summary>
    public string LayerName => _node.Name;

    /// <summary>Whether the plan is for training.</summary>
    public bool Training => _builder.Training;

    /// <summary>The activation that the layer has to apply to its output.</summary>
    public Activation Activation => _builder.FusedActivation(_node);

    /// <summary>A number of its own for the layer's random numbers.</summary>
    public int RandomStream => _node.Index;

    /// <summary>The output's shape for one batch item.</summary>
    public Shape OutputShape => _builder.Shapes[_node];

    /// <summary>The forward output.</summary>
    public PlanTensor Output => _builder.Value(_node);

    /// <summary>
    /// The gradient of the output, in the backward pass, in memory that is the layer's alone and may be overwritten. Where another branch
    /// still reads that gradient this is a copy; a layer that only reads takes <see cref="ReadOnlyOutputGradient"/>.
    /// </summary>
    public PlanTensor OutputGradient => _builder.Gradients.Owned(_node);

    /// <summary>The gradient of the output, in the backward pass, for ops that read it alone: other branches may read the same memory.</summary>
    public PlanTensor ReadOnlyOutputGradient => _builder.Gradients.Shared(_node);

    /// <summary>The device state: step, seed and learning rate.</summary>
    public PlanTensor State => _builder.State;

    /// <summary>The shape of an input for one batch item.</summary>
    public Shape InputShape(int index = 0) => _builder.Shapes[_node.Inputs[index]];

    /// <summary>How many inputs the layer has here.</summary>
    public int InputCount => _node.Inputs.Count;

    /// <summary>An input.</summary>
    public PlanTensor Input(int index = 0) => _builder.Value(_node.Inputs[index]);

    /// <summary>A parameter, in the order of <see cref="Layer.Parameters"/>.</summary>
    public PlanTensor Parameter(int index) => _builder.Parameter(_node, index);

    /// <summary>A tensor that the layer keeps, in the order of <see cref="Layer.Buffers"/>.</summary>
    public PlanTensor Buffer(int index) => _builder.Buffer(_node, index);

    /// <summary>The gradient of a parameter, to be written in the backward pass.</summary>
    public PlanTensor ParameterGradient(int index) => _builder.ParameterGradient(_node, index);

    /// <summary>Whether the gradient of an input is wanted; nothing upstream learns from one that is not.</summary>
    public bool NeedsInputGradient(int index = 0) => _builder.NeedsGradient(_node.Inputs[index]);

    /// <summary>A tensor for the gradient of an input, to be written once in the backward pass.</summary>
    public PlanTensor InputGradient(int index = 0) => _builder.NewGradient(_node.Inputs[index]);

    /// <summary>
    /// A tensor for the gradient of an input, to be written in the backward pass by an op that works in place: the output's gradient itself
    /// where nothing else reads that, a tensor of its own elsewhere. The op must be the last to read the output's gradient.
    /// </summary>
    public PlanTensor InputGradientOver(int index = 0) => _builder.GradientOver(_node, _node.Inputs[index]);

    /// <summary>
    /// Says that the output's gradient, as the ops emitted leave it, is the gradient of an input. It may be passed to several inputs, which
    /// then share the memory; nothing may be written to it after that.
    /// </summary>
    public void PassGradient(int index = 0) => _builder.PassGradient(_node, _node.Inputs[index]);

    /// <summary>A tensor that the forward pass leaves for the backward pass: the same name gives the same tensor.</summary>
    /// <param name="name">A name within the layer.</param>
    /// <param name="bytesPerItem">Bytes for each batch item.</param>
    public PlanTensor Saved(string name, long bytesPerItem) => _builder.Saved(_node, name, bytesPerItem);

    /// <summary>A tensor of given values, one for every batch, that the layer reads.</summary>
    internal PlanTensor Constant(float[] values) => _builder.Constant($"{_node.Name}.constant", values);

    /// <summary>The node of an input.</summary>
    internal Node InputNode(int index) => _node.Inputs[index];

    /// <summary>The shape of another node's output for one batch item.</summary>
    internal Shape ShapeOf(Node node) => _builder.Shapes[node];

    /// <summary>A tensor that another node's layer saved.</summary>
    internal PlanTensor SavedOf(Node node, string name, long bytesPerItem) => _builder.Saved(node, name, bytesPerItem);

    /// <summary>As <see cref="Saved"/>, of one size whatever the batch.</summary>
    /// <param name="name">A name within the layer.</param>
    /// <param name="shape">The sizes; the elements are float32.</param>
    public PlanTensor SavedWhole(string name, Shape shape) => _builder.SavedWhole(_node, name, shape);

    /// <summary>A tensor of given values, copied to the device once; the same name gives the same tensor.</summary>
    internal PlanTensor Constant(string name, IReadOnlyList<float> values) => _builder.Constant($"{_node.Name}.{name}", values);

    /// <summary>Appends an op to the plan.</summary>
    /// <param name="op">What is computed.</param>
    /// <param name="operands">Its operands in the order that docs/ops.md gives.</param>
    public void Emit(Op op, params ReadOnlySpan<PlanTensor> operands) => _builder.Emit(_node.Name, op, operands);
}
