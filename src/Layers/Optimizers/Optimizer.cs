namespace ConvGpu;

/// <summary>How parameters follow their gradients. Derive from it and emit ops, as layers do.</summary>
public abstract class Optimizer
{
    /// <summary>Takes the learning rate.</summary>
    /// <param name="learningRate">The step size that the schedule starts from: finite, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    protected Optimizer(float learningRate)
    {
        if (!(learningRate >= 0 && float.IsFinite(learningRate)))
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "A learning rate is a finite number of at least 0.");
        LearningRate = learningRate;
    }

    /// <summary>The learning rate that the schedule starts from.</summary>
    public float LearningRate { get; }

    /// <summary>Emits the ops that update one parameter.</summary>
    /// <param name="context">The tensors, and where ops go.</param>
    public abstract void Update(UpdateContext context);
}
