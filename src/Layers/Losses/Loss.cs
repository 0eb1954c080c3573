namespace ConvGpu;

/// <summary>What a network is asked to predict for each item.</summary>
public enum TargetKind
{
    /// <summary>One class number an item (int32).</summary>
    Class,

    /// <summary>As many float32 values an item as the network puts out.</summary>
    Values,

    /// <summary>One share a class an item (float32), such as those of mixed images; right is the class with the largest.</summary>
    Shares,
}

/// <summary>A loss: a number for each item that training makes small.</summary>
public abstract class Loss
{
    /// <summary>What the loss compares the prediction with.</summary>
    public abstract TargetKind Target { get; }

    /// <summary>
    /// The same loss compared with shares of the classes instead of one class, which mixed images (<c>Trainer.MixupAlpha</c>) need; null, unless
    /// overridden, where there is none.
    /// </summary>
    public virtual Loss? OfShares() => null;

    /// <summary>Checks that the network's output can be used.</summary>
    /// <param name="output">The output's shape for one item.</param>
    /// <exception cref="ShapeException">The output does not fit.</exception>
    public abstract void Check(Shape output);

    /// <summary>Emits the ops that write the loss of each item.</summary>
    /// <param name="context">The tensors, and where ops go.</param>
    public abstract void Forward(LossContext context);

    /// <summary>Emits the ops that write the gradient of the prediction; it is of the mean over the batch.</summary>
    /// <param name="context">The tensors, and where ops go.</param>
    public abstract void Backward(LossContext context);
}
