namespace ConvGpu.Kernels;

/// <summary>A loss that compares every value with its target by itself; formulas are PyTorch's and, for the hinge, Keras's.</summary>
public readonly record struct ElementLoss
{
    private ElementLoss(ElementLossKind kind, float delta = 0) => (Kind, Delta) = (kind, delta);

    /// <summary>(x - t)².</summary>
    public static ElementLoss Squared => new(ElementLossKind.Squared);

    /// <summary>|x - t|; its slope is 0 where they are equal.</summary>
    public static ElementLoss Absolute => new(ElementLossKind.Absolute);

    /// <summary>max(x, 0) - x t + log(1 + e^-|x|): the binary cross-entropy between the sigmoid of x and t, from 0 to 1.</summary>
    public static ElementLoss BinaryCrossEntropy => new(ElementLossKind.BinaryCrossEntropy);

    /// <summary>max(0, 1 - t x), t being -1 or 1.</summary>
    public static ElementLoss Hinge => new(ElementLossKind.Hinge);

    /// <summary>Which loss.</summary>
    public ElementLossKind Kind { get; }

    /// <summary>Where Huber's loss becomes straight.</summary>
    public float Delta { get; }

    /// <summary>The lower-case name in op names, such as <c>huber</c>.</summary>
    public string Name => ElementLossTable.Row(Kind).Name;

    /// <summary>d² / 2 where |d| is up to delta, else delta (|d| - delta / 2); d = x - t.</summary>
    /// <param name="delta">Where the loss becomes straight, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Delta is outside its range.</exception>
    public static ElementLoss Huber(float delta = 1) => new(ElementLossKind.Huber, OpCheck.FinitePositive(delta, "huber"));
}

/// <summary>The losses of <see cref="ElementLoss"/>.</summary>
public enum ElementLossKind
{
    /// <summary><see cref="ElementLoss.Absolute"/>.</summary>
    Absolute,

    /// <summary><see cref="ElementLoss.Huber"/>.</summary>
    Huber,

    /// <summary><see cref="ElementLoss.BinaryCrossEntropy"/>.</summary>
    BinaryCrossEntropy,

    /// <summary><see cref="ElementLoss.Hinge"/>.</summary>
    Hinge,

    /// <summary><see cref="ElementLoss.Squared"/>.</summary>
    Squared,
}
