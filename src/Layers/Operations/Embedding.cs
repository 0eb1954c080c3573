using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// A learned vector for each index of a vocabulary: indices (N, L) become (N, D, 1, L), channels first as 1-D convolutions take them. It
/// stands behind the graph's input, which then holds int32 indices (<see cref="Network.SetIndices"/>) in the shape (N, 1, 1, L) or (N, L).
/// Learns <c>weight</c> (vocabulary, D); places that hold the same index add their gradients in order.
/// </summary>
public sealed class Embedding : Layer
{
    private readonly int _vocabulary;
    private readonly int _dimensions;

    /// <summary>Creates the layer.</summary>
    /// <param name="vocabulary">How many indices there are, at least 1: they are from 0 to vocabulary - 1.</param>
    /// <param name="dimensions">Elements of a vector, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Embedding(int vocabulary, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        (_vocabulary, _dimensions) = (vocabulary, dimensions);
    }

    /// <summary>How the vectors start: normal with deviation 1, as in PyTorch, unless set.</summary>
    public Initializer Initializer { get; init; } = Initializer.Normal(1);

    /// <inheritdoc/>
    public override string Kind => "embedding";

    /// <inheritdoc/>
    public override int? IndexLimit => _vocabulary;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0] is { C: 1, H: 1 } or { H: 1, W: 1 }
        ? new Shape(1, _dimensions, 1, (int)inputs[0].ItemCount)
        : throw new ShapeException($"takes one row of indices, but gets {inputs[0]}; give the graph an input of 1x1x1xL.");

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<Shape> inputs) =>
        [new("weight", new Shape(_vocabulary, _dimensions), _vocabulary, _dimensions, Initializer)];

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new EmbeddingForward(SizesOf(context)), context.Input(), context.Parameter(0), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context) => context.Emit(
        new EmbeddingBackward(SizesOf(context)), context.ReadOnlyOutputGradient, context.Input(), context.ParameterGradient(0));

    private EmbeddingSizes SizesOf(LayerContext context) => new(_vocabulary, _dimensions, context.OutputShape.W);
}
