namespace ConvGpu;

/// <summary>
/// One layer of a network: options, shape inference, and how its forward and backward passes are made of ops. A layer holds no
/// tensors and never sees kernels, so one object may be used in several graphs.
/// </summary>
public abstract class Layer
{
    /// <summary>A name for tables and messages, or null for one made of <see cref="Kind"/> and a number.</summary>
    public string? Name { get; init; }

    /// <summary>The kind of layer in lower case, such as <c>conv2d</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>How many inputs the layer takes; the fewest where <see cref="TakesMoreInputs"/> is true.</summary>
    public virtual int InputCount => 1;

    /// <summary>True where the layer takes any number of inputs from <see cref="InputCount"/> on.</summary>
    public virtual bool TakesMoreInputs => false;

    /// <summary>Whether inputs may be volumes, with more than one plane (<see cref="Shape.D"/>); others are refused when shapes are inferred.</summary>
    public virtual bool TakesVolumes => false;

    /// <summary>
    /// For a layer that takes int32 indices instead of float32 values: one more than the largest index. It stands behind the graph's input.
    /// Null for all others.
    /// </summary>
    public virtual int? IndexLimit => null;

    /// <summary>The output's shape for one batch item (N is 1).</summary>
    /// <param name="inputs">The shapes of the inputs for one batch item.</param>
    /// <exception cref="ShapeException">The inputs do not fit; the message says what to change.</exception>
    public abstract Shape InferShape(IReadOnlyList<Shape> inputs);

    /// <summary>As <see cref="InferShape(IReadOnlyList{Shape})"/>, where the shape follows from more of the graph than the inputs.</summary>
    internal virtual Shape InferShape(Node node, Func<Node, Shape> shapeOf) => InferShape([.. node.Inputs.Select(shapeOf)]);

    /// <summary>Whether the backward pass gives an input a gradient; false where only what the input's layer saved is read.</summary>
    internal virtual bool HasGradientOf(int input) => true;

    /// <summary>The parameters that the layer learns.</summary>
    /// <param name="inputs">The shapes of the inputs for one batch item.</param>
    public virtual IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<Shape> inputs) => [];

    /// <summary>
    /// The tensors that the layer keeps from step to step but does not learn, such as running statistics. They are saved with the
    /// parameters and shared by training and inference; optimisers leave them alone.
    /// </summary>
    /// <param name="inputs">The shapes of the inputs for one batch item.</param>
    public virtual IReadOnlyList<ParameterSpec> Buffers(IReadOnlyList<Shape> inputs) => [];

    /// <summary>True where the layer passes its input on as it is, so that the output is the same memory.</summary>
    /// <param name="training">Whether the plan is for training.</param>
    public virtual bool IsIdentity(bool training) => false;

    /// <summary>True where the layer applies <see cref="LayerContext.Activation"/> itself, so that a ReLU behind it costs nothing.</summary>
    public virtual bool FusesActivation => false;

    /// <summary>Whether the layer counts as a convolution where a summary compares convolutions with the rest of a model.</summary>
    public virtual bool IsConvolution => false;

    /// <summary>Whether published counts of multiply-adds leave the layer out, since inference can fold it into the layer before.</summary>
    internal virtual bool IsNormalization => false;

    /// <summary>The part of the input that one element of the output is computed from; the element at the same place unless overridden.</summary>
    /// <param name="inputs">The shapes of the inputs for one batch item.</param>
    public virtual Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Element;

    /// <summary>Emits the ops of the forward pass.</summary>
    /// <param name="context">The tensors, and where ops go.</param>
    public abstract void Forward(LayerContext context);

    /// <summary>Emits the ops of the backward pass: the gradients of the parameters and of the inputs that need them.</summary>
    /// <param name="context">The tensors, and where ops go.</param>
    /// <exception cref="NotSupportedException">The layer has no gradient.</exception>
    public virtual void Backward(LayerContext context) =>
        throw new NotSupportedException($"{context.LayerName}: layers of kind {Kind} have no gradient, so the graph cannot be trained.");
}
