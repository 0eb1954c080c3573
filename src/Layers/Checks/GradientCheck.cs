namespace ConvGpu;

/// <summary>
/// Holds the gradients that a layer's backward pass computes against numeric ones of its forward pass: what to run first on a layer of one's
/// own. The loss is the sum of all outputs, each times a fixed number, added up in double precision; its slope along an element is taken by
/// Richardson's extrapolation of central differences of two step sizes.
/// </summary>
/// <example>
/// <code>
/// using var device = ComputeDevice.Open("cpu");
/// Console.WriteLine(GradientCheck.Run(new Halve(), new Shape(1, 3, 8, 8), device));
/// </code>
/// </example>
/// <remarks>
/// A tolerance has three parts: a third of what the two step sizes differ by, which bounds the truncation of the finer one; the rounding of the
/// outputs that changed, spread over the step; the rounding of the gradient itself. K operations for an output, in any order, are taken to
/// round its value by 6 sqrt(K) 2^-24 of the largest output (Higham and Mary, 2019, "A new approach to probabilistic rounding error
/// analysis"). Steps become smaller where the layer has a kink near an element; an element fails where two step sizes
/// agree on another gradient within tolerances of a thousandth of the tensor's largest, or where it fails with every step size whose
/// tolerance is below a hundredth of that, and counts as unclear where there is none.
/// </remarks>
public static class GradientCheck
{
    /// <summary>Checks a layer with one input.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputShape">The input's channels, rows and columns; N is ignored. Small sizes show as much as large ones.</param>
    /// <param name="device">Who computes.</param>
    /// <param name="options">Batch, elements looked at and seed.</param>
    /// <returns>The largest differences, tensor by tensor.</returns>
    /// <exception cref="GradientCheckException">A gradient is not that of the forward pass, or no element is clear.</exception>
    /// <exception cref="ShapeException">The layer does not fit the input.</exception>
    public static GradientCheckResult Run(Layer layer, Shape inputShape, ComputeDevice device, GradientCheckOptions? options = null) =>
        Run(layer, [inputShape], device, options);

    /// <summary>Checks a layer with several inputs, or with one.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputShapes">The shapes of the inputs; N is ignored.</param>
    /// <param name="device">Who computes.</param>
    /// <param name="options">Batch, elements looked at and seed.</param>
    /// <returns>The largest differences, tensor by tensor; an input is called variable, with a number where there are several.</returns>
    /// <exception cref="GradientCheckException">A gradient is not that of the forward pass, or no element is clear.</exception>
    /// <exception cref="ShapeException">The layer does not fit the inputs.</exception>
    public static GradientCheckResult Run(Layer layer, IReadOnlyList<Shape> inputShapes, ComputeDevice device, GradientCheckOptions? options = null)
    {
        var (graph, input) = GraphOf(layer, inputShapes, options ?? new());
        return Run(graph, input, device, options);
    }

    /// <summary>The graph by which a layer is checked, and the shape of its input.</summary>
    internal static (Graph Graph, Shape Input) GraphOf(Layer layer, IReadOnlyList<Shape> inputShapes, GradientCheckOptions options)
    {
        var indexed = layer.IndexLimit is not null;
        var input = indexed ? inputShapes[0] : new Shape(1);
        var graph = new Graph(layer.Kind, input);
        graph.Add(layer, indexed ? [] : [.. inputShapes.Select(shape => graph.Add(new Variable(shape, options.Batch), graph.Input))]);
        return (graph, input);
    }

    /// <summary>Checks the gradients of all parameters of a graph.</summary>
    /// <param name="graph">The graph; small, for every element looked at takes some steps.</param>
    /// <param name="inputShape">The input's channels, rows and columns; N is ignored.</param>
    /// <param name="device">Who computes.</param>
    /// <param name="options">Batch, elements looked at and seed.</param>
    /// <returns>The largest differences, tensor by tensor.</returns>
    /// <exception cref="GradientCheckException">A gradient is not that of the forward pass, or no element is clear.</exception>
    /// <exception cref="ShapeException">The graph does not fit the input, or has nothing to learn.</exception>
    public static GradientCheckResult Run(Graph graph, Shape inputShape, ComputeDevice device, GradientCheckOptions? options = null)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Samples, 1);
        using var network = new Network(graph, device, new NetworkOptions
        {
            InputShape = inputShape, MaxBatch = options.Batch, Seed = options.Seed, Loss = new ProbeLoss(), KeepActivations = true,
            CopiesInsteadOfRounding = options.CopiesInsteadOfRounding,
        });
        return new NumericGradients(network, options).Check();
    }
}

/// <summary>How a <see cref="GradientCheck"/> looks at a layer.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>Batch items, at least 1; two or more show what mixes items up.</summary>
    public int Batch { get; init; } = 2;

    /// <summary>How many elements of a tensor are looked at, at least 1; all where there are no more.</summary>
    public int Samples { get; init; } = 16;

    /// <summary>The seed of inputs, parameters and dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>For tests: as <see cref="NetworkOptions.CopiesInsteadOfRounding"/>.</summary>
    internal bool CopiesInsteadOfRounding { get; init; }
}

/// <summary>What a <see cref="GradientCheck"/> found.</summary>
/// <param name="Name">The model's or layer's name.</param>
/// <param name="Device">Who computed.</param>
/// <param name="Tensors">The tensors whose gradients were looked at.</param>
public sealed record GradientCheckResult(string Name, string Device, IReadOnlyList<CheckedGradient> Tensors)
{
    /// <summary>The largest difference over the largest gradient of its tensor.</summary>
    public double LargestDifference => Tensors.Max(t => t.LargestDifference / t.LargestGradient);

    /// <summary>A line a tensor.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Tensors.Select(t => $"{Name} on {Device}: {t}"));
}

/// <summary>How near the analytic and the numeric gradient of a tensor are.</summary>
/// <param name="Tensor">The parameter, or an input.</param>
/// <param name="Checked">Elements that were compared.</param>
/// <param name="Unclear">Elements whose numeric gradient is too uncertain to compare.</param>
/// <param name="LargestDifference">The largest difference.</param>
/// <param name="LargestTolerance">The largest tolerance that a difference was held to.</param>
/// <param name="LargestGradient">The largest analytic gradient of the whole tensor.</param>
public sealed record CheckedGradient(
    string Tensor, int Checked, int Unclear, double LargestDifference, double LargestTolerance, double LargestGradient)
{
    /// <summary>A line for people.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Tensor}: {Checked} gradients up to {LargestGradient:G3} are off by at most {LargestDifference:E1} (tolerance {LargestTolerance:E1})")
        + (Unclear > 0 ? $", {Unclear} unclear" : "");
}

/// <summary>A gradient that is not that of the forward pass.</summary>
/// <param name="message">The layer, the element, both gradients and where the tolerance comes from.</param>
public sealed class GradientCheckException(string message) : ConvGpuException(message);
