using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>A fully connected layer: y = x wᵀ + b, with w of (outputs, inputs). The input must be flat.</summary>
public sealed class Dense : Layer
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly bool _bias;

    /// <summary>Creates the layer.</summary>
    /// <param name="inputs">Elements of an input item, at least 1.</param>
    /// <param name="outputs">Elements of an output item, at least 1.</param>
    /// <param name="bias">Whether a learned bias is added.</param>
    public Dense(int inputs, int outputs, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        (_inputs, _outputs, _bias) = (inputs, outputs, bias);
    }

    /// <summary>How the weights start.</summary>
    public Initializer Initializer { get; init; } = Initializer.He;

    /// <summary>Whether a learned bias is added.</summary>
    internal bool HasBias => _bias;

    /// <summary>How the bias starts: zeros unless set.</summary>
    public Initializer BiasInitializer { get; init; } = Initializer.Zeros;

    /// <inheritdoc/>
    public override string Kind => "dense";

    /// <inheritdoc/>
    public override bool FusesActivation => true;

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Whole;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        if (input.H != 1 || input.W != 1)
            throw new ShapeException($"takes a flat input, but gets {input}; put new Flatten() before it.");
        if (input.C != _inputs)
            throw new ShapeException($"takes {_inputs} inputs, but gets {input.C}; use new Dense({input.C}, {_outputs}).");
        return new Shape(1, _outputs);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<Shape> inputs)
    {
        var weight = new ParameterSpec("weight", new Shape(_outputs, _inputs), _inputs, _outputs, Initializer);
        return _bias ? [weight, new ParameterSpec("bias", new Shape(_outputs), _inputs, _outputs, BiasInitializer)] : [weight];
    }

    /// <inheritdoc/>
    public override void Forward(LayerContext context)
    {
        var op = new DenseForward(_inputs, _outputs, _bias, context.Activation);
        if (_bias) context.Emit(op, context.Input(), context.Parameter(0), context.Parameter(1), context.Output);
        else context.Emit(op, context.Input(), context.Parameter(0), context.Output);
    }

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        var op = new DenseBackwardWeights(_inputs, _outputs, _bias);
        var gradient = context.ReadOnlyOutputGradient;
        if (_bias) context.Emit(op, context.Input(), gradient, context.ParameterGradient(0), context.ParameterGradient(1));
        else context.Emit(op, context.Input(), gradient, context.ParameterGradient(0));
        if (context.NeedsInputGradient())
            context.Emit(new DenseBackwardData(_inputs, _outputs), gradient, context.Parameter(0), context.InputGradient());
    }
}
