using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Layer-wise adaptive rate scaling (You, Gitman and Ginsburg, 2017) for large batches: SGD with momentum whose steps are scaled, tensor by
/// tensor, to a share of the tensor's own norm. Parameters with one value an output, such as biases and the scales of batch normalisation,
/// take SGD's step.
/// </summary>
public sealed class Lars : Optimizer
{
    private readonly Sgd _plain;
    private readonly TrustRatio _ratio;
    private readonly LarsUpdate _update;

    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">The step size, 0 or more.</param>
    /// <param name="momentum">The share of the last step that is kept, from 0 to below 1.</param>
    /// <param name="weightDecay">The share of a weight that is added to its gradient, 0 or more.</param>
    /// <param name="trust">The step at rate 1 is this share of the tensor's norm; above 0.</param>
    /// <param name="epsilon">What is added to the norm of the gradient, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Lars(float learningRate, float momentum = 0.9f, float weightDecay = 0, float trust = 0.001f, float epsilon = 1e-8f) : base(learningRate)
    {
        _plain = new Sgd(learningRate, momentum, weightDecay);
        _ratio = new TrustRatio(trust, weightDecay, epsilon);
        _update = new LarsUpdate(1, momentum, weightDecay);
    }

    /// <inheritdoc/>
    public override void Update(UpdateContext context)
    {
        if (context.Parameter.Shape.N == context.Length)
        {
            _plain.Update(context);
            return;
        }
        var norms = context.Temporary("norms", 2);
        context.Emit(new SumOfSquares(context.Length, 0), context.Parameter, norms);
        context.Emit(new SumOfSquares(context.Length, 1), context.Gradient, norms);
        context.Emit(_ratio, norms, context.State);
        context.Emit(_update with { Length = context.Length });
    }
}
