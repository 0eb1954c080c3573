using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>Stochastic gradient descent with PyTorch's rule: g += decay w; v = m v + g; w -= rate (nesterov ? g + m v : v).</summary>
public sealed class Sgd : Optimizer
{
    private readonly float _momentum;
    private readonly float _weightDecay;
    private readonly bool _nesterov;

    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">The step size, 0 or more.</param>
    /// <param name="momentum">The share of the last step that is kept, from 0 up to, but not including, 1.</param>
    /// <param name="weightDecay">The share of a weight that is added to its gradient, 0 or more.</param>
    /// <param name="nesterov">Whether to look ahead (Nesterov's momentum).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Sgd(float learningRate, float momentum = 0, float weightDecay = 0, bool nesterov = false) : base(learningRate)
    {
        if (!(momentum >= 0 && momentum < 1)) throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "Momentum is from 0 to below 1.");
        if (!(weightDecay >= 0)) throw new ArgumentOutOfRangeException(nameof(weightDecay), weightDecay, "Weight decay is at least 0.");
        if (nesterov && momentum == 0) throw new ArgumentException("Nesterov's momentum needs a momentum above 0.", nameof(nesterov));
        (_momentum, _weightDecay, _nesterov) = (momentum, weightDecay, nesterov);
    }

    /// <inheritdoc/>
    public override void Update(UpdateContext context)
    {
        var op = new SgdUpdate(context.Length, _momentum, _weightDecay, _nesterov);
        if (_momentum == 0) context.Emit(op, context.Parameter, context.Gradient, context.State);
        else context.Emit(op, context.Parameter, context.Gradient, context.Slot("momentum"), context.State);
    }
}
