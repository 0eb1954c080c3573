namespace ConvGpu.Kernels;

/// <summary>A function that activation ops apply to each element, with its parameters; formulas and names are PyTorch's.</summary>
public readonly record struct ActivationFunction
{
    private ActivationFunction(ActivationKind kind, float first = 0, float second = 0) => (Kind, First, Second) = (kind, first, second);

    /// <summary>y = 1 / (1 + e^-x).</summary>
    public static ActivationFunction Sigmoid => new(ActivationKind.Sigmoid);

    /// <summary>y = tanh x.</summary>
    public static ActivationFunction Tanh => new(ActivationKind.Tanh);

    /// <summary>y = x Φ(x), Φ the normal distribution: x (1 + erf(x / √2)) / 2.</summary>
    public static ActivationFunction Gelu => new(ActivationKind.Gelu);

    /// <summary>y = x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2.</summary>
    public static ActivationFunction GeluTanh => new(ActivationKind.GeluTanh);

    /// <summary>y = x / (1 + e^-x).</summary>
    public static ActivationFunction SiLU => new(ActivationKind.SiLU);

    /// <summary>y = scale (x &gt; 0 ? x : alpha (e^x - 1)) with alpha 1.6732632 and scale 1.0507010.</summary>
    public static ActivationFunction Selu => new(ActivationKind.Selu);

    /// <summary>y = min(max(x + 3, 0), 6) / 6; the gradient is 0 from -3 down and from 3 up.</summary>
    public static ActivationFunction HardSigmoid => new(ActivationKind.HardSigmoid);

    /// <summary>y = x min(max(x + 3, 0), 6) / 6; the gradient is 0 from -3 down and 1 from 3 up.</summary>
    public static ActivationFunction HardSwish => new(ActivationKind.HardSwish);

    /// <summary>y = x / (1 + |x|).</summary>
    public static ActivationFunction Softsign => new(ActivationKind.Softsign);

    /// <summary>y = e^x.</summary>
    public static ActivationFunction Exp => new(ActivationKind.Exp);

    /// <summary>y = the natural logarithm of x; NaN below 0, and x below 2^-126 counts as 0.</summary>
    public static ActivationFunction Log => new(ActivationKind.Log);

    /// <summary>y = |x|; the gradient at 0 is 0.</summary>
    public static ActivationFunction Abs => new(ActivationKind.Abs);

    /// <summary>y = 1 / x.</summary>
    public static ActivationFunction Reciprocal => new(ActivationKind.Reciprocal);

    /// <summary>y = erf x, the error function.</summary>
    public static ActivationFunction Erf => new(ActivationKind.Erf);

    /// <summary>y = the greatest whole number that is not above x; the gradient is 0, as of all functions of steps.</summary>
    public static ActivationFunction Floor => new(ActivationKind.Floor);

    /// <summary>y = the least whole number that is not below x.</summary>
    public static ActivationFunction Ceil => new(ActivationKind.Ceil);

    /// <summary>y = the whole number nearest to x, of two the even one.</summary>
    public static ActivationFunction Round => new(ActivationKind.Round);

    /// <summary>y = x &gt; 0 ? 1 : 0; 0 where x is NaN.</summary>
    public static ActivationFunction Step => new(ActivationKind.Step);

    /// <summary>Which function.</summary>
    public ActivationKind Kind { get; }

    /// <summary>The lower-case name in op names, such as <c>leaky-relu</c>.</summary>
    public string Name => ActivationTable.Row(Kind).Name;

    /// <summary>Whether the backward op takes the output; else it takes the input.</summary>
    public bool BackwardTakesOutput =>
        Kind is ActivationKind.Sigmoid or ActivationKind.Tanh or ActivationKind.Elu or ActivationKind.Clip or ActivationKind.Selu or ActivationKind.Root
            or ActivationKind.Exp or ActivationKind.Reciprocal
        || (Kind == ActivationKind.LeakyReLU && First >= 0);

    /// <summary>Slope, alpha, beta, exponent, factor or the lower bound.</summary>
    internal float First { get; }

    /// <summary>The threshold of softplus, the factor of a root, the shift or the upper bound.</summary>
    internal float Second { get; }

    /// <summary>y = x &gt; 0 ? x : slope x.</summary>
    /// <param name="slope">The slope below 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is not finite.</exception>
    public static ActivationFunction LeakyReLU(float slope = 0.01f) => new(ActivationKind.LeakyReLU, float.IsFinite(slope)
        ? slope
        : throw new ArgumentOutOfRangeException(nameof(slope), slope, $"leaky-relu: the slope is {slope}; it must be finite."));

    /// <summary>y = x &gt; 0 ? x : alpha (e^x - 1).</summary>
    /// <param name="alpha">Minus the value far below 0, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is negative or not finite.</exception>
    public static ActivationFunction Elu(float alpha = 1) => new(ActivationKind.Elu, alpha >= 0 && float.IsFinite(alpha)
        ? alpha
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, $"elu: alpha is {alpha}; it must be finite and at least 0."));

    /// <summary>y = log(1 + e^(beta x)) / beta, and x itself where beta x is above the threshold.</summary>
    /// <param name="beta">The sharpness of the bend at 0, finite and above 0.</param>
    /// <param name="threshold">Where the function becomes x.</param>
    /// <exception cref="ArgumentOutOfRangeException">Beta is not above 0 or not finite, or the threshold is NaN.</exception>
    public static ActivationFunction Softplus(float beta = 1, float threshold = 20)
    {
        if (!(beta > 0) || !float.IsFinite(beta))
            throw new ArgumentOutOfRangeException(nameof(beta), beta, $"softplus: beta is {beta}; it must be finite and above 0.");
        if (float.IsNaN(threshold))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "softplus: the threshold is NaN; it must be a number.");
        return new(ActivationKind.Softplus, beta, threshold);
    }

    /// <summary>y = min(max(x, low), high), PyTorch's hardtanh; the gradient is 0 at the bounds and beyond.</summary>
    /// <param name="low">The least value.</param>
    /// <param name="high">The greatest value, above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds are not in order, or one is NaN.</exception>
    public static ActivationFunction Clip(float low, float high) => new(ActivationKind.Clip, low, low < high
        ? high
        : throw new ArgumentOutOfRangeException(nameof(high), high, $"clip: from {low} to {high} is no range; the upper bound must be above the lower."));

    /// <summary>y = x^exponent, NaN where x is negative and the exponent no whole number. What Lp pooling sums.</summary>
    /// <param name="exponent">From 1 to 64.</param>
    /// <exception cref="ArgumentOutOfRangeException">The exponent is outside that range.</exception>
    public static ActivationFunction Power(float exponent) => new(ActivationKind.Power, CheckedExponent(exponent, "power"));

    /// <summary>
    /// y = (factor x)^(1 / exponent), NaN where x is negative and the exponent not 1. The gradient where y is 0 is 0, as in PyTorch's Lp
    /// pooling; with an exponent beyond 2, factor x below 2^-126 counts as 0.
    /// </summary>
    /// <param name="exponent">From 1 to 64.</param>
    /// <param name="factor">What x is multiplied by, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static ActivationFunction Root(float exponent, float factor = 1) =>
        new(ActivationKind.Root, CheckedExponent(exponent, "root"), OpCheck.FinitePositive(factor, "root"));

    /// <summary>y = scale x + shift.</summary>
    /// <param name="scale">What x is multiplied by, finite.</param>
    /// <param name="shift">What is added, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public static ActivationFunction Affine(float scale, float shift) => new(
        ActivationKind.Affine,
        OpCheck.Require(scale, float.IsFinite(scale), "finite", "affine"), OpCheck.Require(shift, float.IsFinite(shift), "finite", "affine"));

    private static float CheckedExponent(float exponent, string op) => OpCheck.Require(exponent, exponent is >= 1 and <= 64, "from 1 to 64", op);
}

