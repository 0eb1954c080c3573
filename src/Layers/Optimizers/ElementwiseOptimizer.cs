using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>An optimiser that changes every element of a parameter by itself, with one op.</summary>
public abstract class ElementwiseOptimizer : Optimizer
{
    private readonly ParameterUpdate _update;

    /// <summary>Takes the learning rate and the op.</summary>
    /// <param name="learningRate">The step size that the schedule starts from: finite, 0 or more.</param>
    /// <param name="update">The op for a parameter of any length; its slots are kept from step to step.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    protected ElementwiseOptimizer(float learningRate, ParameterUpdate update) : base(learningRate) => _update = update;

    /// <inheritdoc/>
    public override void Update(UpdateContext context) => context.Emit(_update with { Length = context.Length });
}
