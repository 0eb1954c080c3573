namespace ConvGpu;

/// <summary>How parameters start.</summary>
public abstract class Initializer
{
    /// <summary>Normal with deviation sqrt(2 / fan-in), for layers before a ReLU (He et al., 2015).</summary>
    public static Initializer He { get; } = new Gaussian(p => Math.Sqrt(2.0 / p.FanIn));

    /// <summary>Uniform within ±sqrt(6 / (fan-in + fan-out)) (Glorot and Bengio, 2010).</summary>
    public static Initializer Xavier { get; } = new Even(p => Math.Sqrt(6.0 / (p.FanIn + p.FanOut)));

    /// <summary>All zeros.</summary>
    public static Initializer Zeros { get; } = Constant(0);

    /// <summary>All <paramref name="value"/>.</summary>
    public static Initializer Constant(float value) => new Same(value);

    /// <summary>Given values, such as <see cref="AffineGrid.Identity"/> for the bias of a small <see cref="Dense"/>.</summary>
    /// <param name="values">As many as the parameter has, at most 65,536.</param>
    /// <exception cref="ShapeException">When it is used: the parameter has another number of values.</exception>
    public static Initializer Values(IReadOnlyList<float> values) => new Given([.. values]);

    /// <summary>Normal with mean 0.</summary>
    /// <param name="deviation">The standard deviation, 0 or more.</param>
    public static Initializer Normal(float deviation) => new Gaussian(_ => deviation);

    /// <summary>Uniform within ±sqrt(6 / fan-in), for layers before a ReLU (He et al., 2015).</summary>
    public static Initializer HeUniform { get; } = new Even(p => Math.Sqrt(6.0 / p.FanIn));

    /// <summary>Normal with deviation sqrt(2 / (fan-in + fan-out)) (Glorot and Bengio, 2010).</summary>
    public static Initializer XavierNormal { get; } = new Gaussian(p => Math.Sqrt(2.0 / (p.FanIn + p.FanOut)));

    /// <summary>Uniform from low to high.</summary>
    /// <param name="low">The least value.</param>
    /// <param name="high">The largest value, at least <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or not finite.</exception>
    public static Initializer Uniform(float low, float high)
    {
        if (!(low <= high && float.IsFinite(high - low))) throw new ArgumentOutOfRangeException(nameof(high), high, $"The range from {low} to {high} is no range of finite numbers.");
        return new Even(_ => (high - low) / 2.0, low + (high - low) / 2.0);
    }

    /// <summary>Normal with mean 0, values beyond two deviations drawn anew (Keras's TruncatedNormal).</summary>
    /// <param name="deviation">The standard deviation before the cut, finite and at least 0; behind it, 0.8796 of this.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is outside its range.</exception>
    public static Initializer TruncatedNormal(float deviation)
    {
        if (!(deviation >= 0 && float.IsFinite(deviation))) throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "A deviation is finite and at least 0.");
        return new Gaussian(_ => deviation, limit: 2);
    }

    /// <summary>
    /// Rows of length <paramref name="gain"/> at right angles to each other, or columns where there are more rows than columns (Saxe et al.,
    /// 2014); rows are outputs. The work grows with the square of the smaller side.
    /// </summary>
    /// <param name="gain">The length, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not finite.</exception>
    public static Initializer Orthogonal(float gain = 1) => float.IsFinite(gain)
        ? new OrthogonalInitializer(gain)
        : throw new ArgumentOutOfRangeException(nameof(gain), gain, "A gain is finite.");

    /// <summary>Whether <see cref="Fill"/> must see all values of a parameter at once; else it may be called for parts of it.</summary>
    public virtual bool NeedsAllValues => false;

    /// <summary>Writes the starting values.</summary>
    /// <param name="parameter">What is initialised.</param>
    /// <param name="random">The parameter's own stream of random numbers.</param>
    /// <param name="values">Room for the values.</param>
    public abstract void Fill(ParameterSpec parameter, SeededRandom random, Span<float> values);

    private sealed class Same(float value) : Initializer
    {
        public override void Fill(ParameterSpec parameter, SeededRandom random, Span<float> values) => values.Fill(value);
    }

    private sealed class Given(float[] given) : Initializer
    {
        public override void Fill(ParameterSpec parameter, SeededRandom random, Span<float> values)
        {
            if (parameter.Count != given.Length || values.Length != given.Length)
                throw new ShapeException($"{parameter.Name} is {parameter.Shape} and starts with {parameter.Count} values, but {given.Length} were given.");
            given.CopyTo(values);
        }
    }

    private sealed class Gaussian(Func<ParameterSpec, double> deviation, double limit = double.PositiveInfinity) : Initializer
    {
        public override void Fill(ParameterSpec parameter, SeededRandom random, Span<float> values)
        {
            var scale = deviation(parameter);
            foreach (ref var value in values)
            {
                double drawn;
                do drawn = random.NextGaussian();
                while (Math.Abs(drawn) > limit);
                value = (float)(drawn * scale);
            }
        }
    }

    private sealed class Even(Func<ParameterSpec, double> limit, double middle = 0) : Initializer
    {
        public override void Fill(ParameterSpec parameter, SeededRandom random, Span<float> values)
        {
            var scale = limit(parameter);
            foreach (ref var value in values) value = (float)(middle + (2 * random.NextDouble() - 1) * scale);
        }
    }
}
