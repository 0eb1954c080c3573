namespace ConvGpu;

/// <summary>How parameters start.</summary>
public abstract class Initializer
{
    /// <summary>Normal with deviation sqrt(2 / fan-in), for layers before a ReLU (He et al., 2015).</summary>
    public static Initializer He { get; } = new Gaussian(p => Math.Sqrt(2.0 / p.FanIn));

    /// <summary>Uniform within ±sqrt(6 / (fan-in + fan-out)) (Glorot and Bengio, 2010).</summary>
    public static Initializer Xavier { get; } = new Uniform(p => Math.Sqrt(6.0 / (p.FanIn + p.FanOut)));

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

    private sealed class Gaussian(Func<ParameterSpec, double> deviation) : Initializer
    {
        public override void Fill(ParameterSpec parameter, SeededRandom random, Span<float> values)
        {
            var scale = deviation(parameter);
            foreach (ref var value in values) value = (float)(random.NextGaussian() * scale);
        }
    }

    private sealed class Uniform(Func<ParameterSpec, double> limit) : Initializer
    {
        public override void Fill(ParameterSpec parameter, SeededRandom random, Span<float> values)
        {
            var scale = limit(parameter);
            foreach (ref var value in values) value = (float)((2 * random.NextDouble() - 1) * scale);
        }
    }
}
