using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>What an optimiser sees of one parameter while a plan is made.</summary>
public sealed class UpdateContext
{
    private readonly PlanBuilder _builder;
    private readonly string _layer;

    internal UpdateContext(PlanBuilder builder, string layer, PlanTensor parameter, PlanTensor gradient)
    {
        (_builder, _layer, Parameter, Gradient) = (builder, layer, parameter, gradient);
    }

    /// <summary>The parameter.</summary>
    public PlanTensor Parameter { get; }

    /// <summary>The parameter's gradient.</summary>
    public PlanTensor Gradient { get; }

    /// <summary>The device state: step, seed and learning rate.</summary>
    public PlanTensor State => _builder.State;

    /// <summary>Elements of the parameter.</summary>
    public long Length => Parameter.Shape.Count;

    /// <summary>A tensor of the parameter's size that is kept from step to step and starts at 0.</summary>
    /// <param name="name">A name within the optimiser, such as <c>momentum</c>.</param>
    public PlanTensor Slot(string name) => _builder.Slot(Parameter, name);

    /// <summary>A tensor of whole values that ops of this parameter hand on to each other; it is not kept.</summary>
    /// <param name="name">A name within the optimiser.</param>
    /// <param name="values">How many values it has, at least 1.</param>
    public PlanTensor Temporary(string name, int values) => PlanTensor.Whole($"{Parameter.Name}.{name}", new Shape(values));

    /// <summary>Appends an update of the parameter by its gradient, with the slots that the op names.</summary>
    /// <param name="update">The op, of the parameter's <see cref="Length"/>.</param>
    public void Emit(ParameterUpdate update) =>
        Emit(update, [Parameter, Gradient, .. update.Slots.Select(Slot), State]);

    /// <summary>Appends an op to the plan.</summary>
    /// <param name="op">What is computed; an op over whole tensors, whose work does not grow with the batch.</param>
    /// <param name="operands">Its operands in the order that docs/ops.md gives.</param>
    /// <exception cref="InvalidOperationException">The op counts its elements per batch item: it would run past the end of a parameter.</exception>
    public void Emit(Op op, params ReadOnlySpan<PlanTensor> operands)
    {
        if (op.Bytes(1) != op.Bytes(2))
            throw new InvalidOperationException(
                $"{_layer}: {op.Name} counts its elements per batch item and would run past the end of {Parameter.Name} {Parameter.Shape}; " +
                "an optimiser emits ops over whole tensors, such as SgdUpdate or Fill.");
        _builder.Emit(_layer, op, operands);
    }
}
