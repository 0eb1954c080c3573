namespace ConvGpu;

/// <summary>How parameters follow their gradients.</summary>
public abstract class Optimizer
{
    private protected Optimizer(float learningRate)
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