/// <summary>The functions of <see cref="ActivationFunction"/>.</summary>
public enum ActivationKind
{
    /// <summary><see cref="ActivationFunction.Sigmoid"/>.</summary>
    Sigmoid,

    /// <summary><see cref="ActivationFunction.Tanh"/>.</summary>
    Tanh,

    /// <summary><see cref="ActivationFunction.LeakyReLU"/>.</summary>
    LeakyReLU,

    /// <summary><see cref="ActivationFunction.Elu"/>.</summary>
    Elu,

    /// <summary><see cref="ActivationFunction.Gelu"/>.</summary>
    Gelu,

    /// <summary><see cref="ActivationFunction.GeluTanh"/>.</summary>
    GeluTanh,

    /// <summary><see cref="ActivationFunction.SiLU"/>.</summary>
    SiLU,

    /// <summary><see cref="ActivationFunction.Softplus"/>.</summary>
    Softplus,

    /// <summary><see cref="ActivationFunction.Clip"/>.</summary>
    Clip,

    /// <summary><see cref="ActivationFunction.Selu"/>.</summary>
    Selu,

    /// <summary><see cref="ActivationFunction.HardSigmoid"/>.</summary>
    HardSigmoid,

    /// <summary><see cref="ActivationFunction.HardSwish"/>.</summary>
    HardSwish,

    /// <summary><see cref="ActivationFunction.Softsign"/>.</summary>
    Softsign,

    /// <summary><see cref="ActivationFunction.Power"/>.</summary>
    Power,

    /// <summary><see cref="ActivationFunction.Root"/>.</summary>
    Root,

    /// <summary><see cref="ActivationFunction.Exp"/>.</summary>
    Exp,

    /// <summary><see cref="ActivationFunction.Log"/>.</summary>
    Log,

    /// <summary><see cref="ActivationFunction.Abs"/>.</summary>
    Abs,

    /// <summary><see cref="ActivationFunction.Reciprocal"/>.</summary>
    Reciprocal,

    /// <summary><see cref="ActivationFunction.Erf"/>.</summary>
    Erf,

    /// <summary><see cref="ActivationFunction.Affine"/>.</summary>
    Affine,

    /// <summary><see cref="ActivationFunction.Floor"/>.</summary>
    Floor,

    /// <summary><see cref="ActivationFunction.Ceil"/>.</summary>
    Ceil,

    /// <summary><see cref="ActivationFunction.Round"/>.</summary>
    Round,

    /// <summary><see cref="ActivationFunction.Step"/>.</summary>
    Step,
}
